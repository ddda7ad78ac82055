// What a connector throws, without words that are not ours: a foreign message may hold anything, and hosts print errors whole.
import { isTenureError } from '../connector/errors.ts';

/**
 * The error as it may leave the engine. A TenureError stays itself, with a cause of ours or one without words; of any other
 * the kind and the places in the code are kept.
 */
export function withoutWords(error: unknown): unknown {
  if (!isTenureError(error)) return wordless(error);
  if (error.cause !== undefined)
    Object.defineProperty(error, 'cause', { value: withoutWords(error.cause), configurable: true, writable: true });
  return error;
}

function wordless(error: unknown): Error {
  const told = new Error('the connector threw it; its message is left out, it may hold anything');
  const isError = error instanceof Error;
  told.name = kindOf(error);
  told.stack = `${told.name}: ${told.message}${isError ? framesOf(error) : ''}`;
  return told;
}

/** What kind of thing was thrown, in a word of code: a name may hold anything too. */
export function kindOf(error: unknown): string {
  try {
    if (!(error instanceof Error)) return typeof error;
    return /^\w{1,60}$/.test(error.name) ? error.name : 'Error';
  } catch {
    return 'unknown';
  }
}

/** The lines of the stack that say where, and none that repeats what. */
function framesOf({ name, message, stack = '' }: Error): string {
  const words = message === '' ? name : `${name}: ${message}`;
  if (!stack.startsWith(words)) return '';
  const frames = stack.slice(words.length).split('\n');
  return frames
    .filter((line) => /^\s+at /.test(line))
    .map((line) => `\n${line}`)
    .join('');
}

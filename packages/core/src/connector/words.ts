// What a schema refuses, in words for whoever wrote the options: what is expected, never what was given.
import type { z } from 'zod';

/** For `safeParse`. A message that the schema has itself goes before it; undefined: zod's own. */
export const inPlainWords: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === 'invalid_value') return expectedOf(issue.values);
  if (issue.code === 'invalid_type') return `expected ${nouns[issue.expected] ?? issue.expected}`;
  if (issue.code === 'too_small') return tooSmall(issue.origin, issue.minimum, issue.inclusive !== false);
  if (issue.code === 'too_big') return tooBig(issue.origin, issue.maximum, issue.inclusive !== false);
  if (issue.code === 'unrecognized_keys') return 'unknown option';
  return issue.code === 'invalid_union' ? ofUnion(issue.errors) : undefined;
};

const nouns: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

function expectedOf(values: readonly unknown[]): string {
  return values.length === 1 ? `expected ${String(values[0])}` : `expected one of ${values.map(String).join(', ')}`;
}

function tooSmall(origin: string, minimum: number | bigint, inclusive: boolean): string {
  if (origin === 'string') return minimum === 1 ? 'expected text that is not empty' : `expected ${minimum} characters or more`;
  if (origin === 'array' || origin === 'set' || origin === 'map') return `expected ${minimum} or more of them`;
  return inclusive ? `expected ${minimum} or more` : `expected more than ${minimum}`;
}

function tooBig(origin: string, maximum: number | bigint, inclusive: boolean): string {
  if (origin === 'string') return `expected ${maximum} characters or fewer`;
  if (origin === 'array' || origin === 'set' || origin === 'map') return `expected ${maximum} or fewer of them`;
  return inclusive ? `expected ${maximum} or less` : `expected less than ${maximum}`;
}

/** What every branch expects; of one that is wrong only further in, what it expects there. */
function ofUnion(branches: readonly (readonly z.core.$ZodIssue[])[]): string | undefined {
  const near = branches.find((issues) => issues.length > 0 && issues.every(({ path }) => path.length > 0));
  if (near !== undefined) return near.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`).join('; ');
  const expected = branches.flat().map(({ message }) => message.replace(/^expected /, ''));
  return expected.length === 0 ? undefined : `expected ${[...new Set(expected)].join(' or ')}`;
}

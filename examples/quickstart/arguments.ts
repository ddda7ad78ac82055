// What the command line asks for.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';

export const usage = 'usage: pnpm start [--employees <file.csv> [--departments <file.csv>]] [--out <folder>]';

export type Request =
  | { readonly kind: 'sample'; readonly out: string | undefined }
  | { readonly kind: 'own'; readonly employees: string; readonly departments: string | undefined; readonly out: string | undefined }
  | { readonly kind: 'help' }
  | { readonly kind: 'mistake'; readonly because: string };

/** Reads the command line. Looks whether the named files exist; opens none. */
export function readArguments(given: readonly string[]): Request {
  const text = { type: 'string' } as const;
  const options = { employees: text, departments: text, out: text, help: { type: 'boolean' } } as const;
  let values: { readonly employees?: string; readonly departments?: string; readonly out?: string; readonly help?: boolean };
  try {
    // pnpm hands a bare `--` through.
    ({ values } = parseArgs({ args: given.filter((argument) => argument !== '--'), options, strict: true }));
  } catch (error) {
    return { kind: 'mistake', because: firstSentence(error) };
  }
  if (values.help === true) return { kind: 'help' };
  const { employees, departments, out } = values;
  if (employees === undefined) {
    return departments === undefined ? { kind: 'sample', out } : { kind: 'mistake', because: '--departments needs --employees' };
  }
  const missing = [employees, departments].find((path) => path !== undefined && !existsSync(path));
  if (missing !== undefined) return { kind: 'mistake', because: `there is no file ${missing}` };
  return { kind: 'own', employees, departments, out };
}

function firstSentence(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split(/\. |\n/)[0] ?? message;
}

// What the command line asks for.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';

export const usage = 'usage: pnpm start [--employees <file> [--departments <file>] [--column <field>=<header>]...] [--out <folder>]';

/** The caller's own files. */
export interface OwnFiles {
  readonly employees: string;
  readonly departments: string | undefined;
  /** Headers by field, for columns that are not recognised. */
  readonly columns: Readonly<Record<string, string>>;
}

export type Request =
  | { readonly kind: 'sample'; readonly out: string | undefined }
  | { readonly kind: 'own'; readonly files: OwnFiles; readonly out: string | undefined }
  | { readonly kind: 'help' }
  | { readonly kind: 'mistake'; readonly because: string };

const text = { type: 'string' } as const;
const options = {
  employees: text,
  departments: text,
  column: { type: 'string', multiple: true },
  out: text,
  help: { type: 'boolean' },
} as const;

/** Reads the command line. Looks whether the named files exist; opens none. */
export function readArguments(given: readonly string[]): Request {
  try {
    // pnpm hands a bare `--` through.
    const { values } = parseArgs({ args: given.filter((argument) => argument !== '--'), options });
    const { employees, departments, column = [], out, help } = values;
    if (help === true) return { kind: 'help' };
    if (employees === undefined) {
      const alone = departments !== undefined ? '--departments' : column.length > 0 ? '--column' : undefined;
      return alone === undefined ? { kind: 'sample', out } : mistake(`${alone} needs --employees`);
    }
    const missing = [employees, departments].find((path) => path !== undefined && !existsSync(path));
    if (missing !== undefined) return mistake(`there is no file ${missing}`);
    const pairs = column.map((pair) => /^([^=]+)=(.+)$/.exec(pair)?.slice(1) ?? []);
    if (pairs.some(({ length }) => length !== 2)) return mistake('--column wants <field>=<header>, for example id="Worker No"');
    return { kind: 'own', files: { employees, departments, columns: Object.fromEntries(pairs) }, out };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return mistake(message.split(/\. |\n/)[0] ?? message);
  }
}

function mistake(because: string): Request {
  return { kind: 'mistake', because };
}

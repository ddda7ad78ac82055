// What is looked for in the text of our own files: length, machine paths, registry hosts, the clock in pure folders.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { command } from './command.ts';
import type { Finding } from './step.ts';
import { root } from './workspace.ts';

export interface TextFile {
  /** From the repository's folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

const binary = /\.(png|jpg|gif|ico|woff2?|db|gz|tgz)$/;

/** Every file that is in the repository or would be added to it. */
export async function ownFiles(): Promise<TextFile[]> {
  const listed = await command('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate']);
  if (!listed.ok) throw new Error(`git ls-files failed: ${listed.output}`);
  const deleted = new Set((await command('git', ['ls-files', '-z', '--deleted'])).stdout.split('\0'));
  return listed.stdout
    .split('\0')
    .filter((path) => path !== '' && !binary.test(path) && !deleted.has(path))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** The longest a source file may be without an entry, with its reason, in scripts/long-files.json. */
export const longestFile = 300;

export function tooLong(files: readonly TextFile[], allowed: Readonly<Record<string, string>>): Finding {
  const long = files.filter(({ path, text }) => /\.(ts|js|mjs)$/.test(path) && text.split('\n').length - 1 > longestFile);
  const paths = new Set(long.map(({ path }) => path));
  return {
    note: `${Object.keys(allowed).length} longer with a reason`,
    problems: [
      ...long
        .filter(({ path }) => allowed[path] === undefined)
        .map(({ path }) => `${path} is over ${longestFile} lines: split it, or give the reason in scripts/long-files.json`),
      ...Object.keys(allowed)
        .filter((path) => !paths.has(path))
        .map((path) => `scripts/long-files.json excuses ${path}, which is not long`),
    ],
  };
}

// Written in pieces so that this file does not find itself.
const foreign: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`(?<![\\w.~}-])/(${['work', 'home', 'root'].join('|')})/[\\w.-]+`), 'a path of one machine'],
  // `/Users/1` is a resource of SCIM; a home folder goes on.
  [new RegExp(`(?<![\\w.~}-])/${'Users'}/[\\w.-]+/`), 'a path of one machine'],
  [/registry\.(npmjs|yarnpkg|npmmirror)\./, 'the host of a package registry'],
  [/(resolved|tarball):\s*['"]?https?:/, 'an address that a lock file must not hold'],
];

const pureFolders = /^packages\/core\/src\/(model|roster|policy|plan)\//;

const impure: readonly (readonly [RegExp, string])[] = [
  [/\bTemporal\.Now\b/, 'reads the clock'],
  [/\bMath\.random\b/, 'is not repeatable'],
  [/\bperformance\.now\b/, 'reads the clock'],
];

/** Text that must not be there, each with file and line. */
export function unwelcome(files: readonly TextFile[]): Finding {
  const problems = files.flatMap(({ path, text }) => {
    const rules = pureFolders.test(path) && !path.endsWith('.test.ts') ? [...foreign, ...impure] : foreign;
    return text
      .split('\n')
      .flatMap((line, index) => rules.filter(([pattern]) => pattern.test(line)).map(([, why]) => `${path}:${index + 1}: ${why}`));
  });
  return { problems, note: `${files.length} files` };
}

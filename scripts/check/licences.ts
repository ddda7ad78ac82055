// The licences of everything installed: stricter for what a user of ours gets than for what only we run.
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Finding } from './step.ts';
import { publishedPackages, readManifest, root } from './workspace.ts';

/** What may reach a user's machine. */
export const givenOn: readonly string[] = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD'];
/** What may besides run on ours, unmodified and never passed on. */
export const onlyRun: readonly string[] = ['BlueOak-1.0.0', 'CC0-1.0', 'LicenseRef-Merge-SDK', 'MPL-2.0', 'Python-2.0', 'Zlib'];

interface Installed {
  readonly id: string;
  readonly licence: string;
}

/** True when the expression can be met with the licences allowed: any side of an OR, every side of an AND. */
export function isAllowed(expression: string, allowed: readonly string[]): boolean {
  const bare = expression.replace(/[()]/g, '');
  return bare.split(' OR ').some((choice) => choice.split(' AND ').every((licence) => allowed.includes(licence.trim())));
}

export async function licences(): Promise<Finding> {
  const given = dependenciesOfPublished();
  const all = everythingInstalled();
  const problems = [
    ...given.filter(({ licence }) => !isAllowed(licence, givenOn)).map(({ id, licence }) => `${id} would reach users under ${licence}`),
    ...all
      .filter(({ licence }) => !isAllowed(licence, [...givenOn, ...onlyRun]))
      .map(({ id, licence }) => `${id} is installed under ${licence}`),
  ];
  return { problems, note: `${given.length} reach users, ${all.length} installed` };
}

/** What the published packages bring along, all the way down. */
function dependenciesOfPublished(): Installed[] {
  const seen = new Map<string, Installed>();
  const visit = (folder: string): void => {
    const manifest = readManifest(folder);
    for (const name of Object.keys(manifest.dependencies ?? {})) {
      const found = realpathSync(resolveFrom(folder, name));
      if (seen.has(found)) continue;
      seen.set(found, describe(found));
      visit(found);
    }
  };
  for (const { folder } of publishedPackages()) visit(folder);
  return [...seen.values()];
}

function resolveFrom(folder: string, name: string): string {
  for (let at = folder; at !== dirname(at); at = dirname(at)) {
    const candidate = join(at, 'node_modules', name);
    if (existsSync(candidate)) return candidate;
  }
  throw new Error(`${name} is a dependency in ${folder} and is not installed`);
}

function everythingInstalled(): Installed[] {
  const store = join(root, 'node_modules', '.pnpm');
  return readdirSync(store)
    .map((entry) => join(store, entry, 'node_modules'))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => realPackagesIn(folder))
    .map(describe);
}

/** The packages that lie in a folder themselves; the links beside them lead to others of the list. */
function realPackagesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) return [];
    if (entry.name.startsWith('@')) return realPackagesIn(path);
    return existsSync(join(path, 'package.json')) ? [path] : [];
  });
}

/** Packages whose manifest names no licence while their licence file does. Merge's own terms: run here, never passed on. */
const byFile: Readonly<Record<string, string>> = { '@mergeapi/merge-node-client': 'LicenseRef-Merge-SDK' };

function describe(folder: string): Installed {
  const manifest = readManifest(folder);
  return { id: `${manifest.name}@${manifest.version ?? ''}`, licence: manifest.license ?? byFile[manifest.name] ?? 'no licence' };
}

// Where things are: the repository, its packages and its files.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the repository. */
export const root = join(import.meta.dirname, '..', '..');

export interface Manifest {
  readonly name: string;
  readonly version?: string | undefined;
  readonly private?: boolean | undefined;
  readonly license?: string | undefined;
  readonly exports?: Readonly<Record<string, Readonly<Record<string, string>>>> | undefined;
  readonly scripts?: Readonly<Record<string, string>> | undefined;
  readonly dependencies?: Readonly<Record<string, string>> | undefined;
  readonly devDependencies?: Readonly<Record<string, string>> | undefined;
  readonly peerDependencies?: Readonly<Record<string, string>> | undefined;
}

export interface Package {
  readonly folder: string;
  readonly manifest: Manifest;
}

export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

/** The packages in a folder of the workspace, by name. */
export function packagesIn(parent: 'packages' | 'examples'): Package[] {
  return readdirSync(join(root, parent))
    .map((name) => join(root, parent, name))
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .map((folder) => ({ folder, manifest: readManifest(folder) }));
}

/** The packages that are published. */
export function publishedPackages(): Package[] {
  return packagesIn('packages').filter(({ manifest }) => manifest.private !== true);
}

/** Every specifier a user can import: `@tenure/core`, `@tenure/core/connector`. */
export function specifiersOf({ manifest }: Package): string[] {
  return Object.keys(manifest.exports ?? {}).map((subpath) => manifest.name + subpath.slice(1));
}

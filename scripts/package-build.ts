// How every published package is built: one ESM file and one declaration file per subpath in its `exports`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Options } from 'tsup';

interface SourceExport {
  readonly '@tenure/source': string;
  readonly default: string;
}

/**
 * The tsup options for the package in `folder`. Entries are read from its `exports`, so that a subpath can't be
 * published without being built.
 */
export function packageBuild(folder: string): Options {
  const manifest: { exports: Record<string, SourceExport> } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const entries = Object.values(manifest.exports).map((target) => [entryName(target.default), target['@tenure/source']]);
  return {
    entry: Object.fromEntries(entries),
    format: 'esm',
    target: 'node22',
    dts: true,
    clean: true,
    sourcemap: false,
    splitting: true,
    // `node:sqlite` exists only with its prefix; the default would strip it.
    removeNodeProtocol: false,
  };
}

function entryName(built: string): string {
  return built.replace(/^\.\/dist\//, '').replace(/\.js$/, '');
}

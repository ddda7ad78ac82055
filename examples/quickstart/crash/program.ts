// The children's program as one file: a process that only starts to be killed should not spend most of its time on starting.
import { join } from 'node:path';
import { build } from 'esbuild';

/** Puts child.ts and all that it imports, from source, into one file in `folder`. Answers its path. */
export async function buildProgram(folder: string): Promise<string> {
  const outfile = join(folder, 'child.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'child.ts')],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@tenure/source'],
    logLevel: 'warning',
  });
  return outfile;
}

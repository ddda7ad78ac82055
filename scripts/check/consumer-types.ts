// The built declarations, compiled strictly by a consumer that sees nothing but them.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from './command.ts';
import { consumer } from './consumer.ts';
import type { Finding } from './step.ts';
import { publishedPackages, specifiersOf } from './workspace.ts';

const resolutions = [
  { moduleResolution: 'nodenext', module: 'nodenext' },
  { moduleResolution: 'bundler', module: 'esnext' },
];

/** Every subpath is imported, every example is compiled, under both resolutions and with library checks on. */
export async function consumerTypes(): Promise<Finding> {
  const { folder } = consumer();
  const specifiers = publishedPackages().flatMap(specifiersOf);
  const imports = specifiers.map((specifier, index) => `import * as module${index} from '${specifier}';`);
  const uses = `export const modules: readonly object[] = [${specifiers.map((_, index) => `module${index}`).join(', ')}];`;
  await writeFile(join(folder, 'imports.ts'), `${imports.join('\n')}\n${uses}\n`);
  const outcomes = await Promise.all(resolutions.map((resolution) => compile(folder, resolution)));
  return { problems: outcomes.flat(), note: `${specifiers.length} subpaths and the examples` };
}

async function compile(folder: string, resolution: { moduleResolution: string; module: string }): Promise<string[]> {
  const project = join(folder, `tsconfig.${resolution.moduleResolution}.json`);
  const compilerOptions = {
    ...resolution,
    target: 'es2024',
    lib: ['es2024', 'esnext.disposable', 'dom', 'dom.iterable'],
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
    allowImportingTsExtensions: true,
    resolveJsonModule: true,
  };
  await writeFile(project, JSON.stringify({ compilerOptions, include: ['imports.ts', 'examples/**/*.ts'] }));
  const { ok, output } = await command('tsc', ['-p', project], { cwd: folder });
  return ok ? [] : [`${resolution.moduleResolution}:\n${output.trim()}`];
}

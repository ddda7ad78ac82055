// The built declarations, compiled strictly by a consumer that sees nothing but them.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from './command.ts';
import { consumer } from './consumer.ts';
import type { Finding } from './step.ts';
import { packagesIn, publishedPackages, specifiersOf } from './workspace.ts';

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
  const examples = await copyExamples(folder);
  const outcomes = await Promise.all(resolutions.map((resolution) => compile(folder, resolution)));
  return { problems: outcomes.flat(), note: `${specifiers.length} subpaths, ${examples} example files` };
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

/** The examples without their tests, as a user would copy them. Answers how many files they are. */
async function copyExamples(folder: string): Promise<number> {
  let copied = 0;
  for (const example of packagesIn('examples')) {
    const target = join(folder, 'examples', example.manifest.name);
    for (const entry of await readdir(example.folder, { recursive: true, withFileTypes: true })) {
      const skipped = entry.parentPath.includes('node_modules') || !entry.name.endsWith('.ts') || entry.name.endsWith('.test.ts');
      if (skipped || !entry.isFile()) continue;
      const within = join(target, entry.parentPath.slice(example.folder.length));
      await mkdir(within, { recursive: true });
      await writeFile(join(within, entry.name), await readFile(join(entry.parentPath, entry.name)));
      copied += 1;
    }
  }
  return copied;
}

// The walls are lint rules; here each is proved to stand by breaking it in a copy of the tree.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { command } from './command.ts';
import { type Planted, planted } from './planted.ts';
import type { Finding } from './step.ts';
import { root } from './workspace.ts';

interface Diagnostic {
  readonly category: string;
  readonly location: { readonly path: string | { readonly file: string } };
}

export async function walls(): Promise<Finding> {
  const folder = await mkdtemp(join(tmpdir(), 'tenure-walls-'));
  try {
    await plant(folder);
    const { stdout } = await command('biome', ['lint', '--reporter=json', '--max-diagnostics=none', '.'], { cwd: folder });
    const report: { diagnostics: Diagnostic[] } = JSON.parse(stdout);
    const refused = rulesByFile(report.diagnostics);
    const problems = planted.flatMap((one) => verdict(one, refused.get(one.path) ?? new Set()));
    return { problems, note: `${planted.length} planted` };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function plant(folder: string): Promise<void> {
  const settings: Record<string, unknown> = JSON.parse(await readFile(join(root, 'biome.json'), 'utf8'));
  const { $schema: _schema, vcs: _vcs, ...rest } = settings;
  await writeFile(join(folder, 'biome.json'), JSON.stringify({ ...rest, root: true }));
  for (const { path, text } of planted) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

function rulesByFile(diagnostics: readonly Diagnostic[]): Map<string, Set<string>> {
  const byFile = new Map<string, Set<string>>();
  for (const { category, location } of diagnostics) {
    const path = (typeof location.path === 'string' ? location.path : location.path.file).replace(/^\.\//, '');
    const rules = byFile.get(path) ?? new Set();
    byFile.set(path, rules.add(category.split('/').at(-1) ?? category));
  }
  return byFile;
}

function verdict({ wall, path, text, refusedBy }: Planted, rules: ReadonlySet<string>): string[] {
  const where = `${dirname(path)}: ${text.split('\n')[0]}`;
  if (refusedBy === undefined) return rules.size === 0 ? [] : [`refused though it is right (${[...rules].join(', ')}): ${where}`];
  return rules.has(refusedBy) ? [] : [`"${wall}" does not stand, this was let through: ${where}`];
}

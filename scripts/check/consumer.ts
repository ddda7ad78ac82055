// A project of somebody else: our packages as they would be published, beside the workspace, nothing of it in reach.
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { command, passes, pnpm } from './command.ts';
import type { Finding } from './step.ts';
import { type Package, packagesIn, publishedPackages, root } from './workspace.ts';

/** The folder that this run packs into and consumes from. It is made anew by {@link prepareConsumer}. */
export interface Consumer {
  readonly folder: string;
  readonly tarballs: readonly string[];
}

let prepared: Consumer | undefined;

/** The consumer of this run. Steps that use it come after the step `packing`. */
export function consumer(): Consumer {
  if (prepared === undefined) throw new Error('the packages were not packed yet');
  return prepared;
}

/** Packs every published package and unpacks it into a project's node_modules, with its dependencies beside it. */
export async function prepareConsumer(): Promise<Finding> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'tenure-consumer-')));
  const tarballFolder = join(folder, 'packed');
  await mkdir(tarballFolder);
  const packing = await pnpm(['-r', '--filter', './packages/*', 'pack', '--pack-destination', tarballFolder]);
  if (!packing.ok) return { problems: [packing.output] };
  const tarballs = (await readdir(tarballFolder)).map((name) => join(tarballFolder, name));
  const packages = publishedPackages();
  for (const one of packages) await unpack(one, folder, tarballs);
  for (const { folder: example, manifest } of packagesIn('examples')) {
    await copyExample(example, folder);
    const others = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }).filter((name) => !name.startsWith('@tenure/'));
    for (const name of others) await link(name, example, folder);
  }
  for (const name of ['@types/node', 'typescript']) await link(name, root, folder);
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
  prepared = { folder, tarballs };
  const missing = packages.length - tarballs.length;
  return { problems: missing === 0 ? [] : [`${missing} packages were not packed`], note: `${tarballs.length} packages` };
}

/** Removes what {@link prepareConsumer} made. */
export async function discardConsumer(): Promise<void> {
  if (prepared !== undefined) await rm(prepared.folder, { recursive: true, force: true });
}

async function unpack({ folder: source, manifest }: Package, consumerFolder: string, tarballs: readonly string[]): Promise<void> {
  const tarball = tarballs.find((path) => path.endsWith(`${manifest.name.replace('@', '').replace('/', '-')}-${manifest.version}.tgz`));
  if (tarball === undefined) throw new Error(`${manifest.name} was not packed`);
  const target = join(consumerFolder, 'node_modules', manifest.name);
  await mkdir(target, { recursive: true });
  const unpacked = await command('tar', ['-xzf', tarball, '--strip-components=1', '-C', target]);
  if (!unpacked.ok) throw new Error(unpacked.output);
  for (const file of ['README.md', 'LICENSE'])
    if (!existsSync(join(target, file))) throw new Error(`${manifest.name} is packed without its ${file}`);
  for (const name of Object.keys(manifest.dependencies ?? {})) await link(name, source, consumerFolder);
}

/** An example without its tests and what it wrote before, as a user would copy it. */
async function copyExample(source: string, consumerFolder: string): Promise<void> {
  const left = /(^|[\\/])(node_modules|out)$|\.test\.ts$/;
  await cp(source, join(consumerFolder, 'examples', basename(source)), {
    recursive: true,
    filter: (path) => !left.test(relative(source, path)),
  });
}

async function link(name: string, from: string, consumerFolder: string): Promise<void> {
  const target = join(consumerFolder, 'node_modules', name);
  if (existsSync(target)) return;
  await mkdir(dirname(target), { recursive: true });
  await symlink(await realpath(join(from, 'node_modules', name)), target, 'dir');
}

/** publint and attw on the tarballs, as a registry would get them. */
export async function packageLint(): Promise<Finding> {
  const findings: Finding[] = [];
  for (const tarball of consumer().tarballs) {
    findings.push(await passes('publint', ['--strict', tarball]));
    findings.push(await passes('attw', ['--profile', 'esm-only', '--format', 'ascii', tarball]));
  }
  return { problems: findings.flatMap(({ problems }) => problems) };
}

// pnpm bench roster: what a first import, a run with nothing changed and a run with 1 % changed cost, in units of what
// JSON.parse of the same lines costs in the same run. Every step is a process of its own, so that peak memory is its own.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeDepartments, writeEmployees } from './company.ts';

export interface StepFigures {
  readonly seconds: number;
  /** Processor time of the whole process, starting up included: what a busy machine does not stretch. */
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
  /** What the step did, for the reader to check that it did anything. */
  readonly note: string;
}

interface SizeFigures {
  readonly people: number;
  readonly steps: Readonly<Record<string, StepFigures & { readonly timesParse: number }>>;
}

const here = dirname(fileURLToPath(import.meta.url));

/** The steps in order; `settle` only fills the ledger, so that the next one has nothing to do. */
const steps = ['parse', 'import', 'settle', 'unchanged', 'parse-again', 'changed'] as const;

export async function benchRoster(sizes: readonly number[]): Promise<void> {
  const results: SizeFigures[] = [];
  for (const people of sizes) results.push(await benchSize(people));
  const out = join(here, 'out');
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'roster.json'), `${JSON.stringify({ node: process.version, results }, null, 2)}\n`);
  print(results);
}

async function benchSize(people: number): Promise<SizeFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'tenure-bench-'));
  try {
    await writeDepartments(join(folder, 'departments.jsonl'));
    await writeEmployees(join(folder, 'employees.jsonl'), people);
    await writeEmployees(join(folder, 'changed.jsonl'), people, 100);
    const figures = steps.map((step) => [step, runStep(step, folder)] as const);
    const parses = figures.filter(([step]) => step.startsWith('parse')).map(([, { seconds }]) => seconds);
    const parse = parses.reduce((sum, seconds) => sum + seconds, 0) / parses.length;
    return {
      people,
      steps: Object.fromEntries(figures.map(([step, figure]) => [step, { ...figure, timesParse: figure.seconds / parse }])),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function runStep(step: string, folder: string): StepFigures {
  const child = spawnSync(process.execPath, ['--conditions=@tenure/source', join(here, 'roster-step.ts'), step, folder], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1 << 24,
  });
  if (child.status !== 0) throw new Error(`step ${step} ended with ${child.status ?? child.signal}`);
  const figures = JSON.parse(child.stdout) as StepFigures;
  process.stderr.write(`${step}: ${figures.seconds.toFixed(2)} s, ${figures.peakMegabytes} MB, ${figures.note}\n`);
  return figures;
}

function print(results: readonly SizeFigures[]): void {
  const rows = results.flatMap(({ people, steps: figures }) =>
    Object.entries(figures).map(([step, { seconds, cpuSeconds, timesParse, peakMegabytes, note }]) => [
      people.toLocaleString('en'),
      step,
      seconds.toFixed(2),
      cpuSeconds.toFixed(2),
      timesParse.toFixed(2),
      String(peakMegabytes),
      note,
    ]),
  );
  const table = [['people', 'step', 'seconds', 'cpu s', 'x parse', 'peak MB', 'what happened'], ...rows];
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  for (const row of table) console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
}

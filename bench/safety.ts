// pnpm bench safety: what gate, guards and journal cost in a run with 1 % changed, against the same run without them.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeDepartments, writeEmployees } from './company.ts';

interface Figures {
  readonly seconds: number;
  /** Processor time: what a busy machine does not stretch. Waiting for the disk is not in it. */
  readonly cpuSeconds: number;
  readonly note: string;
}

/** Each kind so often, in turn; the fastest counts, because a busy machine only ever makes it slower. */
const rounds = 3;

export async function benchSafety(sizes: readonly number[]): Promise<void> {
  const results = [];
  for (const people of sizes) results.push(await benchSize(people));
  const out = join(import.meta.dirname, 'out');
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'safety.json'), `${JSON.stringify({ node: process.version, results }, null, 2)}\n`);
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`.padStart(9);
  console.log('people   bare s  safe s  overhead  bare cpu s  safe cpu s  overhead  counting cpu s  what happened');
  for (const { people, bare, safe, counting, note } of results) {
    const wall = [
      bare.seconds.toFixed(2).padStart(7),
      safe.seconds.toFixed(2).padStart(7),
      percent(safe.seconds / (bare.seconds - counting.seconds) - 1),
    ];
    const cpu = [bare.cpuSeconds.toFixed(2).padStart(11), safe.cpuSeconds.toFixed(2).padStart(11)];
    const cells = [String(people).padEnd(7), ...wall, ...cpu, percent(safe.cpuSeconds / (bare.cpuSeconds - counting.cpuSeconds) - 1)];
    console.log(`${cells.join(' ')} ${counting.cpuSeconds.toFixed(2).padStart(15)}  ${note}`);
  }
}

async function benchSize(people: number) {
  const folder = mkdtempSync(join(tmpdir(), 'tenure-bench-'));
  try {
    await writeDepartments(join(folder, 'departments.jsonl'));
    await writeEmployees(join(folder, 'employees.jsonl'), people);
    await writeEmployees(join(folder, 'changed.jsonl'), people, 100);
    runStep(folder, 'prepare', 'ready.db');
    const counting = fastest(Array.from({ length: rounds }, () => runStep(folder, 'counting', '', people)));
    const worst = { seconds: Number.POSITIVE_INFINITY, cpuSeconds: Number.POSITIVE_INFINITY };
    const best = { bare: worst, safe: worst };
    let note = '';
    for (let round = 0; round < rounds; round += 1) {
      for (const kind of ['bare', 'safe'] as const) {
        copyFileSync(join(folder, 'ready.db'), join(folder, 'run.db'));
        const figures = runStep(folder, kind, 'run.db');
        best[kind] = fastest([best[kind], figures]);
        note = figures.note;
        rmSync(join(folder, 'run.db'));
      }
    }
    // The bare run counts as well: its share is taken off the base line when it is printed.
    return { people, ...best, counting, note };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function fastest(all: readonly Pick<Figures, 'seconds' | 'cpuSeconds'>[]) {
  return { seconds: Math.min(...all.map(({ seconds }) => seconds)), cpuSeconds: Math.min(...all.map(({ cpuSeconds }) => cpuSeconds)) };
}

function runStep(folder: string, step: string, file: string, people = 0): Figures {
  const program = join(import.meta.dirname, 'safety-step.ts');
  const child = spawnSync(process.execPath, ['--conditions=@tenure/source', program, step, folder, file, String(people)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.status !== 0) throw new Error(`step ${step} ended with ${child.status ?? child.signal}`);
  const figures = JSON.parse(child.stdout) as Figures;
  process.stderr.write(`${step}: ${figures.seconds.toFixed(2)} s, ${figures.note}\n`);
  return figures;
}

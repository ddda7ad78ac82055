// Everything a story plays on: the simulated systems, the lifecycle, the clock, the terminal. Opened fresh, closed whatever happens.
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createLifecycle, type Lifecycle, type LifecycleOptions } from '@tenure/core';
import { sqliteStore } from '@tenure/core/sqlite';
import { createClock, type StoryClock } from './clock.ts';
import type { Chapter } from './report/data.ts';
import { type Systems, startSystems } from './servers.ts';
import type { Terminal } from './terminal.ts';

export interface Stage {
  readonly terminal: Terminal;
  readonly clock: StoryClock;
  readonly systems: Systems;
  /** Where the store, the export and the report lie. */
  readonly out: string;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** What the report will tell. */
  readonly chapters: Chapter[];
  /** A lifecycle on this stage's store and clock. Closed with the stage. */
  open(options: Omit<LifecycleOptions, 'store' | 'clock' | 'signal'>): Lifecycle;
}

export interface StageOptions {
  readonly terminal: Terminal;
  readonly out: string;
  readonly signal: AbortSignal;
  /** Where the clock begins. */
  readonly from: string;
}

/** Plays `story` on a new stage and answers its exit code. */
export async function onStage({ terminal, out, signal, from }: StageOptions, story: (stage: Stage) => Promise<number>): Promise<number> {
  await mkdir(out, { recursive: true });
  for (const name of ['quickstart.db', 'quickstart.db-wal', 'quickstart.db-shm', 'employees.csv', 'report.html']) {
    await rm(join(out, name), { force: true });
  }
  const clock = createClock(from);
  const systems = await startSystems(clock.now);
  const opened: Lifecycle[] = [];
  const open: Stage['open'] = (options) => {
    const lifecycle = createLifecycle({ ...options, store: sqliteStore(join(out, 'quickstart.db')), clock, signal });
    opened.push(lifecycle);
    return lifecycle;
  };
  try {
    return await story({ terminal, clock, systems, out, signal, chapters: [], open });
  } finally {
    for (const lifecycle of opened) await lifecycle.close();
    await systems.close();
  }
}

/** Puts an export of the sample company where the source looks for it, as HR's nightly job would. */
export async function handIn({ out }: Pick<Stage, 'out'>, name: string): Promise<string> {
  const path = join(out, 'employees.csv');
  await cp(new URL(`./data/${name}`, import.meta.url), path);
  return path;
}

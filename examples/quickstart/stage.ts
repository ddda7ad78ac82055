// Everything a story plays on: the simulated systems, the lifecycle, the clock, the terminal. Opened fresh, closed whatever happens.
import { mkdir, rm } from 'node:fs/promises';
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
  /** Puts the clock of everything to this instant. */
  goTo(instant: string): void;
  /** Where the store and the report lie. */
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
  for (const name of ['quickstart.db', 'quickstart.db-wal', 'quickstart.db-shm', 'report.html']) {
    await rm(join(out, name), { force: true });
  }
  const clock = createClock(from);
  const systems = await startSystems(clock.now);
  const goTo: Stage['goTo'] = (instant) => {
    clock.setTo(instant);
    systems.merge.clock.moveTo(instant);
  };
  const opened: Lifecycle[] = [];
  const open: Stage['open'] = (options) => {
    const lifecycle = createLifecycle({ ...options, store: sqliteStore(join(out, 'quickstart.db')), clock, signal });
    opened.push(lifecycle);
    return lifecycle;
  };
  try {
    return await story({ terminal, clock, goTo, systems, out, signal, chapters: [], open });
  } finally {
    for (const lifecycle of opened) await lifecycle.close();
    await systems.close();
  }
}

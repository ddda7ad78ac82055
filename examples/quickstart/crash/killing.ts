// A store and a fetch that end their process with SIGKILL at one step of the journal.
import { appendFileSync } from 'node:fs';
import type { Store } from '@tenure/core';

/** Every moment between two of which a process can die while a change is done. */
export const steps = ['before-intent', 'after-intent', 'before-call', 'after-call', 'before-outcome', 'after-outcome'] as const;
export type Step = (typeof steps)[number];

export interface Death {
  readonly step: Step;
  /** Dies at the nth one. */
  readonly nth: number;
  /** Things that somebody died at already: they do not count. */
  readonly passed: ReadonlySet<string>;
  /** Where it is written at what this one died. */
  readonly log: string;
}

type Commit = Store['commit'];

export function createDeath({ step, nth, passed, log }: Death): (at: Step, what: string) => Promise<void> {
  let left = nth;
  return async (at, what) => {
    if (at !== step || passed.has(what)) return;
    left -= 1;
    if (left > 0) return;
    appendFileSync(log, `${what}\n`);
    process.kill(process.pid, 'SIGKILL');
    await new Promise(() => {});
  };
}

export function mortalStore(store: Store, dies: ReturnType<typeof createDeath>): Store {
  const commit: Commit = async (tenant, ops) => {
    const written = ops.find((op) => op.op === 'append' && op.in === 'journal');
    const row = written?.op === 'append' && written.in === 'journal' ? written.row : undefined;
    const step = row?.step === 'intent' || row?.step === 'outcome' ? row.step : undefined;
    if (row === undefined || step === undefined) return store.commit(tenant, ops);
    await dies(`before-${step}`, row.task);
    const result = await store.commit(tenant, ops);
    await dies(`after-${step}`, row.task);
    return result;
  };
  return { ...store, commit };
}

export function mortalFetch(dies: ReturnType<typeof createDeath>): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    if (request.method === 'GET') return fetch(request);
    const what = `${request.method} ${request.url} ${await request.clone().text()}`.replaceAll('\n', ' ');
    await dies('before-call', what);
    const response = await fetch(request);
    await dies('after-call', what);
    return response;
  };
}

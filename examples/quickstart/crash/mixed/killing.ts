// A store, connectors and a fetch that end their process with SIGKILL, or freeze it, at one step of the journal.
import { AsyncLocalStorage } from 'node:async_hooks';
import { appendFileSync, writeSync } from 'node:fs';
import type { Store } from '@tenure/core';

/**
 * Every moment between two of which a process can die while a change is done. `before-call`: the target has not heard of it.
 * `after-call`: it has taken effect, and nobody has heard the answer. Before and after the intent and the outcome: around
 * their commits.
 */
export const steps = ['before-intent', 'after-intent', 'before-call', 'after-call', 'before-outcome', 'after-outcome'] as const;
export type Step = (typeof steps)[number];

export interface Death {
  readonly step: Step;
  /** Only changes of this kind on this target: `chat account.create`. Absent: any. */
  readonly what?: string | undefined;
  /** Where it is written at what this one died; things that are in there already do not count. */
  readonly log: string;
  /** Default `SIGKILL`. */
  readonly signal?: 'SIGKILL' | 'SIGSTOP' | undefined;
}

/** Called at every step with the task that is at it, and what is called. */
export type Dies = (at: Step, task: string, call?: string) => Promise<void>;

/** `run/target/person/kind[/group]`: the run differs from process to process, the rest names the change. */
const changeOf = (task: string): string => task.slice(task.indexOf('/') + 1);

const whatOf = (change: string): string => {
  const [target, , kind] = change.split('/');
  return `${target} ${kind}`;
};

export function createDeath({ step, what, log, signal = 'SIGKILL' }: Death, passed: ReadonlySet<string>): Dies {
  let dead = false;
  return async (at, task, call) => {
    const change = changeOf(task);
    const line = `${at} ${change}${call === undefined ? '' : ` ${call}`}`;
    if (dead || at !== step || passed.has(line) || (what !== undefined && whatOf(change) !== what)) return;
    dead = true;
    appendFileSync(log, `${line}\n`);
    writeSync(2, `${line}\n`);
    process.kill(process.pid, signal);
    if (signal === 'SIGKILL') await new Promise(() => {});
  };
}

export function mortalStore(store: Store, dies: Dies): Store {
  const commit: Store['commit'] = async (tenant, ops) => {
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

const underWay = new AsyncLocalStorage<string>();

type Verb = (request: never, context: never) => Promise<unknown>;
type Verbs = Readonly<Record<string, Verb>>;

/** The same verbs; what a write sends is known to belong to its task. */
function tracked<Group extends object>(verbs: Group): Group {
  const entries = Object.entries(verbs as Verbs).map(([name, verb]): [string, Verb] => [
    name,
    (request, context) => {
      const { idempotencyKey } = context as { readonly idempotencyKey?: string };
      return idempotencyKey === undefined ? verb(request, context) : underWay.run(idempotencyKey, () => verb(request, context));
    },
  ]);
  return Object.fromEntries(entries) as Group;
}

export function trackedTarget<Target extends object>(target: Target): Target {
  const groups = Object.entries(target).map(([name, value]) => [
    name,
    name === 'users' || name === 'groups' || name === 'accounts' ? tracked(value as object) : value,
  ]);
  return Object.fromEntries(groups) as Target;
}

export function mortalFetch(dies: Dies): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const task = underWay.getStore();
    if (request.method === 'GET' || task === undefined) return fetch(request);
    const call = `${request.method} ${new URL(request.url).pathname}`;
    await dies('before-call', task, call);
    const response = await fetch(request);
    await dies('after-call', task, call);
    return response;
  };
}

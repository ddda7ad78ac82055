// A store, connectors and a fetch that end their process with SIGKILL, or freeze it, at one step of the journal.
import { AsyncLocalStorage } from 'node:async_hooks';
import { appendFileSync, existsSync, readFileSync, writeSync } from 'node:fs';
import type { Store } from '@tenure/core';
import { isChosen, named, type Step } from './kill-points.ts';
import type { Death } from './orders.ts';
import { halfOf } from './people.ts';

/** Called at every step with the task that is at it, and what is called. */
export type Dies = (at: Step, task: string, call?: string) => Promise<void>;

export function createDeath({ points = [], steps = [], oneIn = 1, log, signal = 'SIGKILL' }: Death): Dies {
  const passed = new Set(existsSync(log) ? readFileSync(log, 'utf8').split('\n') : []);
  const awaited = new Set(points.map(named));
  const every = new Set(steps);
  let struck = false;
  const isPlace = (line: string, at: Step): boolean => awaited.has(line) || (every.has(at) && isChosen(line, oneIn) && !passed.has(line));
  return async (at, task, call) => {
    // `run/target/person/kind[/group]`: the run differs from process to process, the rest names the change.
    const change = task.slice(task.indexOf('/') + 1);
    const [target = '', person = '', kind = ''] = change.split('/');
    const half = halfOf(person);
    const point = half === undefined ? '' : named({ step: at, what: `${target} ${kind}`, half });
    const line = awaited.has(point) ? point : [at, change, ...(call === undefined ? [] : [call])].join(' ');
    if (struck || !isPlace(line, at)) return;
    appendFileSync(log, `${line}\n`);
    if (signal === 'none') return;
    struck = true;
    writeSync(2, `${line}\n`);
    process.kill(process.pid, signal);
    if (signal === 'SIGKILL') await new Promise(() => {});
  };
}

export function mortalStore(store: Store, dies: Dies): Store {
  const commit: Store['commit'] = async (tenant, ops) => {
    const written = ops.find((op) => op.op === 'append' && op.in === 'journal');
    const row = written?.op === 'append' && written.in === 'journal' ? written.row : undefined;
    if (row === undefined || (row.step !== 'intent' && row.step !== 'outcome' && row.step !== 'retry')) return store.commit(tenant, ops);
    await dies(`before-${row.step}`, row.task);
    const result = await store.commit(tenant, ops);
    await dies(`after-${row.step}`, row.task);
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
    // Ids differ from world to world; the change says whom it is about.
    const call = `${request.method} ${new URL(request.url).pathname.replaceAll(/[\w-]{16,}/g, '*')}`;
    await dies('before-call', task, call);
    const response = await fetch(request);
    await dies('after-call', task, call);
    return response;
  };
}

// One step of the safety bench, in a process of its own: prints its figures as JSON.
import { join } from 'node:path';
import { fileSource } from '@tenure/connector-file';
import { createLifecycle, everyone, type GuardLimits, type Lifecycle, type Store } from '@tenure/core';
import { sqliteStore } from '@tenure/core/sqlite';
import { attributeHash } from '../packages/core/src/plan/profile.ts';
import { createDigest } from '../packages/core/src/read/digest.ts';
import { createFeedCounter } from '../packages/core/src/read/figures.ts';
import { employeeLine } from './company.ts';
import { seedLedger } from './seed.ts';
import { openDesk, openDoor } from './targets.ts';

const [step = '', folder = '', file = '', count = '0'] = process.argv.slice(2);

const wide: GuardLimits = { update: { floor: 1_000_000, share: 1 } };

function lifecycleOn(employees: string, store: Store, guards: GuardLimits): Lifecycle {
  return createLifecycle({
    timeZone: 'Europe/London',
    source: fileSource({ employees: join(folder, employees), departments: join(folder, 'departments.jsonl') }),
    identityProvider: openDoor([], ['title']),
    apps: [{ app: openDesk('chat'), policy: 'both', for: everyone() }],
    guards,
    feed: { pageSize: 1_000, absence: 'ignore' },
    store,
    clock: { now: () => Date.parse('2026-11-23T12:00:00Z'), sleep: async () => {} },
  });
}

/** Everybody has an account, and the titles that were written are known. */
async function prepare(): Promise<string> {
  const store = sqliteStore(join(folder, file));
  const lifecycle = lifecycleOn('employees.jsonl', store, wide);
  await seedLedger(store, await lifecycle.plan());
  const [key] = await store.get('default', 'setting', [['index-key']]);
  const digest = createDigest(String(key?.value));
  let people: { id: string; title: string }[] = [];
  const flush = async (): Promise<void> => {
    const ops = people.map(({ id, title }) => {
      const wrote = { title: attributeHash(digest, 'door', 'title', title) };
      return { op: 'update', in: 'account', key: ['door', id], set: { wrote } } as const;
    });
    await store.commit('default', ops);
    people = [];
  };
  for await (const { id, primary } of lifecycle.people()) {
    people.push({ id, title: primary.jobTitle ?? '' });
    if (people.length === 1_000) await flush();
  }
  await flush();
  const left = (await lifecycle.plan()).total;
  await lifecycle.close();
  return `${left} changes left`;
}

type Op = Parameters<Store['commit']>[1][number];

const isProof = (op: Op): boolean =>
  op.in === 'journal' || op.in === 'audit' || (op.in === 'setting' && op.op === 'update' && op.key[0] === 'audit-head');

/** The store without the journal: no intent before a write, nothing told afterwards. */
function withoutJournal(store: Store): Store {
  return {
    ...store,
    commit: async (tenant, ops) => {
      const isIntent = ops.some((op) => op.in === 'journal' && op.op === 'append' && op.row.step === 'intent');
      const kept = isIntent ? [] : ops.filter((op) => !isProof(op));
      return kept.length === 0 && ops.length > 0 ? { applied: true } : store.commit(tenant, kept);
    },
  };
}

async function sync(safe: boolean): Promise<string> {
  const store = sqliteStore(join(folder, file));
  const lifecycle = lifecycleOn('changed.jsonl', safe ? store : withoutJournal(store), safe ? wide : {});
  const { run } = await lifecycle.sync();
  await lifecycle.close();
  return String(run);
}

/** What the gate counts while people go by: it cannot be left out of a reading, so it is measured by itself. */
async function counting(): Promise<string> {
  const drafts = Array.from({ length: 1_000 }, (_, number) => JSON.parse(employeeLine(number)) as { id: string });
  const counter = createFeedCounter();
  // Once before the clock starts: a run of minutes is not counted by code that is still cold.
  for (const draft of drafts) counter.countFields(draft, true);
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  for (let left = Number(count); left > 0; left -= drafts.length) for (const draft of drafts) counter.countFields(draft, true);
  const used = process.cpuUsage(cpu);
  own = { seconds: (performance.now() - start) / 1_000, cpuSeconds: (used.user + used.system) / 1e6 };
  return `${count} records counted`;
}

let own: { readonly seconds: number; readonly cpuSeconds: number } | undefined;
const work: Readonly<Record<string, () => Promise<string>>> = { prepare, counting, safe: () => sync(true), bare: () => sync(false) };
const start = performance.now();
const before = process.cpuUsage();
const note = (await work[step]?.()) ?? 'no such step';
const { user, system } = process.cpuUsage(before);
const whole = { seconds: (performance.now() - start) / 1_000, cpuSeconds: (user + system) / 1e6 };
process.stdout.write(JSON.stringify({ ...(own ?? whole), note }));

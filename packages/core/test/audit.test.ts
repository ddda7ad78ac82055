// Promise 12: every write and every decision is in a trail that shows what was changed in it.
import { expect, test } from 'vitest';
import { commitAudited } from '../src/audit/record.ts';
import { verifyAudit } from '../src/audit/verify.ts';
import { memoryStore, TenureError } from '../src/index.ts';
import type { AuditRow } from '../src/store/collections.ts';
import type { Store } from '../src/store/port.ts';
import { collect, createWorld, monday, noGuards, settledWorld, worker, workers } from './world.ts';

const rowsOf = async (store: Store): Promise<readonly AuditRow[]> => (await store.scan('default', 'audit', { limit: 5_000 })).rows;
const rewrite = (store: Store, row: AuditRow) => store.commit('default', [{ op: 'put', in: 'audit', row }]);

test('every write to a target is in the trail, once, with what became of it', async () => {
  const world = createWorld(workers(6));
  world.okta.fail('users.create', 2, { kind: 'after' });
  world.chat.fail('accounts.create', 1, {
    kind: 'before',
    error: new TenureError('CONNECTOR_REJECTED', { system: 'chat', verb: 'create account', fact: 'refused', details: {} }),
  });
  const { run } = await world.lifecycle.sync();
  const reported = (await collect(run.changes())).map(
    ({ change, outcome }) => `${change.target} ${change.kind} ${change.person} ${outcome}`,
  );
  const recorded = await collect(world.lifecycle.audit());
  expect(recorded.map(({ facts, person }) => `${facts['target']} ${facts['change']} ${person} ${facts['outcome']}`).sort()).toEqual(
    reported.sort(),
  );
  expect(recorded.map(({ sequence }) => sequence)).toEqual(recorded.map((_, index) => index + 1));
  const ids = [...world.okta.users.keys(), ...world.chat.accounts.keys(), ...world.code.accounts.keys()];
  expect(new Set(recorded.flatMap(({ detail }) => detail?.['accountId'] ?? []))).toEqual(new Set(ids));
  expect(await world.lifecycle.audit.verify()).toMatchObject({ intact: true, faults: [] });
});

test('an approval is in the trail with who gave it', async () => {
  const world = await settledWorld(workers(12));
  world.hr.setEmployees(workers(12).map((person) => ({ ...person, status: 'terminated' as const })));
  const plan = await world.lifecycle.plan();
  const before = (await collect(world.lifecycle.audit())).length;
  await world.lifecycle.approve(plan.header.held[0]?.hash ?? '', { by: 'ana' });
  const [approval, ...more] = (await collect(world.lifecycle.audit())).slice(before);
  expect(more).toEqual([]);
  expect(approval).toMatchObject({ kind: 'approval', subject: null, facts: { by: 'ana', part: plan.header.held[0]?.hash } });
});

test('the trail can be read for one person and from a moment on', async () => {
  const world = await settledWorld(workers(4), { guards: noGuards });
  world.clock.advance(86_400_000);
  world.hr.putEmployee(worker(2, { status: 'terminated' }));
  await world.lifecycle.sync();
  const later = await collect(world.lifecycle.audit({ since: monday + 1 }));
  expect(later.length).toBeGreaterThan(0);
  expect(new Set(later.map(({ person }) => person))).toEqual(new Set(['e0002']));
  const hers = await collect(world.lifecycle.audit({ person: 'e0002' }));
  expect(hers.length).toBeGreaterThan(later.length);
  expect(new Set(hers.map(({ subject }) => subject)).size).toBe(1);
  expect(await collect(world.lifecycle.audit({ person: 'nobody' }))).toEqual([]);
});

const spoilings: readonly (readonly [string, (row: AuditRow) => AuditRow])[] = [
  ['what was done', (row) => ({ ...row, facts: { ...(row.facts as object), outcome: 'failed' } })],
  ['when', (row) => ({ ...row, at: row.at - 1 })],
  ['to whom', (row) => ({ ...row, subject: 'somebody else' })],
  ['which account', (row) => ({ ...row, detail: { ...(row.detail as object), accountId: 'another' } })],
  ['whose it says it is', (row) => ({ ...row, detail: { ...(row.detail as object), person: 'e0001' } })],
  ['its commitment', (row) => ({ ...row, commitment: 'another' })],
  ['its hash', (row) => ({ ...row, hash: 'another' })],
];

test.each(spoilings)('a row in which %s was changed is named', async (_, spoil) => {
  const world = await settledWorld(workers(5));
  const { store } = world.options;
  const row = (await rowsOf(store)).find(({ seq }) => seq === 4);
  if (row === undefined) throw new Error('no such row');
  await rewrite(store, spoil(row));
  const { intact, faults } = await world.lifecycle.audit.verify();
  expect(intact).toBe(false);
  expect(faults[0]?.sequence).toBe(4);
});

test('two rows that changed places are both named', async () => {
  const world = await settledWorld(workers(5));
  const { store } = world.options;
  const [, second, third] = await rowsOf(store);
  if (second === undefined || third === undefined) throw new Error('no such rows');
  await rewrite(store, { ...third, seq: 2 });
  await rewrite(store, { ...second, seq: 3 });
  const { faults } = await world.lifecycle.audit.verify();
  expect(faults.map(({ sequence }) => sequence)).toEqual(expect.arrayContaining([2, 3]));
});

test.each(['first', 'middle', 'last'])('a missing row is named, also the %s one', async (which) => {
  const world = await settledWorld(workers(5));
  const { store } = world.options;
  const count = (await rowsOf(store)).length;
  const seq = { first: 1, middle: 3, last: count }[which] ?? 0;
  await store.commit('default', [{ op: 'delete', in: 'audit', key: [seq] }]);
  expect((await world.lifecycle.audit.verify()).faults).toContainEqual({ sequence: seq, fault: 'missing' });
});

test('a chain that was rewritten whole is found by the head that was kept outside', async () => {
  const world = await settledWorld(workers(3));
  const { head } = await world.lifecycle.audit.verify();
  const { store } = world.options;
  const ops = [
    { op: 'delete', in: 'audit', key: [] },
    { op: 'delete', in: 'setting', key: ['audit-head'] },
  ] as const;
  await store.commit('default', ops);
  expect((await world.lifecycle.audit.verify({ head })).faults).toHaveLength(Math.min(100, head.count));
  const session = { store, tenant: 'default', context: { now: () => monday } as never };
  await commitAudited(
    session,
    [],
    Array.from({ length: head.count }, () => ({ kind: 'task', facts: {} }) as const),
  );
  expect(await world.lifecycle.audit.verify()).toMatchObject({ intact: true });
  expect((await world.lifecycle.audit.verify({ head })).faults).toEqual([{ sequence: head.count, fault: 'head' }]);
});

test('a head that was kept stays good while the chain grows', async () => {
  const world = createWorld(workers(3));
  const { head: empty } = await world.lifecycle.audit.verify();
  await world.lifecycle.sync();
  const { head } = await world.lifecycle.audit.verify({ head: empty });
  world.hr.putEmployee(worker(9));
  await world.lifecycle.sync();
  const verdict = await world.lifecycle.audit.verify({ head });
  expect(verdict.intact).toBe(true);
  expect(verdict.head.count).toBeGreaterThan(head.count);
});

test('many who write at once, some of whose commits do nothing, leave one whole chain', async () => {
  const store = memoryStore();
  const session = { store, tenant: 'default', context: { now: () => monday } as never };
  const commits = Array.from({ length: 200 }, (_, number) =>
    commitAudited(
      session,
      number % 7 === 0 ? [{ op: 'update', in: 'task', key: ['none'], set: { attempts: 1 }, when: { state: 'ready' } }] : [],
      [{ kind: 'write', person: `p${number % 5}`, facts: { number } }],
    ),
  );
  const results = await Promise.all(commits);
  const rows = await rowsOf(store);
  expect(rows).toHaveLength(results.filter(({ applied }) => applied).length);
  expect(new Set(rows.map(({ subject }) => subject)).size).toBe(5);
  expect(await verifyAudit(session)).toMatchObject({ intact: true });
});

test('whoever moves the end of the chain back hides nothing: the rows beyond it are named', async () => {
  const world = await settledWorld(workers(5));
  const { store } = world.options;
  const rows = await rowsOf(store);
  const third = rows[2];
  if (third === undefined) throw new Error('no such row');
  const beyond = rows.slice(3).map(({ seq }) => ({ sequence: seq, fault: 'head' }));
  await store.commit('default', [
    { op: 'update', in: 'setting', key: ['audit-head'], set: { value: { count: third.seq, hash: third.hash } } },
  ]);
  expect(await world.lifecycle.audit.verify()).toMatchObject({ intact: false, faults: beyond });
  await store.commit('default', [{ op: 'delete', in: 'setting', key: ['audit-head'] }]);
  expect((await world.lifecycle.audit.verify()).faults).toHaveLength(rows.length);
});

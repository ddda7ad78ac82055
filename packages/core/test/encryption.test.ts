// Ruling 14: personal data in the store can be encrypted; hashes and look-ups go on without it.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type LifecycleOptions, memoryStore } from '../src/index.ts';
import { sealedStore } from '../src/store/sealed/sealed-store.ts';
import { sqliteStore } from '../src/store/sqlite/index.ts';
import { fault } from './breaking.ts';
import { collect, createWorld, noGuards, reopened, worker, workers } from './world.ts';

const markers = ['Marker-First', 'Marker-Last', 'marker@example.com', '555-MARKER', 'Marker title', 'private@marker.example'];
const marked = worker(2, {
  firstName: 'Marker-First',
  lastName: 'Marker-Last',
  workEmail: 'marker@example.com',
  personalEmail: 'private@marker.example',
  phone: '555-MARKER',
  jobTitle: 'Marker title',
});
const keyOf = () => randomBytes(32).toString('hex');

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tenure-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Every file of a store as bytes: the write-ahead log as well. */
const bytesOf = (folder: string): string =>
  readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join('');

async function storeWith(changes: Partial<LifecycleOptions>) {
  const folder = scratch();
  const store = sqliteStore(join(folder, 'tenure.db'));
  const world = createWorld([worker(1), marked, worker(3)], { ...changes, store, guards: noGuards });
  await world.lifecycle.sync();
  world.hr.putEmployee({ ...marked, jobTitle: 'Marker title 2', departmentId: 'd-sales' });
  await world.lifecycle.sync();
  world.hr.putEmployee({ ...marked, status: 'terminated' });
  await world.lifecycle.sync();
  world.hr.removeEmployee('e0003');
  await world.lifecycle.plan();
  return { folder, world };
}

test('a store without keys holds what HR says, and one with keys nothing of it', async () => {
  const open = await storeWith({});
  const inOpen = markers.filter((marker) => bytesOf(open.folder).includes(marker));
  expect(inOpen).toEqual(markers);
  const { folder, world } = await storeWith({ encryption: { keys: [{ id: 'k1', key: keyOf() }] } });
  expect(markers.filter((marker) => bytesOf(folder).includes(marker))).toEqual([]);
  await world.lifecycle.close();
  expect(markers.filter((marker) => bytesOf(folder).includes(marker))).toEqual([]);
});

test('an encrypted store plans and applies exactly what an open one does', async () => {
  const run = async (changes: Partial<LifecycleOptions>) => {
    const world = createWorld([worker(1), marked], changes);
    await world.lifecycle.sync();
    world.hr.putEmployee({ ...marked, jobTitle: 'Other' });
    const { plan } = await world.lifecycle.sync();
    const people = await collect(world.lifecycle.employees());
    return { table: plan.toTable(), people, users: [...world.okta.users.values()], audit: (await world.lifecycle.audit.verify()).intact };
  };
  const strip = (text: string) => text.replace(/[0-9a-zA-Z_-]{12,}/g, '');
  const [open, sealed] = [await run({}), await run({ encryption: { keys: [{ id: 'k1', key: async () => keyA }] } })];
  expect({ ...sealed, table: strip(sealed.table) }).toEqual({ ...open, table: strip(open.table) });
});

test('nor does it hold why somebody was given, refused or spared something', async () => {
  const reasons = ['MARK-GRANT', 'MARK-REVOKE', 'MARK-PROTECT', 'MARK-DEACTIVATE', 'MARK-EMERGENCY'] as const;
  const [grant, revoke, protect, deactivate, emergency] = reasons;
  const folder = scratch();
  const store = sqliteStore(join(folder, 'tenure.db'));
  const world = createWorld(workers(5), { store, guards: noGuards, encryption: { keys: [{ id: 'k1', key: keyOf() }] } });
  const { lifecycle } = world;
  await lifecycle.sync();
  await lifecycle.grant('e0001', 'code', { by: 'ana', reason: grant });
  await lifecycle.revoke('e0003', 'chat', { by: 'ana', reason: revoke });
  await lifecycle.protect('e0002', { by: 'ana', reason: protect });
  await lifecycle.deactivate('e0004', { by: 'ana', reason: deactivate });
  world.code.fail('accounts.create', 'every', fault('CONNECTOR_REJECTED', { fields: [] }));
  world.hr.setEmployees([worker(1), worker(2, { status: 'terminated' }), worker(3), worker(4), worker(5, { status: 'terminated' })]);
  await lifecycle.sync({ people: ['e0005'], emergency });
  const { plan, run } = await lifecycle.sync();
  const told = JSON.stringify([
    plan.toTable(),
    await collect(run.changes()),
    await collect(lifecycle.questions()),
    String(await lifecycle.explain('e0001')),
  ]);
  for (const reason of [grant, protect]) expect(told).toContain(reason);
  expect(reasons.filter((reason) => bytesOf(folder).includes(reason))).toEqual([]);
});

test('two keys of one name are refused at once', () => {
  const keys = [keyOf(), keyOf()].map((key) => ({ id: 'a', key }));
  expect(() => createWorld([worker(1)], { encryption: { keys } })).toThrow(expect.objectContaining({ code: 'OPTIONS_INVALID' }));
});

const keyA = keyOf();
const keyB = keyOf();
const withKeys = (...keys: (readonly [string, string])[]): Partial<LifecycleOptions> => ({
  encryption: { keys: keys.map(([id, key]) => ({ id, key })) },
});

test('a wrong key, a missing key and no key are refused before anything is read or written', async () => {
  const world = createWorld([worker(1), marked], withKeys(['a', keyA]));
  await world.lifecycle.sync();
  world.hr.putEmployee(worker(9));
  const calls = world.okta.calls.length;
  for (const changes of [withKeys(['a', keyB]), withKeys(['b', keyB]), { encryption: undefined } as never]) {
    const { lifecycle } = reopened(world, changes);
    await expect(lifecycle.sync()).rejects.toMatchObject({ code: 'STORE_UNREADABLE' });
  }
  expect(world.okta.calls).toHaveLength(calls);
  const { lifecycle } = reopened(world);
  expect((await collect(lifecycle.employees())).map(({ id }) => id)).toEqual(['e0001', 'e0002']);
});

test('a key that is no key is refused without being shown', async () => {
  const world = createWorld([worker(1)], withKeys(['a', 'MARKER-short']));
  const error: unknown = await world.lifecycle.plan().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'OPTIONS_INVALID' });
  expect(JSON.stringify(error) + String((error as Error).stack)).not.toContain('MARKER');
});

test('a new key takes over: everything is encrypted anew, the old key is not needed any more, and nothing is lost', async () => {
  const world = createWorld([worker(1), marked], withKeys(['a', keyA]));
  await world.lifecycle.sync();
  const both = reopened(world, withKeys(['b', keyB], ['a', keyA]));
  await both.lifecycle.reencrypt();
  await both.lifecycle.reencrypt();
  const later = reopened(world, withKeys(['b', keyB]));
  expect((await later.lifecycle.plan()).isEmpty).toBe(true);
  expect((await collect(later.lifecycle.employees())).map(({ lastName }) => lastName)).toContain('Marker-Last');
  expect(await later.lifecycle.audit.verify()).toMatchObject({ intact: true });
  await expect(reopened(world, withKeys(['a', keyA])).lifecycle.plan()).rejects.toMatchObject({ code: 'STORE_UNREADABLE' });
});

test('a rotation that broke off at any commit loses nothing, needs both keys, and is finished by the next call', async () => {
  const world = createWorld([worker(1), marked], withKeys(['a', keyA]));
  await world.lifecycle.sync();
  const { store } = world.options;
  const commit = store.commit.bind(store);
  const both = () => reopened(world, withKeys(['b', keyB], ['a', keyA])).lifecycle;
  for (let fails = 1, broke = true; broke; fails += 1) {
    let count = 0;
    Object.assign(store, {
      commit: (...asked: Parameters<typeof commit>) => {
        count += 1;
        return count === fails ? Promise.reject(new Error('killed')) : commit(...asked);
      },
    });
    broke = await both()
      .reencrypt()
      .then(
        () => false,
        () => true,
      );
    Object.assign(store, { commit });
    if (!broke) break;
    expect((await both().plan()).isEmpty).toBe(true);
    // What was written with the new key by now is lost on whoever goes back to the old one alone.
    if (fails > 1)
      await expect(reopened(world, withKeys(['a', keyA])).lifecycle.plan()).rejects.toMatchObject({ code: 'STORE_UNREADABLE' });
  }
  const { lifecycle } = reopened(world, withKeys(['b', keyB]));
  expect((await collect(lifecycle.employees())).map(({ lastName }) => lastName)).toContain('Marker-Last');
  expect(await lifecycle.audit.verify()).toMatchObject({ intact: true });
});

test('before it is encrypted anew a store is read with both keys', async () => {
  const world = createWorld([worker(1), marked], withKeys(['a', keyA]));
  await world.lifecycle.sync();
  const both = reopened(world, withKeys(['b', keyB], ['a', keyA]));
  both.hr.putEmployee(worker(5));
  await both.lifecycle.sync();
  expect(await collect(both.lifecycle.employees())).toHaveLength(3);
  await expect(reopened(world, withKeys(['b', keyB])).lifecycle.plan()).rejects.toMatchObject({ code: 'STORE_UNREADABLE' });
});

test('a store that lay open is taken over: what is there is encrypted when asked', async () => {
  const folder = scratch();
  const store = sqliteStore(join(folder, 'tenure.db'));
  const world = createWorld([worker(1), marked], { store });
  await world.lifecycle.sync();
  const sealed = reopened(world, withKeys(['a', keyA]));
  expect((await sealed.lifecycle.plan()).isEmpty).toBe(true);
  await sealed.lifecycle.reencrypt();
  const rows = await store.scan('default', 'record', { limit: 10 });
  for (const { value } of rows.rows) expect(value).toMatch(/^sealed:1:a:/);
});

test.each(['record', 'event', 'question', 'planPart'] as const)(
  'an encrypted %s that was moved to another row does not open there',
  async (collection) => {
    const world = createWorld([worker(1), marked], withKeys(['a', keyA]));
    world.okta.addUser({ userName: 'x1@example.com', employeeNumber: 'N1' });
    world.okta.addUser({ userName: 'x2@example.com', employeeNumber: 'N1' });
    world.okta.addUser({ userName: 'x3@example.com', employeeNumber: 'N2' });
    world.okta.addUser({ userName: 'x4@example.com', employeeNumber: 'N2' });
    await world.lifecycle.sync();
    const { store } = world.options;
    const [one, other] = (await store.scan('default', collection, { limit: 2 })).rows;
    const column = collection === 'planPart' ? 'changes' : 'value';
    const moved: Record<string, unknown> = { ...one, [column]: (other as Record<string, unknown> | undefined)?.[column] };
    expect(String(moved[column])).toMatch(/^sealed:1:a:/);
    await store.commit('default', [{ op: 'put', in: collection, row: moved as never }]);
    const sealed = sealedStore(store, { keys: [{ id: 'a', key: keyA }] });
    await expect(sealed.scan('default', collection, { limit: 2 })).rejects.toMatchObject({ code: 'STORE_UNREADABLE' });
    await store.commit('default', [{ op: 'put', in: collection, row: one as never }]);
    expect((await sealed.scan('default', collection, { limit: 2 })).rows).toHaveLength(2);
  },
);

test('rows of an encrypted trail that were changed or moved are named, and so are those of a person whose salt was', async () => {
  const world = createWorld(workers(3), withKeys(['a', keyA]));
  await world.lifecycle.sync();
  const { store } = world.options;
  const rowsOf = async () => (await store.scan('default', 'audit', { limit: 100 })).rows;
  const [, second, third, fourth] = await rowsOf();
  if (second === undefined || third === undefined || fourth === undefined) throw new Error('no such rows');
  await store.commit('default', [
    { op: 'put', in: 'audit', row: { ...second, detail: third.detail } },
    { op: 'put', in: 'audit', row: { ...fourth, detail: `${String(fourth.detail).slice(0, -4)}AAAA` } },
  ]);
  const { intact, faults } = await world.lifecycle.audit.verify();
  expect(intact).toBe(false);
  expect(faults).toEqual([
    { sequence: 2, fault: 'changed' },
    { sequence: 4, fault: 'changed' },
  ]);
  await store.commit('default', [
    { op: 'put', in: 'audit', row: second },
    { op: 'put', in: 'audit', row: fourth },
  ]);
  expect((await world.lifecycle.audit.verify()).intact).toBe(true);
  const [one, other] = (await store.scan('default', 'subject', { limit: 2 })).rows;
  if (one === undefined || other === undefined) throw new Error('no such subjects');
  await store.commit('default', [{ op: 'put', in: 'subject', row: { ...one, salt: other.salt } }]);
  const own = (await rowsOf()).filter(({ subject }) => subject === one.subject).map(({ seq }) => seq);
  expect((await world.lifecycle.audit.verify()).faults.map(({ sequence }) => sequence)).toEqual(own);
});

test('one column of an encrypted row can be read without the others', async () => {
  const sealed = sealedStore(memoryStore(), { keys: [{ id: 'a', key: keyA }] });
  await sealed.commit('t', [{ op: 'put', in: 'record', row: { seq: 1, id: 'e1', value: { id: 'e1', firstName: 'Ada' } } }]);
  expect(await sealed.get('t', 'record', [[1]], ['value'])).toEqual([{ value: { id: 'e1', firstName: 'Ada' } }]);
  expect((await sealed.scan('t', 'record', { limit: 5, columns: ['value'] })).rows).toEqual([{ value: { id: 'e1', firstName: 'Ada' } }]);
  expect((await sealed.scan('t', 'record', { limit: 5, columns: ['id'] })).rows).toEqual([{ id: 'e1' }]);
});

// Ruling 14: somebody who has left can be forgotten; the audit trail still verifies, and nobody comes back silently.
import { expect, test } from 'vitest';
import { everyone, manualApp } from '../src/index.ts';
import type { CollectionName } from '../src/store/port.ts';
import { collectionSpecs } from '../src/store/specs.ts';
import { collect, createWorld, day, noGuards, settledWorld, type World, worker, workers } from './world.ts';

const left = worker(2, { status: 'terminated', endDate: '2026-11-20', lastName: 'Marker-Last', workEmail: 'marker@example.com' });
const names = ['e0002', 'Marker-Last', 'marker@example.com', 'person2@example.com', 'Last2'];
const deletes = { guards: noGuards, schedule: { deleteAfterDays: 30 } } as const;

/** Everything the store holds, as text. */
async function contents({ options }: World): Promise<string> {
  const pages = Object.keys(collectionSpecs).map((name) => options.store.scan('default', name as CollectionName, { limit: 5_000 }));
  return JSON.stringify((await Promise.all(pages)).map(({ rows }) => rows));
}

async function departed(changes: Parameters<typeof createWorld>[1] = {}): Promise<World> {
  const world = await settledWorld(workers(4), { ...deletes, ...changes });
  world.hr.putEmployee(left);
  await world.lifecycle.sync();
  world.clock.advance(31 * day);
  await world.lifecycle.sync();
  world.hr.removeEmployee('e0002');
  return world;
}

test('nothing in the store leads to somebody who was forgotten, and the audit trail still verifies', async () => {
  const world = await departed({ apps: [] });
  const { head } = await world.lifecycle.audit.verify();
  const before = await contents(world);
  expect(names.filter((name) => before.includes(name))).toContain('e0002');
  await world.lifecycle.forget('e0002', { by: 'ana' });
  const after = await contents(world);
  expect(names.filter((name) => after.includes(name))).toEqual([]);
  expect(await world.lifecycle.audit.verify({ head })).toMatchObject({ intact: true });
  expect(await collect(world.lifecycle.audit({ person: 'e0002' }))).toEqual([]);
  expect((await collect(world.lifecycle.audit())).at(-1)).toMatchObject({ kind: 'forget', person: null, facts: { by: 'ana' } });
  await expect(world.lifecycle.forget('e0002', { by: 'ana' })).rejects.toMatchObject({ code: 'OPTIONS_INVALID' });
});

test('the others are as they were: nothing is planned for them', async () => {
  const world = await departed({ apps: [] });
  await world.lifecycle.forget('e0002', { by: 'ana' });
  expect((await world.lifecycle.plan()).isEmpty).toBe(true);
  expect((await collect(world.lifecycle.employees())).map(({ id }) => id)).toEqual(['e0001', 'e0003', 'e0004']);
  world.hr.putEmployee(worker(9));
  await world.lifecycle.sync();
  expect([...world.okta.users.values()].map(({ profile }) => profile.externalId)).toContain('e0009');
});

test('details that were blanked by somebody else are found', async () => {
  const world = await departed({ apps: [] });
  const { store } = world.options;
  const { rows } = await store.scan('default', 'audit', { limit: 5_000 });
  const seq = rows.find(({ detail }) => (detail as { person?: string } | null)?.person === 'e0003')?.seq ?? 0;
  await store.commit('default', [{ op: 'update', in: 'audit', key: [seq], set: { detail: null } }]);
  expect((await world.lifecycle.audit.verify()).faults).toEqual([{ sequence: seq, fault: 'erased' }]);
});

test('nobody is forgotten whose account is on, who has not left, or whom HR still names', async () => {
  const world = await departed();
  // The app that is create-only still has the account.
  await expect(world.lifecycle.forget('e0002', { by: 'ana' })).rejects.toThrow('the account in code is on');
  await expect(world.lifecycle.forget('e0001', { by: 'ana' })).rejects.toThrow('they have not left');
  const other = await departed({ apps: [] });
  other.hr.putEmployee(left);
  const before = await contents(other);
  await expect(other.lifecycle.forget('e0002', { by: 'ana' })).rejects.toThrow('the HR system still has their record');
  expect(await contents(other).then((text) => text.includes('Marker-Last'))).toBe(before.includes('Marker-Last'));
});

test('whoever comes back is set aside and reported, under the old id or a new one, until readmitted', async () => {
  const world = await departed({ apps: [] });
  await world.lifecycle.forget('e0002', { by: 'ana' });
  const users = world.okta.users.size;
  for (const record of [worker(2), { ...worker(2), id: 'e7777' }]) {
    world.hr.putEmployee(record);
    const { plan } = await world.lifecycle.sync();
    expect(plan.isEmpty).toBe(true);
    expect(plan.header.feed.quarantined).toContainEqual(
      expect.objectContaining({ id: record.id, reason: expect.stringContaining('was forgotten') }),
    );
    world.hr.removeEmployee(record.id);
  }
  expect(world.okta.users.size).toBe(users);
  world.hr.putEmployee(worker(2));
  await world.lifecycle.readmit('e0002', { by: 'ana' });
  await world.lifecycle.sync();
  expect(world.okta.users.size).toBe(users + 1);
  await expect(world.lifecycle.readmit('e0002', { by: 'ana' })).rejects.toMatchObject({ code: 'OPTIONS_INVALID' });
});

test('a forgetting that was interrupted at any commit is finished by the next call', async () => {
  for (let fails = 1; fails <= 3; fails += 1) {
    const world = await departed({ apps: [] });
    const { store } = world.options;
    const commit = store.commit.bind(store);
    let count = 0;
    Object.assign(store, {
      commit: async (...asked: Parameters<typeof commit>) => {
        if (asked[1].some((op) => op.in === 'tombstone' || op.in === 'event' || op.in === 'employee' || op.in === 'record')) {
          count += 1;
          if (count === fails) throw new Error('killed');
        }
        return commit(...asked);
      },
    });
    await world.lifecycle.forget('e0002', { by: 'ana' }).catch(() => undefined);
    Object.assign(store, { commit });
    await world.lifecycle.forget('e0002', { by: 'ana' });
    const after = await contents(world);
    expect(names.filter((name) => after.includes(name))).toEqual([]);
    expect(await world.lifecycle.audit.verify()).toMatchObject({ intact: true });
  }
});

test('neither does what people here decided about them, nor the tasks that were done for them by hand', async () => {
  const badge = manualApp({ id: 'badge', owner: 'facilities', give: 'Hand out a badge', take: 'Collect the badge' });
  const world = await settledWorld(workers(4), { ...deletes, apps: [{ app: badge, policy: 'both', for: everyone() }] });
  const { lifecycle } = world;
  await lifecycle.completeTask('badge/give/e0002', { by: 'frank' });
  await lifecycle.activate('e0002', { by: 'ana' });
  await lifecycle.grant('e0002', 'badge', { by: 'ana', reason: 'keeps the door for Marker-Last' });
  await lifecycle.sync();
  world.hr.putEmployee(left);
  await lifecycle.sync();
  await lifecycle.completeTask('badge/take/e0002', { by: 'frank' });
  await lifecycle.sync();
  world.clock.advance(31 * day);
  await lifecycle.sync();
  await lifecycle.revoke('e0002', 'badge', { by: 'ana', reason: 'Marker-Last is gone' });
  world.hr.removeEmployee('e0002');
  await lifecycle.forget('e0002', { by: 'ana' });
  const after = await contents(world);
  expect(names.filter((name) => after.includes(name))).toEqual([]);
});

test('nobody is forgotten while an account that seems to be theirs is on, or a cut has not been seen to its end', async () => {
  const world = createWorld([worker(1), left], { guards: noGuards, apps: [] });
  for (const id of ['a', 'b']) world.okta.addUser({ userName: id, employeeNumber: 'N2' }, { id });
  await world.lifecycle.sync();
  world.hr.removeEmployee('e0002');
  await expect(world.lifecycle.forget('e0002', { by: 'ana' })).rejects.toThrow('an account in okta that seems to be theirs is on');
  expect(await collect(world.lifecycle.openAccess())).toMatchObject([{ person: 'e0002' }]);
  const other = await settledWorld(workers(2), { guards: noGuards, apps: [] });
  Object.assign(other.provider.users, { disable: async () => ({ outcome: 'pending' }) });
  other.hr.putEmployee(left);
  await other.lifecycle.sync();
  other.hr.removeEmployee('e0002');
  await expect(other.lifecycle.forget('e0002', { by: 'ana' })).rejects.toThrow('nobody has seen yet that the account in okta is off');
});

test('a key that another account carries as well goes on leading to that one', async () => {
  const world = createWorld([worker(1), left], { ...deletes, apps: [] });
  world.okta.addUser({ userName: 'old', employeeNumber: 'N2', email: 'front.desk@example.com' }, { id: 'old' });
  world.okta.addUser({ userName: 'desk', email: 'front.desk@example.com' }, { id: 'desk' });
  await world.lifecycle.sync();
  await world.lifecycle.sync();
  world.hr.removeEmployee('e0002');
  await world.lifecycle.forget('e0002', { by: 'ana' });
  world.hr.putEmployee(worker(3, { workEmail: 'front.desk@example.com' }));
  await world.lifecycle.sync();
  expect(await collect(world.lifecycle.accounts({ person: 'e0003' }))).toMatchObject([{ accountId: 'desk' }]);
});

test('where the source cannot be asked for one person, whoever is readmitted is let in with their old number and address, until forgotten again', async () => {
  const world = createWorld(workers(3), { ...deletes, apps: [] }, { source: { without: ['employees.get'] } });
  const forgetAgain = async (): Promise<void> => {
    world.hr.putEmployee(left);
    await world.lifecycle.sync();
    world.clock.advance(31 * day);
    await world.lifecycle.sync();
    world.hr.removeEmployee('e0002');
    await world.lifecycle.forget('e0002', { by: 'ana' });
    world.hr.putEmployee(worker(2));
    expect((await world.lifecycle.sync()).plan.header.feed.quarantined).toMatchObject([{ id: 'e0002' }]);
  };
  await world.lifecycle.sync();
  await forgetAgain();
  await world.lifecycle.readmit('e0002', { by: 'ana' });
  await world.lifecycle.sync();
  expect([...world.okta.users.values()].find(({ profile }) => profile.externalId === 'e0002')?.state).toBe('active');
  await forgetAgain();
  world.hr.removeEmployee('e0002');
  world.hr.putEmployee({ ...worker(2), id: 'e7777' });
  await world.lifecycle.readmit('e7777', { by: 'ana' });
  expect((await world.lifecycle.sync()).plan.header.feed.quarantined).toEqual([]);
});

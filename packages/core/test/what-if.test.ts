// A look at another policy, and several customers in one store: neither leaves a trace where it must not.
import { expect, test } from 'vitest';
import { definePolicy, memoryStore, type Store } from '../src/index.ts';
import { collect, createWorld, settledWorld, targetContent, targetState, worker, workers } from './world.ts';

/** A store that notes what is written to it, the lease apart. */
function watched(store: Store): { readonly store: Store; readonly written: string[] } {
  const written: string[] = [];
  const commit: Store['commit'] = (tenant, ops) => {
    written.push(...ops.map((op) => op.in).filter((name) => name !== 'lease'));
    return store.commit(tenant, ops);
  };
  return { store: { ...store, commit }, written };
}

const candidate = definePolicy({
  version: 1,
  apps: { chat: { policy: 'both', for: { rule: 'inDepartment', args: ['Platform'] } } },
  groups: [{ for: { rule: 'everyone' }, groups: ['Extra'] }],
});

test('a what-if reads no source, writes nothing anywhere, and says for whom what would change', async () => {
  const { store, written } = watched(memoryStore());
  const world = await settledWorld(workers(4), { store });
  world.okta.addGroup('Extra', { id: 'g-extra' });
  const content = targetContent(world);
  written.length = 0;
  world.hr.calls.length = 0;
  const answer = await world.lifecycle.plan({ policy: candidate });
  const people = await collect(answer.people());
  expect(written).toEqual([]);
  expect(world.hr.calls).toEqual([]);
  expect(targetContent(world)).toEqual(content);
  expect(answer.differing).toBe(4);
  expect(people.map(({ person }) => person)).toEqual(['e0001', 'e0002', 'e0003', 'e0004']);
  expect(answer.counts).toContainEqual({ target: 'chat', kind: 'account.disable', added: 4, dropped: 0 });
  expect(answer.counts).toContainEqual({ target: 'okta', kind: 'group.add', added: 4, dropped: 0 });
});

test('a name that a what-if used is not pinned by it', async () => {
  const world = await settledWorld(workers(2));
  world.okta.addGroup('Extra', { id: 'g-extra' });
  await world.lifecycle.plan({ policy: candidate });
  world.hr.setDepartments([
    { id: 'd-eng', name: 'Engineering' },
    { id: 'd-sales', name: 'Sales' },
    { id: 'd-plat', name: 'Other' },
    { id: 'd-new', name: 'Platform' },
  ]);
  world.hr.putEmployee(worker(3, { departmentId: 'd-new' }));
  await world.lifecycle.sync();
  const answer = await world.lifecycle.plan({ policy: candidate });
  expect((await collect(answer.people())).find(({ person }) => person === 'e0003')?.added.map(({ kind }) => kind)).toEqual(['group.add']);
});

test('a what-if with the same policy finds no difference', async () => {
  const world = await settledWorld(workers(4));
  const same = definePolicy({
    version: 1,
    apps: { chat: { policy: 'both' }, code: { policy: 'create-only', for: { rule: 'inDepartment', args: ['Engineering'] } } },
    groups: [
      { for: { rule: 'inDepartment', args: ['Sales'] }, groups: ['Sales-Access'] },
      { for: { rule: 'inDepartment', args: ['Engineering'] }, groups: ['Engineering-Core'] },
    ],
  });
  expect((await world.lifecycle.plan({ policy: same })).toMarkdown()).toContain('no difference for anybody');
});

test('two customers in one store never meet', async () => {
  const store = { ...memoryStore(), close: async () => {} };
  const one = createWorld(workers(3), { store, tenant: 'one' });
  const two = createWorld([worker(1, { workEmail: 'other@example.org', lastName: 'Other' }), worker(5)], { store, tenant: 'two' });
  const [left, right] = [await one.lifecycle.sync(), await two.lifecycle.sync()];
  expect(targetState(one).okta).toHaveLength(3);
  expect(targetState(two).okta.map((line) => line.split(' ')[0])).toEqual(['other@example.org', 'person5@example.com']);
  expect((await collect(one.lifecycle.people())).map(({ id }) => id)).toEqual(['e0001', 'e0002', 'e0003']);
  expect((await collect(two.lifecycle.accounts({ target: 'okta' }))).map(({ person }) => person)).toEqual(['e0001', 'e0005']);
  await expect(two.lifecycle.apply(left.plan)).rejects.toMatchObject({ code: 'PLAN_STALE' });
  expect(left.plan.hash).not.toBe(right.plan.hash);
  two.hr.setEmployees([worker(5)]);
  await two.lifecycle.sync();
  expect(targetState(one).okta.every((line) => line.includes(' active '))).toBe(true);
  expect((await one.lifecycle.plan()).isEmpty).toBe(true);
});

// Who is who: rehires, second employments and addresses that are given out again.
import { expect, test } from 'vitest';
import { memoryStore, where } from '../src/index.ts';
import { collect, createWorld, departments, noGuards, reopened, settledWorld, targetState, userState, worker, workers } from './world.ts';

const left = { status: 'terminated', endDate: '2026-11-20' } as const;
const human = { employeeNumber: 'N2', firstName: 'First2', lastName: 'Last2', workEmail: 'person2@example.com' } as const;

test('somebody who comes back under the same id gets the same accounts back', async () => {
  const world = await settledWorld(workers(3));
  const before = targetState(world);
  world.hr.putEmployee(worker(2, left));
  await world.lifecycle.sync();
  world.hr.putEmployee(worker(2, { endDate: null }));
  await world.lifecycle.sync();
  expect(targetState(world)).toEqual(before);
  expect((await world.lifecycle.plan()).isEmpty).toBe(true);
});

test('somebody who comes back to another department gets its groups and loses the old ones', async () => {
  const world = await settledWorld(workers(3));
  world.hr.putEmployee(worker(2, left));
  await world.lifecycle.sync();
  world.hr.putEmployee(worker(2, { endDate: null, departmentId: 'd-sales' }));
  await world.lifecycle.sync();
  expect(targetState(world).okta).toContain('person2@example.com active g-Sales-Access');
});

test('somebody who comes back under a new id is the same person with the same accounts', async () => {
  const world = await settledWorld(workers(3));
  const before = targetState(world);
  world.hr.putEmployee(worker(2, left));
  await world.lifecycle.sync();
  world.hr.setEmployees([worker(1), worker(2, left), worker(3), worker(12, { ...human, departmentId: 'd-eng' })]);
  await world.lifecycle.sync();
  expect(targetState(world)).toEqual(before);
  expect((await collect(world.lifecycle.people())).find(({ id }) => id === 'e0002')?.employments.map(({ id }) => id)).toEqual([
    'e0002',
    'e0012',
  ]);
  expect((await world.lifecycle.plan()).isEmpty).toBe(true);
});

test('an employment that ends and one that begins in the same reading are one person', async () => {
  const world = await settledWorld(workers(3), { guards: noGuards });
  const before = targetState(world);
  world.hr.setEmployees([worker(1), worker(2, left), worker(3), worker(12, { ...human, departmentId: 'd-eng' })]);
  await world.lifecycle.sync();
  await world.lifecycle.sync();
  expect(targetState(world)).toEqual(before);
});

test('access ends with the last employment', async () => {
  const world = await settledWorld([worker(1), worker(2, left), worker(12, { ...human, departmentId: 'd-eng' })]);
  expect(userState(world, 'person2@example.com')).toBe('active');
  world.hr.setEmployees([worker(1), worker(2, { endDate: null }), worker(12, { ...human, ...left })]);
  await world.lifecycle.sync();
  expect(userState(world, 'person2@example.com')).toBe('active');
  world.hr.setEmployees([worker(1), worker(2, left), worker(12, { ...human, ...left })]);
  await world.lifecycle.sync();
  expect(userState(world, 'person2@example.com')).toBe('disabled');
  expect((await world.lifecycle.plan()).isEmpty).toBe(true);
});

test('a person with two employments leaves once, by one event', async () => {
  const world = await settledWorld([worker(1), worker(2, left), worker(12, { ...human, departmentId: 'd-eng' })]);
  world.hr.putEmployee(worker(12, { ...human, ...left }));
  await world.lifecycle.sync();
  await world.lifecycle.sync();
  expect((await collect(world.lifecycle.events({ person: 'e0002' }))).filter(({ type }) => type === 'left')).toHaveLength(1);
});

test('a third employment after two that ended is the same person again', async () => {
  const world = await settledWorld([worker(1), worker(2, left), worker(12, { ...human, departmentId: 'd-eng' })]);
  const before = targetState(world);
  world.hr.putEmployee(worker(12, { ...human, ...left }));
  await world.lifecycle.sync();
  world.hr.setEmployees([worker(1), worker(2, left), worker(12, { ...human, ...left }), worker(22, { ...human, departmentId: 'd-eng' })]);
  await world.lifecycle.sync();
  expect(targetState(world)).toEqual(before);
});

test('a person whose only employment that is left is confirmed gone is cut', async () => {
  const world = await settledWorld([worker(1), worker(2, left), worker(12, { ...human, departmentId: 'd-eng' })]);
  world.hr.removeEmployee('e0012');
  await world.lifecycle.sync();
  await world.lifecycle.sync();
  expect(userState(world, 'person2@example.com')).toBe('disabled');
});

test('somebody who was confirmed gone, came back under a new id and left again is cut', async () => {
  const world = await settledWorld(workers(3));
  world.hr.removeEmployee('e0002');
  await world.lifecycle.sync();
  expect(userState(world, 'person2@example.com')).toBe('disabled');
  world.hr.putEmployee(worker(12, { ...human, departmentId: 'd-eng' }));
  await world.lifecycle.sync();
  expect(userState(world, 'person2@example.com')).toBe('active');
  world.hr.putEmployee(worker(12, { ...human, ...left }));
  await world.lifecycle.sync();
  expect(userState(world, 'person2@example.com')).toBe('disabled');
});

test('a leaver’s address given to a stranger does not make them one person', async () => {
  const world = await settledWorld(workers(3));
  world.hr.putEmployee(worker(2, left));
  await world.lifecycle.sync();
  world.hr.putEmployee(worker(8, { workEmail: 'person2@example.com' }));
  await world.lifecycle.sync();
  await world.lifecycle.sync();
  const ids = (await collect(world.lifecycle.people())).map(({ id }) => id);
  expect(ids).toContain('e0008');
  expect([...world.okta.users.values()].find(({ profile }) => profile.externalId === 'e0002')?.state).toBe('disabled');
  expect(await collect(world.lifecycle.accounts({ target: 'okta', person: 'e0008' }))).toEqual([]);
});

test('the same person under a new id is known by address and name where there is no number', async () => {
  const nameless = { employeeNumber: null } as const;
  const world = await settledWorld([worker(1), worker(2, { ...left, ...nameless })]);
  world.hr.putEmployee(worker(12, { ...human, ...nameless, firstName: 'first2 ', lastName: 'LAST2' }));
  await world.lifecycle.sync();
  expect((await collect(world.lifecycle.people())).map(({ id }) => id).sort()).toEqual(['e0001', 'e0002']);
});

test('two people at work with one address stay two, and neither loses anything', async () => {
  const world = createWorld([worker(1), worker(2), worker(3, { workEmail: 'person2@example.com', lastName: 'Last2' })]);
  for (let round = 0; round < 3; round += 1) await world.lifecycle.sync();
  expect((await collect(world.lifecycle.people())).map(({ id }) => id).sort()).toEqual(['e0001', 'e0002', 'e0003']);
  expect(world.okta.users.size).toBe(2);
  expect(targetState(world).okta.every((line) => line.includes(' active '))).toBe(true);
});

test('a return while on leave, and leave that ends, keep and give back access as the policy says', async () => {
  for (const [onLeave, state] of [
    ['keep', 'active'],
    ['suspend', 'disabled'],
  ] as const) {
    const world = await settledWorld(workers(2), { schedule: { onLeave } });
    world.hr.putEmployee(worker(2, { status: 'on-leave' }));
    await world.lifecycle.sync();
    expect(userState(world, 'person2@example.com')).toBe(state);
    expect(targetState(world).chat).toContain('person2@example.com active');
    world.hr.putEmployee(worker(2));
    await world.lifecycle.sync();
    expect(userState(world, 'person2@example.com')).toBe('active');
    expect((await world.lifecycle.plan()).isEmpty).toBe(true);
  }
});

test('a run with nothing changed looks nobody up, however many have several employments', async () => {
  const inner = memoryStore();
  const looked: string[] = [];
  const get: typeof inner.get = (tenant, name, ...rest) => {
    looked.push(name);
    return inner.get(tenant, name, ...rest);
  };
  const people = [worker(1), worker(2), worker(12, { ...human, departmentId: 'd-eng', startDate: '2026-11-02' })];
  const world = await settledWorld(people, { store: { ...inner, get } });
  await world.lifecycle.plan();
  looked.length = 0;
  expect((await world.lifecycle.plan()).isEmpty).toBe(true);
  expect(looked).toContain('employee');
  expect(looked.filter((name) => name === 'record' || name === 'account' || name === 'standing')).toEqual([]);
});

test('a cut that was planned for somebody with two employments and not applied is in the next plan, also when the one that ended is gone', async () => {
  const world = await settledWorld([worker(1), worker(2), worker(12, { ...human, startDate: '2026-12-07', departmentId: 'd-eng' })]);
  await world.lifecycle.sync();
  world.hr.removeEmployee('e0002');
  const first = await world.lifecycle.plan();
  expect(first.total).toBeGreaterThan(0);
  expect((await world.lifecycle.plan()).total).toBe(first.total);
  await world.lifecycle.sync();
  expect(userState(world, 'person2@example.com')).toBe('disabled');
});

test('what is foreseen of somebody with two employments is told once, at the moment the last one ends', async () => {
  const world = await settledWorld([
    worker(1),
    worker(2, { endDate: '2026-11-25' }),
    worker(12, { ...human, departmentId: 'd-eng', startDate: '2026-11-02', endDate: '2026-11-27' }),
  ]);
  await world.lifecycle.sync();
  const told = (await collect(world.lifecycle.upcoming(30))).map(({ at, person, changes }) => [at, person, changes.length]);
  expect(told).toEqual([['2026-11-28T00:00:00.000Z', 'e0002', 2]]);
  world.clock.advance(3 * 86_400_000);
  await world.lifecycle.sync();
  expect(await world.lifecycle.nextDueAt()).toBe('2026-11-28T00:00:00.000Z');
});

test('a department that moves in the tree moves somebody with two employments in it, though no record has changed', async () => {
  const people = [
    worker(1),
    worker(2, { departmentId: 'd-plat' }),
    worker(12, { ...human, departmentId: 'd-plat', startDate: '2026-11-02' }),
  ];
  const world = await settledWorld(people);
  await world.lifecycle.sync();
  expect(targetState(world).okta).toContain('person2@example.com active g-Engineering-Core');
  world.hr.setDepartments(departments.map((one) => (one.id === 'd-plat' ? { ...one, parentId: 'd-sales' } : one)));
  await world.lifecycle.sync();
  expect(targetState(world).okta).toContain('person2@example.com active g-Sales-Access');
});

test('somebody with two employments who found no seat gets the next one that is free', async () => {
  const people = [worker(1), worker(2), worker(12, { ...human, departmentId: 'd-eng', startDate: '2026-11-02' })];
  const world = await settledWorld(people, { activation: { seats: 1 }, guards: noGuards });
  await world.lifecycle.sync();
  expect([userState(world, 'person1@example.com'), userState(world, 'person2@example.com')]).toEqual(['active', undefined]);
  world.hr.putEmployee(worker(1, left));
  await world.lifecycle.sync();
  await world.lifecycle.sync();
  expect([userState(world, 'person1@example.com'), userState(world, 'person2@example.com')]).toEqual(['disabled', 'active']);
});

test('a rule of the host that looks at all employments reaches everybody when its code has changed', async () => {
  const people = [worker(1), worker(2), worker(12, { ...human, departmentId: 'd-eng', startDate: '2026-11-02' })];
  const world = await settledWorld(people, { guards: noGuards });
  const holding = (count: number) =>
    reopened(world, {
      apps: [
        { app: world.apps.chat, policy: 'both', for: where('several employments', ({ person }) => person.employments.length >= count) },
      ],
    });
  const chat = () => [...world.chat.accounts.values()].find(({ profile }) => profile.userName === 'person2@example.com')?.state;
  await holding(2).lifecycle.sync();
  await holding(2).lifecycle.sync();
  expect(chat()).toBe('active');
  await holding(3).lifecycle.sync();
  expect(chat()).toBe('disabled');
});

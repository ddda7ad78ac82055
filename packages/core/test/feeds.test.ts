// Promise 2: nobody loses access because a reading was not what it should be, and the plan says why.
import { expect, test } from 'vitest';
import { TenureError } from '../src/index.ts';
import { createWorld, noGuards, reopened, settledWorld, targetState, type World, worker, workers } from './world.ts';

/** Plans and applies with every guard off: what is tested is the reading, not the guard. */
async function syncUnguarded(world: World) {
  return reopened(world, { guards: noGuards }).lifecycle.sync();
}

const unreadableAnswer = (): TenureError<'CONNECTOR_RESPONSE_UNREADABLE'> =>
  new TenureError('CONNECTOR_RESPONSE_UNREADABLE', {
    system: 'hr',
    verb: 'list employees',
    fact: 'the answer is a login page',
    details: { expected: 'JSON', status: 302 },
  });

const tokenExpired = (): TenureError<'CONNECTOR_UNAUTHENTICATED'> =>
  new TenureError('CONNECTOR_UNAUTHENTICATED', {
    system: 'hr',
    verb: 'list employees',
    fact: 'the token expired',
    details: { status: 401 },
  });

const believedInPart: readonly { readonly what: string; readonly spoil: (world: World) => void; readonly says: string }[] = [
  { what: 'holds nobody', spoil: ({ hr }) => hr.setEmployees([]), says: 'holds nobody' },
  {
    what: 'says itself that it is not complete',
    spoil: ({ hr }) => {
      hr.setEmployees(workers(8));
      hr.setEvidence({ complete: false, reasons: ['a sync is still running'] });
    },
    says: 'a sync is still running',
  },
  {
    what: 'stops in the middle of a page',
    spoil: ({ hr }) => hr.fail('employees.list', 1, { kind: 'cut-page' }),
    says: 'announced 10 people',
  },
  { what: 'has lost half of the company', spoil: ({ hr }) => hr.setEmployees(workers(5)), says: '5 people where the last accepted' },
  {
    what: 'changed while it was read',
    spoil: ({ hr, source }) => {
      const list = source.employees.list.bind(source.employees);
      Object.assign(source.employees, {
        list: async (...request: Parameters<typeof list>) => {
          const page = await list(...request);
          hr.setEmployees(workers(9));
          return page;
        },
      });
      hr.setEmployees(workers(9));
    },
    says: 'changed while it was read',
  },
  {
    what: 'has emptied every department',
    spoil: ({ hr }) => hr.setEmployees(workers(10).map((each) => ({ ...each, departmentId: null }))),
    says: 'departmentId is filled in 0 of 10',
  },
  {
    what: 'has emptied every status',
    spoil: ({ hr }) => hr.setEmployees(workers(10).map((each) => ({ ...each, status: null, startDate: null }))),
    says: 'status is filled in 0 of 10',
  },
  {
    what: 'has emptied every work e-mail',
    spoil: ({ hr }) => hr.setEmployees(workers(10).map((each) => ({ ...each, workEmail: null }))),
    says: 'workEmail is filled in 0 of 10',
  },
  { what: 'lists no departments any more', spoil: ({ hr }) => hr.setDepartments([]), says: 'the known ones stay' },
  {
    what: 'leaves every status out',
    spoil: ({ hr }) => hr.setEmployees(workers(10).map(({ status: _status, startDate: _startDate, ...rest }) => rest)),
    says: 'status is filled in 0 of 10',
  },
];

test.each(believedInPart)('nobody loses access when the reading $what, and the plan says why', async ({ spoil, says }) => {
  const world = await settledWorld(workers(10));
  const before = targetState(world);
  spoil(world);
  const { plan } = await syncUnguarded(world);
  expect(targetState(world)).toEqual(before);
  expect(plan.toMarkdown()).toContain(says);
});

test.each(believedInPart)(
  'a source that cannot be asked for one person makes no leaver either when the reading $what',
  async ({ spoil }) => {
    const world = await settledWorld(workers(10), {}, { source: { without: ['employees.get'] } });
    const before = targetState(world);
    spoil(world);
    await syncUnguarded(world);
    expect(targetState(world)).toEqual(before);
  },
);

const broken: readonly { readonly what: string; readonly spoil: (world: World) => void; readonly code: string }[] = [
  {
    what: 'refuses the credential in the middle',
    spoil: ({ hr }) => hr.fail('employees.list', 2, { kind: 'before', error: tokenExpired() }),
    code: 'CONNECTOR_UNAUTHENTICATED',
  },
  {
    what: 'is redirected to a login page',
    spoil: ({ hr }) => hr.fail('employees.list', 1, { kind: 'before', error: unreadableAnswer() }),
    code: 'CONNECTOR_RESPONSE_UNREADABLE',
  },
  {
    what: 'repeats a cursor',
    spoil: ({ hr }) => hr.fail('employees.list', 'every', { kind: 'repeat-cursor' }),
    code: 'CONTRACT_CURSOR_REPEATED',
  },
  {
    what: 'refuses the list of departments',
    spoil: ({ hr }) => hr.fail('departments.list', 1, { kind: 'before', error: tokenExpired() }),
    code: 'CONNECTOR_UNAUTHENTICATED',
  },
];

test.each(broken)(
  'when the source $what the plan says so and does nothing by it, and the next good reading is taken in full',
  async ({ spoil, code }) => {
    const world = await settledWorld(workers(6), {}, { source: { pageSize: 2 } });
    const before = targetState(world);
    world.hr.setEmployees([...workers(5), worker(6, { status: 'terminated' }), worker(7)]);
    spoil(world);
    const { plan } = await world.lifecycle.sync();
    expect(plan.header.feed).toMatchObject({ verdict: { trust: 'unread' }, failure: { code } });
    expect(plan.toMarkdown()).toContain('NOT READ');
    expect(targetState(world)).toEqual(before);
    world.hr.heal();
    await world.lifecycle.sync();
    expect(targetState(world).okta).toContain('person6@example.com disabled g-Engineering-Core');
    expect(targetState(world).okta).toContain('person7@example.com active g-Sales-Access');
    expect(targetState(world).okta.filter((line) => line.includes(' active '))).toHaveLength(6);
  },
);

test.each(broken)(
  'before anybody is known there is nothing to plan by: when the source $what its error is thrown',
  async ({ spoil, code }) => {
    const world = createWorld(workers(6), {}, { source: { pageSize: 2 } });
    spoil(world);
    await expect(world.lifecycle.plan()).rejects.toMatchObject({ code });
    world.hr.heal();
    await world.lifecycle.sync();
    expect(targetState(world).okta).toHaveLength(6);
  },
);

test('a field that collapsed is looked at again by the next good reading', async () => {
  const world = await settledWorld(workers(10));
  world.hr.setEmployees(workers(10).map((each) => ({ ...each, departmentId: null })));
  await syncUnguarded(world);
  world.hr.setEmployees([...workers(9), worker(10, { departmentId: 'd-sales' })]);
  await syncUnguarded(world);
  expect(targetState(world).okta).toContain('person10@example.com active g-Sales-Access');
  expect(targetState(world).okta).toContain('person8@example.com active g-Engineering-Core');
});

test('statements about people who are there are used although absences are not believed', async () => {
  const world = await settledWorld(workers(10));
  world.hr.setEmployees([worker(1, { status: 'terminated' }), ...workers(4).slice(1)]);
  await syncUnguarded(world);
  expect(targetState(world).okta.filter((line) => line.includes('disabled'))).toEqual(['person1@example.com disabled g-Sales-Access']);
});

test('an empty first reading creates nobody and is no ground to judge later ones by', async () => {
  const world = createWorld([]);
  const plan = await world.lifecycle.plan();
  expect(plan.isEmpty).toBe(true);
  world.hr.setEmployees(workers(3));
  await world.lifecycle.sync();
  expect(targetState(world).okta).toHaveLength(3);
});

import { describe, expect, test } from 'vitest';
import { type HrisSource, TenureError } from '../src/connector/index.ts';
import { employeeSchema } from '../src/model/employee.ts';
import { departmentSchema } from '../src/model/index.ts';
import { collect, createWorld, departments, hour, reopened, settledWorld, targetState, userState, worker, workers } from './world.ts';

const off = { status: 'terminated' } as const;

describe('names that every object has', () => {
  test.each(['constructor', '__proto__', 'toString'])('a location called %s is no zone and stops nobody', async (name) => {
    const world = await settledWorld(workers(3));
    world.hr.putEmployee(worker(3, { location: { name }, jobTitle: 'Lead' }));
    await world.lifecycle.sync();
    expect([...world.okta.users.values()].map(({ profile }) => profile.title)).toEqual(['Worker', 'Worker', 'Lead']);
  });

  test.each(['constructor', '__proto__'])('a group named %s is a group', async (name) => {
    const world = createWorld(workers(2), { groups: { Sales: [name] } });
    world.okta.addGroup(name, { id: 'g-c' });
    await world.lifecycle.sync();
    expect(targetState(world).okta).toContain('person1@example.com active g-c');
    expect((await world.lifecycle.plan()).total).toBe(0);
  });

  test('a group whose id is constructor is given once', async () => {
    const world = await settledWorld(workers(2));
    world.okta.addGroup('New', { id: 'constructor' });
    const edited = reopened(world, { groups: { Sales: ['Sales-Access', 'New'] } });
    await edited.lifecycle.sync();
    expect(targetState(world).okta).toContain('person1@example.com active constructor+g-Sales-Access');
    expect((await edited.lifecycle.plan()).total).toBe(0);
  });

  test('a department named constructor is found by its name, now and later', async () => {
    const world = createWorld([worker(1, { departmentId: 'd-c' })], { groups: { constructor: ['Sales-Access'] } });
    world.hr.setDepartments([...departments, { id: 'd-c', name: 'constructor', parentId: null }]);
    await world.lifecycle.sync();
    expect(targetState(world).okta).toEqual(['person1@example.com active g-Sales-Access']);
    expect((await world.lifecycle.plan()).total).toBe(0);
  });
});

describe('ids that are none', () => {
  const bad: readonly (readonly [string, unknown])[] = [
    ['42', 42],
    ['null', null],
    ['empty', ''],
    ['longer than 256 characters', 'x'.repeat(257)],
    ['half a surrogate pair', '\ud800'],
  ];

  test.each(bad)('a record whose id is %s is set aside, and the others are decided upon', async (_name, id) => {
    const world = createWorld([worker(1)]);
    const value = { ...worker(2), id: id as string };
    world.hr.setEmployeeRecords([...world.hr.employees, { kind: 'record', value }]);
    const { plan } = await world.lifecycle.sync();
    expect(plan.header.feed.quarantined).toEqual([
      { id: null, where: 'the record', reason: 'its id is no text of 1 to 256 well-formed characters' },
    ]);
    expect(plan.header.feed.figures.nameless).toBe(1);
    expect(userState(world, 'person1@example.com')).toBe('active');
  });

  test.each(bad)('an unreadable record whose id is %s counts as nameless', async (_name, id) => {
    const world = createWorld([worker(1)]);
    const record = { kind: 'unreadable', id: id as string, where: 'line 3', reason: 'broken' } as const;
    world.hr.setEmployeeRecords([...world.hr.employees, record]);
    const plan = await world.lifecycle.plan();
    expect(plan.header.feed.quarantined).toEqual([{ id: null, where: 'line 3', reason: 'broken' }]);
    expect(plan.header.feed.figures.nameless).toBe(1);
  });

  test.each(bad.flatMap(([name, value]) => [['managerId', name, value] as const, ['departmentId', name, value] as const]))(
    'a %s that is %s stops nobody',
    async (field, _name, value) => {
      const world = createWorld([worker(1)]);
      world.hr.setEmployeeRecords([...world.hr.employees, { kind: 'record', value: { ...worker(2), [field]: value } }]);
      await world.lifecycle.sync();
      expect(userState(world, 'person1@example.com')).toBe('active');
    },
  );

  test('half a surrogate pair is refused in every text of a record', () => {
    const half = 'a\ud800';
    const drafts: readonly object[] = [
      { id: half },
      { id: '1', firstName: half },
      { id: '1', homeAddress: { line1: half } },
      { id: '1', location: { name: half } },
      { id: '1', customFields: { size: half } },
      { id: '1', customFields: { [half]: 'm' } },
    ];
    const refused = drafts.map((draft) => employeeSchema.safeParse(draft)).map(({ error }) => error?.issues.length);
    expect(refused).toEqual(drafts.map(() => 1));
    expect(employeeSchema.safeParse(drafts[1]).error?.issues[0]?.message).toBe('not well-formed text');
    for (const draft of [{ id: half }, { name: half }, { parentId: half }]) {
      const { error } = departmentSchema.safeParse({ id: '1', name: 'Sales', ...draft });
      expect(error?.issues[0]?.message).toBe('not well-formed text');
    }
    expect(employeeSchema.safeParse({ id: '1', firstName: '😀' }).success).toBe(true);
  });
});

describe('systems that break the contract', () => {
  const answers: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['answers nothing', async () => undefined],
    ['answers a record that is none', async () => ({ kind: 'found' })],
    ['throws an error of its own', () => Promise.reject(new TypeError('secret'))],
  ];

  test.each(answers)('a source that %s for one missing person leaves an open case and stops nobody', async (_name, get) => {
    const world = await settledWorld(workers(12));
    const employees = { ...world.source.employees, get: get as NonNullable<HrisSource['employees']['get']> };
    world.hr.removeEmployee('e0012');
    world.hr.putEmployee(worker(2, off));
    const { plan } = await reopened(world, { source: { ...world.source, employees } }).lifecycle.sync();
    expect(plan.header.feed.missing).toBe(1);
    expect(userState(world, 'person2@example.com')).toBe('disabled');
    expect(userState(world, 'person12@example.com')).toBe('active');
  });

  test('check tells of a connector with a bug by the name of its error alone', async () => {
    const world = createWorld(workers(1));
    const identityProvider = { ...world.provider, check: () => Promise.reject(new TypeError('secret')) };
    const reports = await reopened(world, { identityProvider }).lifecycle.check();
    expect(reports).toHaveLength(4);
    const items = reports.find(({ system }) => system === 'okta')?.items;
    expect(items?.[0]).toEqual({ title: 'reachable and usable', state: 'problem', detail: expect.stringContaining('TypeError') });
    expect(JSON.stringify(reports)).not.toContain('secret');
  });

  test('one failed read of the store does not break the lifecycle for good', async () => {
    const world = createWorld(workers(2));
    const { store } = world.options;
    let reads = 0;
    const get: typeof store.get = (...request) => {
      reads += 1;
      if (reads > 1) return store.get(...request);
      return Promise.reject(new TenureError('STORE_FULL', { system: 'store', verb: 'read', fact: 'no room', details: {} }));
    };
    const { lifecycle } = reopened(world, { store: { ...store, get } });
    await expect(lifecycle.plan()).rejects.toMatchObject({ code: 'STORE_FULL' });
    expect((await lifecycle.plan()).total).toBeGreaterThan(0);
  });
});

describe('plans and keys', () => {
  test('a plan keeps its rows when the same plan is made again', async () => {
    const world = createWorld(workers(3));
    const plan = await world.lifecycle.plan();
    const again = await world.lifecycle.plan();
    expect(again.hash).toBe(plan.hash);
    expect(await collect(plan.changes())).toHaveLength(plan.total);
    world.clock.advance(hour);
    expect(await collect(plan.changes())).toEqual(await collect(again.changes()));
  });

  test('our own key is compared as it is, not without its case', async () => {
    const world = createWorld([worker(1, { id: 'aBc' })]);
    world.okta.addUser({ userName: 'other@example.com', externalId: 'AbC' });
    const kinds = (await collect((await world.lifecycle.plan()).changes())).map(({ kind }) => kind);
    expect(kinds).toContain('user.create');
    expect(kinds).not.toContain('user.adopt');
  });

  test('a change of address in an app that signs in by e-mail is a rename to the guard', async () => {
    const world = await settledWorld(workers(12), {}, { chat: { attributes: ['email', 'displayName'] } });
    world.hr.setEmployees(workers(12).map((each, at) => ({ ...each, workEmail: `other${at}@example.com` })));
    const { plan } = await world.lifecycle.sync();
    expect(plan.header.held.map(({ target, class: changeClass }) => `${target} ${changeClass}`)).toContain('chat rename');
    expect([...world.chat.accounts.values()].filter(({ profile }) => profile.email?.startsWith('other'))).toHaveLength(0);
  });
});

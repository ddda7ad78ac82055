// Absent, null and a value are three statements, for every attribute a target can be told.
import { expect, test } from 'vitest';
import type { Draft, Employee } from '../src/connector/index.ts';
import type { AccountProfile } from '../src/index.ts';
import { createWorld, noGuards, settledWorld, type World, worker } from './world.ts';

const rich: Partial<Draft<Employee>> = {
  preferredName: 'Kit',
  phone: '+44 20 7946 0000',
  location: { city: 'Leeds', country: 'GB' },
  timeZone: 'Europe/London',
};

const profileIn = (world: World): AccountProfile => [...world.chat.accounts.values()][0]?.profile ?? {};

/** Field of HR, attribute of the account, the value it has, and what null makes of it. */
const attributes = [
  ['employeeNumber', 'employeeNumber', 'N1', null],
  ['firstName', 'givenName', 'First1', null],
  ['lastName', 'familyName', 'Last1', null],
  ['workEmail', 'email', 'person1@example.com', 'person1@example.com'],
  ['workEmail', 'userName', 'person1@example.com', 'person1@example.com'],
  ['phone', 'phone', '+44 20 7946 0000', null],
  ['jobTitle', 'title', 'Worker', null],
  ['departmentId', 'department', 'Sales', null],
  ['location', 'city', 'Leeds', null],
  ['location', 'country', 'GB', null],
  ['timeZone', 'timeZone', 'Europe/London', null],
] as const;

test.each(attributes)(
  '%s absent keeps %s, null clears it where that is possible, and a value sets it',
  async (field, attribute, value, cleared) => {
    const full = worker(1, { ...rich, ...(field === 'firstName' ? { preferredName: null } : {}) });
    const world = await settledWorld([full, worker(2)], { guards: noGuards });
    expect(profileIn(world)[attribute]).toBe(value);
    const { [field]: _left, ...without } = full;
    world.hr.setEmployees([without as Draft<Employee>, worker(2)]);
    await world.lifecycle.sync();
    expect(profileIn(world)[attribute]).toBe(value);
    world.hr.setEmployees([{ ...full, [field]: null }, worker(2)]);
    await world.lifecycle.sync();
    expect(profileIn(world)[attribute]).toBe(cleared);
    world.hr.setEmployees([full, worker(2)]);
    await world.lifecycle.sync();
    expect(profileIn(world)[attribute]).toBe(value);
    expect((await world.lifecycle.plan()).isEmpty).toBe(true);
  },
);

test('a covered field that is absent means that it is empty', async () => {
  const world = await settledWorld([worker(1), worker(2)], { guards: noGuards }, { source: { covers: { employees: ['jobTitle'] } } });
  const { jobTitle: _title, ...without } = worker(1);
  world.hr.putEmployee(without);
  await world.lifecycle.sync();
  expect(profileIn(world).title).toBeNull();
});

test('values go out exactly as HR entered them', async () => {
  const name = '  Zoë  von "Ω" O’Hara\u0301 ';
  const world = await settledWorld([worker(1, { lastName: name, workEmail: 'Person.One@Example.COM' })]);
  expect(profileIn(world)).toMatchObject({ familyName: name, userName: 'Person.One@Example.COM' });
});

test('the preferred name is used, and one that is blank is none', async () => {
  const world = await settledWorld([worker(1, { preferredName: 'Kit' })]);
  expect(profileIn(world)).toMatchObject({ givenName: 'Kit', displayName: 'Kit Last1' });
  world.hr.setEmployees([worker(1, { preferredName: '' })]);
  await world.lifecycle.sync();
  expect(profileIn(world)).toMatchObject({ givenName: 'First1', displayName: 'First1 Last1' });
});

test.each([{ workEmail: null }, { workEmail: '' }, { workEmail: ' ' }])(
  'nobody is created without a work e-mail, and the plan says for whom: %o',
  async (facts) => {
    const world = createWorld([worker(1), worker(2, facts)]);
    const { plan, run } = await world.lifecycle.sync();
    expect(plan.header.waiting.map(({ person, target, kind }) => `${person} ${target} ${kind}`)).toEqual([
      'e0002 okta no-user-name',
      'e0002 chat no-user-name',
      'e0002 code no-user-name',
    ]);
    expect(run.counts).toMatchObject({ failed: 0 });
    world.hr.putEmployee(worker(2));
    await world.lifecycle.sync();
    expect(world.okta.users.size).toBe(2);
  },
);

test('a new e-mail renames the same account everywhere', async () => {
  const world = await settledWorld([worker(1), worker(2)]);
  const ids = [...world.okta.users.keys()];
  world.hr.putEmployee(worker(1, { lastName: 'Married', workEmail: 'married@example.com' }));
  await world.lifecycle.sync();
  expect([...world.okta.users.keys()]).toEqual(ids);
  expect(profileIn(world)).toMatchObject({ userName: 'married@example.com', email: 'married@example.com', familyName: 'Married' });
});

test('a change made in the target by hand stays until HR changes that field', async () => {
  const world = await settledWorld([worker(1), worker(2)]);
  const account = [...world.chat.accounts.values()][0];
  if (account !== undefined) account.profile = { ...account.profile, title: 'Set by hand' };
  world.hr.putEmployee(worker(1, { phone: '1' }));
  await world.lifecycle.sync();
  expect(profileIn(world)).toMatchObject({ title: 'Set by hand', phone: '1' });
});

test('a target is told only the attributes it takes', async () => {
  const world = await settledWorld([worker(1, rich)], {}, { chat: { attributes: ['userName', 'email'] } });
  expect(Object.keys(profileIn(world)).sort()).toEqual(['email', 'userName']);
  world.hr.setEmployees([worker(1, { ...rich, jobTitle: 'Lead' })]);
  expect((await world.lifecycle.plan()).header.changes.map(({ target }) => target)).toEqual(['okta']);
});

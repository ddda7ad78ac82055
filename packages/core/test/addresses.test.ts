// Addresses for people HR states none for: readable, nobody else's, and the person's own from then on.
import { describe, expect, test } from 'vitest';
import type { Draft, Employee } from '../src/connector/index.ts';
import type { AddressRule, LifecycleOptions } from '../src/index.ts';
import { collect, createWorld, day, noGuards, reopened, type World, worker } from './world.ts';

const domain = 'acme.example';
const nameless = { workEmail: null } as const;
const person = (number: number, firstName: string | null, lastName: string | null, facts: Partial<Draft<Employee>> = {}) =>
  worker(number, { firstName, lastName, ...nameless, ...facts });

function worldWith(people: readonly Draft<Employee>[], rule: Partial<AddressRule> = {}, changes: Partial<LifecycleOptions> = {}): World {
  return createWorld(people, { guards: noGuards, addresses: { domain, ...rule }, ...changes });
}

const logins = ({ okta }: World): string[] => [...okta.users.values()].map(({ profile }) => String(profile.userName)).sort();

describe('how an address is made', () => {
  test.each([
    ['first.last', 'Ada', 'Lovelace', 'ada.lovelace'],
    ['flast', 'Ada', 'Lovelace', 'alovelace'],
    ['f.last', 'Ada', 'Lovelace', 'a.lovelace'],
    ['firstl', 'Ada', 'Lovelace', 'adal'],
    ['last.first', 'Ada', 'Lovelace', 'lovelace.ada'],
    ['first.last', 'Łukasz', 'Ødegård', 'lukasz.odegard'],
    ['first.last', 'Zoë', 'Müller-Strauß', 'zoe.mullerstrauss'],
    ['first.last', '伟', '张', 'wei.zhang'],
    ['first.last', 'Jean Luc', "O'Neill", 'jeanluc.oneill'],
    ['first.last', null, 'Teller', 'teller'],
  ] as const)('%s of %s %s is %s', async (pattern, first, last, name) => {
    const world = worldWith([person(1, first, last)], { pattern: [pattern] });
    await world.lifecycle.sync();
    expect(logins(world)).toEqual([`${name}@${domain}`]);
    const [account] = [...world.okta.users.values()];
    expect(account?.profile.email).toBe(`${name}@${domain}`);
  });

  test('a function of the host says it, best first', async () => {
    const world = worldWith([person(1, 'Ada', 'Lovelace')], { pattern: ({ employee }) => [`staff-${employee.employeeNumber}`] });
    await world.lifecycle.sync();
    expect(logins(world)).toEqual([`staff-n1@${domain}`]);
  });

  test('somebody without a usable name waits, and nobody gets a reserved one', async () => {
    const world = worldWith([person(1, null, null), person(2, 'Postmaster', null)]);
    const { plan } = await world.lifecycle.sync();
    expect(logins(world)).toEqual([`postmaster2@${domain}`]);
    expect(plan.header.waiting.map(({ person: who, kind }) => `${who} ${kind}`)).toContain('e0001 no-user-name');
  });

  test('where HR states an address, that one is used', async () => {
    const world = worldWith([person(1, 'Ada', 'Lovelace', { workEmail: 'countess@acme.example' })]);
    await world.lifecycle.sync();
    expect(logins(world)).toEqual(['countess@acme.example']);
  });
});

describe('whose an address is', () => {
  test('two of one name get two addresses, in one reading or in two, and keep them', async () => {
    const world = worldWith([person(1, 'Ada', 'Lovelace'), person(2, 'Ada', 'Lovelace')]);
    await world.lifecycle.sync();
    world.hr.putEmployee(person(3, 'Ada', 'Lovelace'));
    await world.lifecycle.sync();
    expect(logins(world)).toEqual([`ada.lovelace2@${domain}`, `ada.lovelace3@${domain}`, `ada.lovelace@${domain}`]);
    expect((await world.lifecycle.plan()).header.total).toBe(0);
  });

  test('an address HR states for somebody else in the same reading is taken, whatever the order', async () => {
    const stated = person(2, 'Another', 'Ada', { workEmail: `ada.lovelace@${domain}` });
    for (const people of [
      [person(1, 'Ada', 'Lovelace'), stated],
      [stated, person(1, 'Ada', 'Lovelace')],
    ]) {
      const world = worldWith(people);
      await world.lifecycle.sync();
      expect(logins(world)).toEqual([`ada.lovelace2@${domain}`, `ada.lovelace@${domain}`]);
    }
  });

  test("a leaver's address is nobody's until the quarantine is over", async () => {
    const world = worldWith([person(1, 'Ada', 'Lovelace'), worker(9)], { quarantineDays: 30 }, { schedule: { deleteAfterDays: 1 } });
    await world.lifecycle.sync();
    world.hr.putEmployee(person(1, 'Ada', 'Lovelace', { endDate: '2026-11-22' }));
    await world.lifecycle.sync();
    world.clock.advance(2 * day);
    await world.lifecycle.sync();
    expect(logins(world)).toEqual(['person9@example.com']);
    world.hr.putEmployee(person(2, 'Ada', 'Lovelace'));
    await world.lifecycle.sync();
    expect(logins(world)).toContain(`ada.lovelace2@${domain}`);
    world.clock.advance(30 * day);
    world.hr.putEmployee(person(3, 'Ada', 'Lovelace'));
    await world.lifecycle.sync();
    expect(logins(world)).toContain(`ada.lovelace@${domain}`);
  });

  test('nor is it anybody’s as long as an account of theirs is there', async () => {
    const world = worldWith([person(1, 'Ada', 'Lovelace'), worker(9)], { quarantineDays: 0 });
    await world.lifecycle.sync();
    world.hr.putEmployee(person(1, 'Ada', 'Lovelace', { endDate: '2026-11-22' }));
    await world.lifecycle.sync();
    world.hr.putEmployee(person(2, 'Ada', 'Lovelace'));
    const { plan } = await world.lifecycle.sync();
    expect(plan.header.waiting).toEqual([]);
    expect(logins(world)).toContain(`ada.lovelace2@${domain}`);
  });

  test('somebody who comes back after their address was given away gets another one', async () => {
    const rule = { quarantineDays: 10 };
    const world = worldWith([person(1, 'Ada', 'Lovelace'), worker(9)], rule, { schedule: { deleteAfterDays: 1 } });
    await world.lifecycle.sync();
    world.hr.putEmployee(person(1, 'Ada', 'Lovelace', { endDate: '2026-11-22' }));
    await world.lifecycle.sync();
    world.clock.advance(12 * day);
    await world.lifecycle.sync();
    world.hr.putEmployee(person(3, 'Ada', 'Lovelace'));
    await world.lifecycle.sync();
    world.hr.putEmployee(person(1, 'Ada', 'Lovelace', { startDate: '2026-12-01' }));
    const { plan } = await world.lifecycle.sync();
    expect(plan.header.waiting).toEqual([]);
    expect(logins(world)).toEqual([`ada.lovelace2@${domain}`, `ada.lovelace@${domain}`, 'person9@example.com']);
  });

  test.each([
    ['the same one', `ada.lovelace@${domain}`, []],
    ['another one', 'countess@acme.example', ['rename']],
  ] as const)('HR states %s later: it is the person’s, on the same account', async (_which, workEmail, changes) => {
    const world = worldWith([person(1, 'Ada', 'Lovelace')]);
    await world.lifecycle.sync();
    world.hr.putEmployee(person(1, 'Ada', 'Lovelace', { workEmail }));
    const { plan } = await world.lifecycle.sync();
    const planned = (await collect(plan.changes())).filter(({ target }) => target === 'okta').map(({ class: what }) => what);
    expect([planned, logins(world)]).toEqual([changes, [workEmail]]);
    world.hr.putEmployee(person(2, 'Ada', 'Lovelace'));
    await world.lifecycle.sync();
    expect(logins(world)).toContain(`ada.lovelace2@${domain}`);
  });

  test('another rule gives nobody another address; whoever comes next has one by it', async () => {
    const world = worldWith([person(1, 'Ada', 'Lovelace')]);
    await world.lifecycle.sync();
    world.hr.putEmployee(person(2, 'Bea', 'King'));
    await reopened(world, { addresses: { domain: 'new.example' } }).lifecycle.sync();
    expect(logins(world)).toEqual([`ada.lovelace@${domain}`, 'bea.king@new.example']);
  });

  test('a rehire gets the old address back', async () => {
    const world = worldWith([person(1, 'Ada', 'Lovelace'), worker(9)]);
    await world.lifecycle.sync();
    world.hr.putEmployee(person(1, 'Ada', 'Lovelace', { endDate: '2026-11-22' }));
    await world.lifecycle.sync();
    world.hr.putEmployee(person(1, 'Ada', 'Lovelace', { startDate: '2026-11-23' }));
    await world.lifecycle.sync();
    expect(logins(world)).toEqual([`ada.lovelace@${domain}`, 'person9@example.com']);
  });

  test('an account nobody is linked to under that address is a question, not a second account beside it', async () => {
    const world = worldWith([person(1, 'Ada', 'Lovelace')]);
    world.okta.addUser({ userName: `ada.lovelace@${domain}`, email: `ada.lovelace@${domain}` }, { state: 'active' });
    const { plan } = await world.lifecycle.sync();
    expect(plan.header.waiting.map(({ kind }) => kind)).toEqual(['address-in-question']);
    expect(world.okta.users.size).toBe(1);
  });
});

describe('a new name', () => {
  test('makes a new address of it in one change on the same account, and the old one is kept from others', async () => {
    const world = worldWith([person(1, 'Ada', 'Byron')]);
    await world.lifecycle.sync();
    const [id] = [...world.okta.users.keys()];
    world.hr.putEmployee(person(1, 'Ada', 'Lovelace'));
    const { plan } = await world.lifecycle.sync();
    const changes = (await collect(plan.changes())).filter(({ target }) => target === 'okta');
    expect(changes.map(({ class: what }) => what)).toEqual(['rename']);
    expect([logins(world), [...world.okta.users.keys()]]).toEqual([[`ada.lovelace@${domain}`], [id]]);
    world.hr.putEmployee(person(2, 'Ada', 'Byron'));
    await world.lifecycle.sync();
    expect(logins(world)).toEqual([`ada.byron2@${domain}`, `ada.lovelace@${domain}`]);
  });

  test('leaves the address alone where that is said', async () => {
    const world = worldWith([person(1, 'Ada', 'Byron')], { onRename: 'keep' });
    await world.lifecycle.sync();
    world.hr.putEmployee(person(1, 'Ada', 'Lovelace'));
    await world.lifecycle.sync();
    expect(logins(world)).toEqual([`ada.byron@${domain}`]);
  });
});

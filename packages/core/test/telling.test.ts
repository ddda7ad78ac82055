// What is still on, why things are as they are, and how the systems stand.
import { expect, test } from 'vitest';
import { everyone, inDepartment, TenureError } from '../src/index.ts';
import { collect, createWorld, noGuards, reopened, settledWorld, type World, worker, workers } from './world.ts';

const off = { status: 'terminated', endDate: '2026-11-20' } as const;
const open = async (world: World) =>
  (await collect(world.lifecycle.openAccess())).map(({ person, target, why }) => `${person} ${target} ${why}`);

test('nobody stands in open access once everything of the leavers is off', async () => {
  const world = await settledWorld(workers(4), { apps: [] });
  world.hr.putEmployee(worker(2, off));
  await world.lifecycle.plan();
  expect(await open(world)).toEqual(['e0002 okta pending']);
  await world.lifecycle.sync();
  expect(await open(world)).toEqual([]);
});

test('open access says why: held, failed, protected, policy, and not attached', async () => {
  const world = await settledWorld(workers(12));
  const refused = new TenureError('CONNECTOR_FORBIDDEN', { system: 'chat', verb: 'disable account', fact: 'no permission', details: {} });
  world.chat.fail('accounts.disable', 'every', { kind: 'before', error: refused });
  await world.lifecycle.protect('e0004', { by: 'ada', reason: 'on trial' });
  world.hr.setEmployees([worker(1), worker(2, off), worker(3), worker(4, off), ...workers(12).slice(4)]);
  await world.lifecycle.sync();
  expect(await open(world)).toEqual([
    'e0002 chat failed',
    'e0002 code manual',
    'e0004 chat protected',
    'e0004 code protected',
    'e0004 okta protected',
  ]);
  expect((await collect(world.lifecycle.openAccess()))[0]).toMatchObject({ since: '2026-11-21T00:00:00.000Z' });
  const without = reopened(world, { apps: [{ app: world.apps.code, policy: 'both', for: everyone() }] });
  expect((await open(without)).filter((line) => line.includes('chat'))).toEqual(['e0002 chat not-attached', 'e0004 chat not-attached']);
  world.hr.setEmployees([
    worker(1),
    ...workers(12)
      .slice(1)
      .map((each) => ({ ...each, ...off })),
  ]);
  await world.lifecycle.sync();
  expect((await open(world)).filter((line) => line.endsWith('okta held'))).toHaveLength(9);
});

test('an account that was there before us keeps a leaver in open access until somebody decides', async () => {
  const world = createWorld([worker(2)], { guards: noGuards });
  world.code.addAccount({ userName: 'person2@example.com' });
  const only = reopened(world, { apps: [{ app: world.apps.code, policy: 'both', for: inDepartment('Engineering') }] });
  await only.lifecycle.sync();
  only.hr.setEmployees([worker(2, off), worker(4)]);
  await only.lifecycle.sync();
  expect(await open(only)).toEqual(['e0002 code adopted']);
  await only.lifecycle.answer('removal/code/e0002', 'delete', { by: 'ada' });
  await only.lifecycle.sync();
  expect(await open(only)).toEqual([]);
});

test('an account that may be a leaver’s and is linked to nobody is open access too', async () => {
  const world = createWorld([worker(1), worker(2, off)], { apps: [] });
  world.okta.addUser({ userName: 'person2@example.com' });
  await world.lifecycle.sync();
  expect(await open(world)).toEqual(['e0002 okta held']);
});

test('whoever has come back is not in open access', async () => {
  const world = await settledWorld(workers(3));
  world.hr.putEmployee(worker(2, off));
  await world.lifecycle.plan();
  expect(await open(world)).toHaveLength(3);
  world.hr.putEmployee(worker(2, { endDate: null }));
  await world.lifecycle.sync();
  expect(await open(world)).toEqual([]);
});

test('explain tells facts, rule, link, last write and what comes next, without values and without the source', async () => {
  const world = await settledWorld(workers(3));
  world.hr.putEmployee(worker(2, { endDate: '2026-12-31', jobTitle: 'Secret title' }));
  await world.lifecycle.sync();
  world.hr.calls.length = 0;
  const explained = await world.lifecycle.explain('e0002', 'okta');
  expect(world.hr.calls).toEqual([]);
  expect(explained).toMatchObject({ phase: 'active', cutAt: '2027-01-01T00:00:00.000Z', nextDueAt: '2027-01-01T00:00:00.000Z' });
  expect(explained.targets).toMatchObject([
    {
      target: 'okta',
      situation: 'linked',
      wanted: 'active',
      because: 'everyone',
      link: { provenance: 'created' },
      lastWrite: { outcome: 'applied', change: { kind: 'user.update' } },
      whyNothing: 'everything there is as it should be',
    },
  ]);
  const text = explained.toString();
  expect(text).toContain('e0002 FL, Engineering: active, from 2020-01-06');
  expect(text).toContain('last: okta: update (title) in run-000002: applied');
  for (const value of ['Secret title', 'person2@example.com', 'First2', 'Last2']) expect(text).not.toContain(value);
  expect((await world.lifecycle.explain('e0002', 'okta', { reveal: true })).toString()).toContain('Secret title');
  await expect(world.lifecycle.explain('e0099')).rejects.toMatchObject({ code: 'OPTIONS_INVALID' });
});

test('explain says why nothing happens: held, asked, kept by policy, not meant', async () => {
  const world = createWorld([worker(1), worker(2), worker(3)]);
  world.okta.addUser({ userName: 'person1@example.com' });
  world.okta.addUser({ userName: 'two', employeeNumber: 'N2' });
  world.okta.addUser({ userName: 'person2@example.com' });
  await world.lifecycle.sync();
  const why = async (person: string, target: string) => (await world.lifecycle.explain(person, target)).targets[0];
  expect(await why('e0001', 'okta')).toMatchObject({
    situation: 'matched',
    whyNothing: expect.stringMatching(/^held by a guard: .*; approve /),
  });
  expect(await why('e0002', 'okta')).toMatchObject({
    situation: 'ambiguous',
    whyNothing: expect.stringContaining('question match/okta/e0002'),
  });
  expect(await why('e0003', 'code')).toMatchObject({ situation: 'missing', wanted: 'none', because: expect.stringContaining('not in') });
  world.hr.putEmployee(worker(2, off));
  await world.lifecycle.sync();
  expect((await why('e0002', 'code'))?.whyNothing).toBe('policy create-only never removes');
});

test('connections tell when each system was last read, and what went wrong since', async () => {
  const world = await settledWorld(workers(3));
  const stateOf = async () => (await collect(world.lifecycle.connections())).map(({ id, role, state }) => `${id} ${role} ${state}`);
  const [asRead] = await collect(world.lifecycle.connections());
  expect([asRead?.freshAt, asRead?.readAt]).toEqual(['2026-11-23T12:00:00.000Z', '2026-11-23T12:00:00.000Z']);
  expect(await stateOf()).toEqual(['hr source connected', 'okta identity connected', 'chat app connected', 'code app connected']);
  const refused = new TenureError('CONNECTOR_UNAUTHENTICATED', { system: 'hr', verb: 'list employees', fact: 'revoked', details: {} });
  world.hr.fail('employees.list', 'every', { kind: 'before', error: refused });
  world.clock.advance(1);
  await world.lifecycle.sync();
  const [source] = await collect(world.lifecycle.connections());
  expect(source).toMatchObject({ state: 'relink-needed', failed: { because: 'hr: list employees: revoked' } });
  world.hr.heal();
  world.clock.advance(1);
  await world.lifecycle.sync();
  expect((await stateOf())[0]).toBe('hr source connected');
});

test('a connection that can tell its own state is asked', async () => {
  const world = await settledWorld(workers(3));
  const source = { ...world.source, connection: { state: async () => ({ state: 'frozen' as const, system: 'Workday' }) } };
  const [report] = await collect(reopened(world, { source }).lifecycle.connections());
  expect(report).toMatchObject({ id: 'hr', state: 'frozen', system: 'Workday', quarantined: false });
});

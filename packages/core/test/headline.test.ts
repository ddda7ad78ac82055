// What a plan without changes says of itself: that all is well only where all is.
import { expect, test } from 'vitest';
import { TenureError } from '../src/index.ts';
import { createWorld, settledWorld, worker, workers } from './world.ts';

test('all is as policy wants it only where it is', async () => {
  const world = await settledWorld(workers(4));
  expect(String(await world.lifecycle.plan())).toBe('Nothing to do: every account is as policy wants it.');
});

test('a target that is left out stands in the headline, the header and the print', async () => {
  const world = createWorld(workers(4));
  const refused = new TenureError('CONNECTOR_UNAUTHENTICATED', { system: 'chat', verb: 'list accounts', fact: 'refused', details: {} });
  world.chat.fail('accounts.list', 'every', { kind: 'before', error: refused });
  await world.lifecycle.sync();
  const plan = await world.lifecycle.plan();
  expect([plan.isEmpty, String(plan)]).toEqual([true, 'Nothing to do now; chat is left out.']);
  expect(plan.header.leftOut).toEqual([{ target: 'chat', because: expect.stringContaining('refused') }]);
  expect(plan.toTable()).toMatch(/! chat is LEFT OUT: /);
});

test('what waits and what keeps failing stands in it as well', async () => {
  const world = await settledWorld([...workers(3), worker(4, { workEmail: null })]);
  expect(String(await world.lifecycle.plan())).toBe('Nothing to do now; 3 cases wait for a person or a fact.');
  const rejected = new TenureError('CONNECTOR_REJECTED', {
    system: 'chat',
    verb: 'create account',
    fact: 'refused title',
    details: { fields: ['title'] },
  });
  world.chat.fail('accounts.create', 'every', { kind: 'before', error: rejected });
  world.hr.setEmployees([...workers(3), worker(5)]);
  for (let times = 0; times < 3; times += 1) await world.lifecycle.sync();
  const plan = await world.lifecycle.plan();
  expect(plan.header.failing).toBe(1);
  expect(String(plan)).toMatch(/1 change keeps failing/);
});

test('a plan of some people says nothing about everybody', async () => {
  const world = await settledWorld([...workers(3), worker(4, { workEmail: null })]);
  const { plan } = await world.lifecycle.sync({ people: ['e0001'] });
  expect([plan.isEmpty, String(plan)]).toEqual([true, 'Nothing to do on what was read and is believed.']);
  const { plan: waiting } = await world.lifecycle.sync({ people: ['e0004'] });
  expect(String(waiting)).toBe('Nothing to do on what was read and is believed; 3 cases wait for a person or a fact.');
});

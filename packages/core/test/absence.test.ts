// Absence alone is never a leaver: what each rule makes of somebody who is missing from a whole, trusted reading.
import { expect, test } from 'vitest';
import { TenureError } from '../src/index.ts';
import { createWorld, settledWorld, targetState, userState, workers } from './world.ts';

const fourth = 'person4@example.com';

test('confirm asks the source, and only who is gone there is cut', async () => {
  const world = await settledWorld(workers(6));
  const listed = world.hr.employees;
  world.hr.setEmployees(workers(3));
  world.hr.fail('employees.list', 1, {
    kind: 'before',
    error: new TenureError('FEED_INCOMPLETE', { system: 'hr', verb: 'list', fact: 'x', details: { reasons: [] } }),
  });
  expect((await world.lifecycle.plan()).header.feed.failure).toMatchObject({ code: 'FEED_INCOMPLETE' });
  world.hr.heal();
  world.hr.setEmployeeRecords(listed.slice(0, 5));
  await world.lifecycle.sync();
  expect(targetState(world).chat.filter((line) => line.includes('disabled'))).toEqual(['person6@example.com disabled']);
});

test('whoever the list forgot but the source still knows stays, with what it says now', async () => {
  const world = await settledWorld(workers(6));
  const list = world.source.employees.list.bind(world.source.employees);
  Object.assign(world.source.employees, {
    list: async (...request: Parameters<typeof list>) => {
      const page = await list(...request);
      return { ...page, items: page.items.filter((item) => !(item.kind === 'record' && item.value.id === 'e0004')) };
    },
  });
  world.hr.setEvidence({ employees: 5 });
  const { plan } = await world.lifecycle.sync();
  expect(userState(world, fourth)).toBe('active');
  expect(plan.header.feed.missing).toBe(0);
});

test.each(['cannot tell', 'cannot be reached', 'has no such call'])(
  'a source that %s leaves a question, and nobody is cut',
  async (how) => {
    const world = await settledWorld(workers(6), {}, { source: { without: how === 'has no such call' ? ['employees.get'] : [] } });
    world.hr.removeEmployee('e0004');
    world.hr.cannotTell.add('e0004');
    const down = new TenureError('CONNECTOR_UNAVAILABLE', { system: 'hr', verb: 'get employee', fact: 'down', details: {} });
    if (how === 'cannot be reached') world.hr.fail('employees.get', 'every', { kind: 'before', error: down });
    for (let round = 0; round < 2; round += 1) {
      const { plan } = await world.lifecycle.sync();
      expect(plan.header.feed.missing).toBe(1);
      expect(plan.toMarkdown()).toContain('1 missing');
    }
    expect(userState(world, fourth)).toBe('active');
  },
);

test('ignore does nothing about it', async () => {
  const world = await settledWorld(workers(6), { feed: { absence: 'ignore' } });
  world.hr.removeEmployee('e0004');
  await world.lifecycle.sync();
  expect(userState(world, fourth)).toBe('active');
});

test('leaver takes it for a departure where the source cannot be asked, behind the guard', async () => {
  const world = await settledWorld(workers(30), { feed: { absence: 'leaver' } }, { source: { without: ['employees.get'] } });
  world.hr.setEmployees(workers(29));
  await world.lifecycle.sync();
  expect(userState(world, 'person30@example.com')).toBe('disabled');
  world.hr.setEmployees(workers(24));
  const { plan } = await world.lifecycle.sync();
  expect(plan.header.held.map(({ class: what, people }) => `${what} ${people}`)).toEqual(['disable 5', 'disable 5']);
  expect(targetState(world).chat.filter((line) => line.includes('disabled'))).toHaveLength(1);
});

test('leaver is refused for a source that can be asked', () => {
  expect(() => createWorld(workers(1), { feed: { absence: 'leaver' } })).toThrow(/feed.absence: leaver is refused/);
});

test('somebody who is listed again after having been missing is as before', async () => {
  const world = await settledWorld(workers(6));
  const before = targetState(world);
  world.hr.removeEmployee('e0004');
  await world.lifecycle.sync();
  expect(userState(world, fourth)).toBe('disabled');
  world.hr.setEmployees(workers(6));
  await world.lifecycle.sync();
  expect(targetState(world)).toEqual(before);
  expect((await world.lifecycle.plan()).isEmpty).toBe(true);
});

import { expect, test } from 'vitest';
import { createWorld, worker } from '../../test/world.ts';

test('a manager cycle is told, and nobody loses or gains anything by it', async () => {
  const circle = [
    worker(1, { managerId: 'e0002' }),
    worker(2, { managerId: 'e0003' }),
    worker(3, { managerId: 'e0001' }),
    worker(4, { managerId: 'e0001' }),
  ];
  const world = createWorld(circle);
  const plan = await world.lifecycle.plan();
  expect(plan.header.feed.notes).toEqual(['3 people are their own managers through others: e0001, e0002, e0003']);
  expect(plan.header.people).toBe(4);
});

test('a cycle that a later reading closes is told as well', async () => {
  const world = createWorld([worker(1, { managerId: 'e0002' }), worker(2)]);
  expect((await world.lifecycle.plan()).header.feed.notes).toEqual([]);
  world.hr.putEmployee(worker(2, { managerId: 'e0001' }));
  expect((await world.lifecycle.plan()).header.feed.notes).toEqual(['2 people are their own managers through others: e0001, e0002']);
});

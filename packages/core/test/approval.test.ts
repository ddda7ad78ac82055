import { expect, test } from 'vitest';
import { settledWorld, worker, workers } from './world.ts';

const off = { status: 'terminated', endDate: '2026-11-20' } as const;

test('approving a hash that no plan holds is an error, not a silence', async () => {
  const world = await settledWorld(workers(3));
  await expect(world.lifecycle.approve('0123456789abcdef', { by: 'ann' })).rejects.toMatchObject({ code: 'PLAN_STALE' });
});

test('a held part is approved by the beginning of its hash, as prints show it', async () => {
  const world = await settledWorld(workers(12));
  world.hr.setEmployees(workers(12).map((each, index) => (index < 7 ? each : { ...each, ...off })));
  const { plan } = await world.lifecycle.sync();
  const held = plan.header.held.find(({ target }) => target === 'okta');
  await expect(world.lifecycle.approve(held?.hash.slice(0, 4) ?? '', { by: 'ann' })).rejects.toMatchObject({ code: 'PLAN_STALE' });
  await world.lifecycle.approve(held?.hash.slice(0, 12) ?? '', { by: 'ann' });
  await world.lifecycle.sync();
  expect([...world.okta.users.values()].filter(({ state }) => state === 'disabled')).toHaveLength(5);
});

test('a rehire under the same id counts although the old last day was never taken away', async () => {
  const world = await settledWorld([worker(1), worker(2, { ...off })]);
  world.hr.putEmployee(worker(2, { status: 'active', startDate: '2026-11-23', endDate: '2026-11-20' }));
  await world.lifecycle.sync();
  expect([...world.okta.users.values()].map(({ state }) => state)).toEqual(['active', 'active']);
});

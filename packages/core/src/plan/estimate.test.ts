import { expect, test } from 'vitest';
import { estimatePlan } from './estimate.ts';

const create = { target: 'chat', kind: 'account.create', class: 'create', changes: 10_000 } as const;
const cut = { target: 'chat', kind: 'account.disable', class: 'disable', changes: 5 } as const;

test('calls are counted as the connector declares them, looking before creating included', () => {
  expect(estimatePlan([create, cut], [{ id: 'chat', calls: { disable: 3 } }, { id: 'idle' }])).toEqual([
    { target: 'chat', calls: 20_015, seconds: null },
  ]);
});

test('time is what the declared limit takes beside the room kept for cuts, the first window free', () => {
  const limits = { requests: { count: 600, perMs: 60_000 } };
  expect(estimatePlan([create], [{ id: 'chat', limits }])).toEqual([{ target: 'chat', calls: 20_000, seconds: 34 * 60 }]);
  expect(estimatePlan([cut], [{ id: 'chat', limits }])).toEqual([{ target: 'chat', calls: 5, seconds: 0 }]);
});

test('where kinds of calls are counted apart, the slowest kind is the time', () => {
  const calls = { create: { users: 1 }, disable: { users: 3, 'user-read': 1 } };
  const kinds = [
    { ...create, kind: 'user.create' },
    { ...cut, kind: 'user.disable' },
  ] as const;
  const limits = { buckets: { users: { count: 300, perMs: 60_000 }, 'user-read': { count: 1, perMs: 60_000 } } };
  expect(estimatePlan(kinds, [{ id: 'chat', calls, limits }])).toEqual([{ target: 'chat', calls: 10_020, seconds: 34 * 60 }]);
  expect(estimatePlan(kinds, [{ id: 'chat', calls, limits: { buckets: { logs: { count: 1, perMs: 1 } } } }])).toMatchObject([
    { seconds: null },
  ]);
});

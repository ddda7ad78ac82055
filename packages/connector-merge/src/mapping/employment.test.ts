import { expect, test } from 'vitest';
import { employmentSchema, type MergeEmployment } from '../api/wire.ts';
import { currentEmployment } from './employment.ts';

const today = '2026-08-03';

function employment(id: string, effective: string | null, more: Record<string, unknown> = {}): MergeEmployment {
  return employmentSchema.parse({ id, effective_date: effective, modified_at: '2026-01-01T00:00:00Z', ...more });
}

test.each([
  ['none of none', [], undefined],
  ['the only one', [employment('a', '2024-01-01T00:00:00Z')], 'a'],
  [
    'the one that took effect last, whatever the order',
    [employment('b', '2025-01-01'), employment('c', '2026-01-01'), employment('a', '2024-01-01')],
    'c',
  ],
  ['one that takes effect today', [employment('a', '2024-01-01'), employment('b', '2026-08-03T00:00:00+10:00')], 'b'],
  ['not one that is still to come', [employment('a', '2024-01-01'), employment('b', '2026-08-04')], 'a'],
  ['the first of those to come where there is no other', [employment('a', '2027-01-01'), employment('b', '2026-09-01')], 'b'],
  ['one without a date is the oldest', [employment('a', null), employment('b', '2020-01-01')], 'b'],
  ['one without a date where there is no other', [employment('a', null), employment('b', '2027-01-01')], 'a'],
  ['not a deleted one', [employment('a', '2024-01-01'), employment('b', '2026-01-01', { remote_was_deleted: true })], 'a'],
  ['none of deleted ones', [employment('b', '2026-01-01', { remote_was_deleted: true })], undefined],
  [
    'of two on one day the one stored last',
    [employment('a', '2026-01-01', { modified_at: '2026-02-02' }), employment('b', '2026-01-01')],
    'a',
  ],
  ['of equals the smaller id', [employment('b', '2026-01-01'), employment('a', '2026-01-01')], 'a'],
  ['of equals to come the smaller id', [employment('b', '2027-01-01'), employment('a', '2027-01-01')], 'a'],
])('%s', (_title, employments, expected) => {
  expect(currentEmployment(employments, today)?.id).toBe(expected);
  expect(currentEmployment([...employments].reverse(), today)?.id).toBe(expected);
});

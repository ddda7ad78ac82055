// Which of a person's employments is the one that counts now. Pure.
import type { MergeEmployment } from '../api/wire.ts';
import { dayOf } from './dates.ts';

/**
 * The employment that took effect last and is in effect on `today`; one without a date counts as the oldest. Where all are
 * still to come, the first of them. Equals: the one stored last, then the smaller id.
 */
export function currentEmployment(employments: readonly MergeEmployment[], today: string): MergeEmployment | undefined {
  const sorted = employments.filter(({ remote_was_deleted: deleted }) => deleted !== true).sort(latestFirst);
  const inEffect = sorted.find((employment) => dayIn(employment) <= today);
  if (inEffect !== undefined) return inEffect;
  const first = sorted.at(-1);
  return first === undefined ? undefined : sorted.find((employment) => dayIn(employment) === dayIn(first));
}

function latestFirst(one: MergeEmployment, other: MergeEmployment): number {
  return descending(dayIn(one), dayIn(other)) || descending(one.modified_at ?? '', other.modified_at ?? '') || descending(other.id, one.id);
}

function dayIn({ effective_date: date }: MergeEmployment): string {
  return dayOf(date) ?? '';
}

function descending(one: string, other: string): number {
  if (one === other) return 0;
  return one > other ? -1 : 1;
}

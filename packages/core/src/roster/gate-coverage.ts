// The trust gate, field by field: a column that went missing, or came back in other words, says nothing about anybody.
import type { EmployeeField } from '../model/employee.ts';
import { type FeedFigures, type GateLimits, type WatchedField, watchedFields } from './feed-figures.ts';

/** Falls of this many records or fewer are everyday, however small the company. */
export const everyday = 3;

export interface FieldDoubt {
  readonly field: EmployeeField;
  /** One clause with counts, without values. */
  readonly because: string;
}

/** Fields whose changes are set aside in this reading, with the reason. Pure. */
export function doubtfulFields(figures: FeedFigures, accepted: FeedFigures | undefined, limits: GateLimits): FieldDoubt[] {
  const fallen = watchedFields
    .filter((field) => accepted !== undefined && hasCollapsed(field, figures, accepted, limits))
    .map((field) => ({ field, because: `${field} is filled in ${figures.kept[field] ?? 0} of ${figures.known} known people’s records` }));
  const garbled = Object.entries(figures.unknownWords)
    .filter(([, count]) => count > everyday && count > figures.employees * limits.unknownWords)
    .map(([field, count]) => ({
      field: field as EmployeeField,
      because: `${field} is a word we do not know in ${count} of ${figures.employees} records`,
    }));
  return [...fallen, ...garbled.filter(({ field }) => !fallen.some((other) => other.field === field))];
}

/** By share among the people known before, or down to nobody: a column that few fill can vanish without a fall in share. */
function hasCollapsed(field: WatchedField, now: FeedFigures, then: FeedFigures, limits: GateLimits): boolean {
  if (then.employees === 0 || now.known === 0 || limits.coverageFall >= 1) return false;
  const [kept, filled] = [now.kept[field] ?? 0, then.filled[field] ?? 0];
  if (kept === 0 && filled > everyday && now.known > everyday) return true;
  const lost = filled / then.employees - kept / now.known;
  return lost > limits.coverageFall && lost * now.known > everyday;
}

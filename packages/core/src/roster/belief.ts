// What of one record is believed, given the verdict on the whole reading. Pure.
import { type Employee, type EmployeeField, employeeFields } from '../model/employee.ts';
import type { FeedVerdict } from './gate.ts';
import { mergeStatement } from './statement.ts';

export interface BeliefInput {
  /** What the roster holds; absent for somebody new, of whom everything is believed that can be read. */
  readonly before: Employee | undefined;
  readonly stated: Employee;
  readonly covers: ReadonlySet<EmployeeField>;
  readonly verdict: Pick<FeedVerdict, 'may' | 'distrusted'>;
  /** True when a record, merged like this, says that the employment is over although the roster says that it goes on. */
  readonly isDeparture: (merged: Employee) => boolean;
}

const ofMoves = ['departmentId', 'managerId'] as const satisfies readonly EmployeeField[];
const ofDepartures = ['status', 'startDate', 'endDate'] as const satisfies readonly EmployeeField[];

/** Fields whose statement is set aside because of the verdict; the known values stay. */
export function disbelievedFields({ before, stated, covers, verdict, isDeparture }: BeliefInput): Set<EmployeeField> {
  const keep = new Set<EmployeeField>();
  if (before === undefined) return keep;
  const { may, distrusted } = verdict;
  for (const field of distrusted) keep.add(field);
  if (!may.move) for (const field of ofMoves) keep.add(field);
  if (!may.clear) for (const field of employeeFields) if (isCleared(field, before, stated, covers)) keep.add(field);
  if (!may.leave && isDeparture(mergeStatement(before, stated, covers, keep).employee)) for (const field of ofDepartures) keep.add(field);
  return keep;
}

function isCleared(field: EmployeeField, before: Employee, stated: Employee, covers: ReadonlySet<EmployeeField>): boolean {
  // A last day that is taken back takes nothing away from anybody.
  if (field === 'endDate' || before[field] === undefined || before[field] === null) return false;
  if (field === 'customFields' && clearsOwnField(before, stated)) return true;
  return stated[field] === null || (stated[field] === undefined && covers.has(field));
}

function clearsOwnField({ customFields: before }: Employee, { customFields: stated }: Employee): boolean {
  return Object.entries(stated ?? {}).some(([name, value]) => value === null && (before?.[name] ?? null) !== null);
}

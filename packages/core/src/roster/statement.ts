// From what a source said to what the roster holds: validation field by field, and the merge with what was known.
import type { Draft } from '../connector/source.ts';
import { type CustomValue, type Employee, type EmployeeField, employeeFields, employeeSchema } from '../model/employee.ts';

/** Why part of a record was not believed: the field and a reason without values. */
export interface Withheld {
  readonly field: EmployeeField;
  readonly reason: string;
}

export type Statement =
  | {
      readonly kind: 'stated';
      readonly employee: Employee;
      /** Fields whose statement was set aside; the known value stays. */
      readonly withheld: readonly Withheld[];
    }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Words from a list the source may extend at any time: an unknown one is set aside, the rest of the record stands. */
const openFields: ReadonlySet<string> = new Set<EmployeeField>(['status', 'employmentType', 'timeZone']);

/**
 * Validates a draft. An unknown status, employment type or zone is set aside and reported; any other fault makes the
 * whole record unreadable: it is quarantined and the known one stays. Pure.
 */
export function readStatement(draft: Draft<Employee>): Statement {
  const parsed = employeeSchema.safeParse(draft);
  if (parsed.success) return { kind: 'stated', employee: parsed.data, withheld: [] };
  const withheld: Withheld[] = [];
  for (const issue of parsed.error.issues) {
    const field = issue.path[0];
    if (typeof field !== 'string' || !openFields.has(field)) {
      return { kind: 'unreadable', reason: `${issue.path.map(String).join('.')}: ${issue.message}` };
    }
    withheld.push({ field: field as EmployeeField, reason: 'a word we do not know' });
  }
  const rest: Record<string, unknown> = { ...draft };
  for (const { field } of withheld) delete rest[field];
  const again = employeeSchema.safeParse(rest);
  if (!again.success) return { kind: 'unreadable', reason: 'more than one fault' };
  return { kind: 'stated', employee: again.data, withheld };
}

/**
 * What the roster holds after a statement: absent fields keep what was known, covered ones that are absent become
 * null, withheld ones keep what was known. The same goes for each of HR's own fields, which no source covers. `plain` says
 * that nothing was kept or filled in.
 */
export function mergeStatement(
  known: Employee | undefined,
  stated: Employee,
  covers: ReadonlySet<EmployeeField>,
  keep: ReadonlySet<EmployeeField>,
): { readonly employee: Employee; readonly plain: boolean } {
  const merged: Record<string, unknown> = { id: stated.id };
  let plain = true;
  for (const field of employeeFields) {
    const before = known?.[field];
    if (keep.has(field)) {
      if (before !== undefined) merged[field] = before;
      plain = false;
    } else if (stated[field] !== undefined) {
      merged[field] = stated[field];
    } else if (covers.has(field)) {
      merged[field] = null;
      plain = false;
    } else if (before !== undefined) {
      merged[field] = before;
      plain = false;
    }
  }
  const silent = keep.has('customFields') ? [] : ownFieldsLeftOut(known, stated);
  if (silent.length === 0) return { employee: merged as unknown as Employee, plain };
  const customFields = { ...Object.fromEntries(silent), ...stated.customFields };
  return { employee: { ...(merged as unknown as Employee), customFields }, plain: false };
}

/** A source that states some of HR's own fields says nothing about the others. */
function ownFieldsLeftOut(known: Employee | undefined, { customFields: stated }: Employee): readonly [string, CustomValue][] {
  if (stated === null || stated === undefined) return [];
  return Object.entries(known?.customFields ?? {}).filter(([name]) => !Object.hasOwn(stated, name));
}

/** The fields in which two records differ, in the fixed order. */
export function changedFields(before: Employee, after: Employee): EmployeeField[] {
  return employeeFields.filter((field) => !sameValue(before[field], after[field]));
}

function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].every((key) => sameValue(left[key], right[key]));
}

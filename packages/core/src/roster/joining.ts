// Which person an employment record belongs to. One wrong join hands one human's accounts to another, so: strong keys
// only, and never two employments of strangers because an address was given out again.
import type { Employee } from '../model/employee.ts';
import type { Phase } from '../model/person.ts';

export interface KnownEmployment {
  readonly person: string;
  readonly employee: Employee;
  readonly phase: Phase;
}

/**
 * The person a new record joins, or undefined for a person of their own. Joined are records with the same employee
 * number, or the same work e-mail together with the same first and last name, when at most one of them has not left.
 */
export function joinTo(record: Employee, phase: Phase, known: readonly KnownEmployment[]): string | undefined {
  const alike = known.filter(({ employee }) => employee.id !== record.id && isSameHuman(record, employee));
  const people = new Set(alike.map(({ person }) => person));
  if (people.size !== 1) return undefined;
  const alive = alike.filter((other) => other.phase !== 'left').length + (phase === 'left' ? 0 : 1);
  return alive <= 1 ? alike[0]?.person : undefined;
}

function isSameHuman(a: Employee, b: Employee): boolean {
  if (sameKey(a.employeeNumber, b.employeeNumber)) return true;
  if (!sameKey(a.workEmail, b.workEmail)) return false;
  return sameKey(a.firstName, b.firstName) && sameKey(a.lastName, b.lastName);
}

function sameKey(a: string | null | undefined, b: string | null | undefined): boolean {
  const [left, right] = [normalizeKey(a), normalizeKey(b)];
  return left !== undefined && left === right;
}

/** A look-up key as it is compared: trimmed, without case, composed. Values themselves are never changed. */
export function normalizeKey(text: string | null | undefined): string | undefined {
  const folded = text?.normalize('NFC').trim().toLowerCase();
  return folded === undefined || folded === '' ? undefined : folded;
}

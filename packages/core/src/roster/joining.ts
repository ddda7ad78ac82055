// Which person an employment record belongs to. One wrong join hands one human's accounts to another, one that is missed
// cuts somebody who goes on working: strong keys only, and never two strangers because an address was given out again.
import type { Employee } from '../model/employee.ts';
import type { Phase } from '../model/person.ts';

export interface KnownEmployment {
  readonly person: string;
  readonly employee: Employee;
  readonly phase: Phase;
}

/**
 * The person a new record joins, or undefined for a person of their own. Records with the same employee number or work
 * e-mail and the same first and last name are employments of one human, side by side or one after the other. Where the
 * names differ or are not stated, the same employee number alone joins when at most one of the records has not left.
 */
export function joinTo(record: Employee, phase: Phase, known: readonly KnownEmployment[]): string | undefined {
  const others = known.filter(({ employee }) => employee.id !== record.id);
  const alike = others.filter(({ employee }) => hasSameKey(record, employee) && hasSameName(record, employee));
  const numbered = others.filter(({ employee }) => sameKey(record.employeeNumber, employee.employeeNumber));
  const people = new Set([...alike, ...numbered].map(({ person }) => person));
  const [person] = people;
  if (people.size !== 1) return undefined;
  if (alike.length > 0) return person;
  const alive = numbered.filter((other) => other.phase !== 'left').length + (phase === 'left' ? 0 : 1);
  return alive <= 1 ? person : undefined;
}

function hasSameKey(a: Employee, b: Employee): boolean {
  return sameKey(a.employeeNumber, b.employeeNumber) || sameKey(a.workEmail, b.workEmail);
}

function hasSameName(a: Employee, b: Employee): boolean {
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

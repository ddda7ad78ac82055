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
 * names differ in part or are not stated, the same employee number alone joins when at most one of the records has not left.
 * Names that share nothing are those of a stranger who was given a leaver's number.
 */
export function joinTo(record: Employee, phase: Phase, known: readonly KnownEmployment[]): string | undefined {
  const others = known.filter(({ employee }) => employee.id !== record.id);
  const alike = others.filter(({ employee }) => hasSameKey(record, employee) && hasSameName(record, employee));
  const numbered = others.filter(
    ({ employee }) => sameKey(record.employeeNumber, employee.employeeNumber) && !shareNothing(namesOf(record), namesOf(employee)),
  );
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

const namesOf = ({ firstName, preferredName, lastName }: Employee): string[] => nameWords([firstName, preferredName, lastName]);

/** Whether both are named and no word of a name is in both. */
function shareNothing(one: readonly string[], other: readonly string[]): boolean {
  return one.length > 0 && other.length > 0 && !one.some((word) => other.includes(word));
}

/** The words of a name without case and accents: enough to see that two names share nothing. */
export function nameWords(names: readonly (string | null | undefined)[]): string[] {
  const text = names.filter((name) => name !== null && name !== undefined).join(' ');
  const folded = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return [...new Set(folded.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== ''))];
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

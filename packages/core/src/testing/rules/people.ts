// People who do not exist, for rules: every value of one person holds a marker that can be searched for.
import { type AccountProfile, isTenureError, type ProfileAttribute } from '../../connector/index.ts';
import type { SeedEmployee } from './world.ts';

/** Text inside every personal value of {@link markedEmployee} and {@link markedProfile}. */
export const personMarker = 'xqmarkerqx';

/** Attributes that no target needs to know a person by, so that any may be cleared. */
export const clearableAttributes: readonly ProfileAttribute[] = ['title', 'department', 'city'];

/** Attributes that identify nobody, so that any target lets them change. */
export const plainAttributes: readonly ProfileAttribute[] = [...clearableAttributes, 'displayName', 'familyName', 'givenName'];

/** A set of different employees. */
export function employeesNumbered(count: number): readonly SeedEmployee[] {
  return Array.from({ length: count }, (_, index) => ({
    firstName: `Given${index + 1}`,
    lastName: `Family${index + 1}`,
    workEmail: `person${index + 1}@example.com`,
    jobTitle: index % 2 === 0 ? 'Clerk' : null,
  }));
}

export const markedEmployee: SeedEmployee = {
  firstName: `Given${personMarker}`,
  lastName: `Family${personMarker}`,
  workEmail: `${personMarker}@example.com`,
  jobTitle: `Title${personMarker}`,
};

/** A full profile; different for every name. User name and e-mail address differ only where `userName` says so. */
export function profileOf(name: string): AccountProfile {
  return {
    userName: `${name}@example.com`,
    externalId: `external-${name}`,
    employeeNumber: `number-${name}`,
    email: `${name}@example.com`,
    givenName: `Given-${name}`,
    familyName: `Family-${name}`,
    displayName: `Display ${name}`,
    title: `Title-${name}`,
    department: `Department-${name}`,
    city: `City-${name}`,
  };
}

export const markedProfile: AccountProfile = profileOf(personMarker);

/** An id of the same form as `id` that nobody has. */
export function unknownId(id: string): string {
  return /^\d+$/.test(id) ? '999999999' : `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`;
}

/** What a failed rule may say about an error it did not expect. */
export function nameOf(error: unknown): string {
  if (isTenureError(error)) return error.code;
  return error instanceof Error ? error.name : typeof error;
}

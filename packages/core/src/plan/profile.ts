// What a target may be told about a person, taken from what HR says.
import { type AccountProfile, type AttributeValue, type ProfileAttribute, profileAttributes } from '../model/account.ts';
import type { Department } from '../model/department.ts';
import type { Employee } from '../model/employee.ts';
import type { Person } from '../model/person.ts';
import type { Digest } from '../roster/digest.ts';

/**
 * The profile of a person: absent where HR did not say, null where HR says empty, else exactly as HR entered it. The
 * work e-mail, or the address generated for want of one, is the user name; neither is ever null, because nobody can sign in
 * with nothing.
 */
export function profileOf(person: Person, department: Department | undefined): AccountProfile {
  const { primary } = person;
  const given = calledBy(primary);
  const email = isBlank(primary.workEmail) ? person.address : primary.workEmail;
  const names = [given, primary.lastName].filter((name) => name !== null && name !== undefined && name !== '');
  return definedOnly({
    userName: email,
    externalId: person.id,
    employeeNumber: primary.employeeNumber,
    email,
    givenName: given,
    familyName: primary.lastName,
    displayName: names.length === 0 ? undefined : names.join(' '),
    phone: primary.phone,
    title: primary.jobTitle,
    department: primary.departmentId === null ? null : department?.name,
    city: primary.location === null ? null : primary.location?.city,
    country: primary.location === null ? null : primary.location?.country,
    timeZone: primary.timeZone,
  });
}

/** The preferred name where there is one: exports leave it blank for most people. */
function calledBy({ preferredName, firstName }: Employee): string | null | undefined {
  return isBlank(preferredName) ? firstName : preferredName;
}

function isBlank(text: string | null | undefined): text is '' | null | undefined {
  return text === null || text === undefined || text.trim() === '';
}

/** The part of a profile a target can be told. */
export function profileFor(profile: AccountProfile, attributes: readonly ProfileAttribute[]): AccountProfile {
  return pick(profile, (name) => attributes.includes(name));
}

/** The profile without its nulls: what a new account is created with. */
export function withoutNulls(profile: AccountProfile): AccountProfile {
  return pick(profile, (name) => profile[name] !== null);
}

function definedOnly(profile: { readonly [Name in ProfileAttribute]?: AttributeValue | undefined }): AccountProfile {
  return pick(profile, () => true);
}

/** Every plan makes several profiles per person: a plain loop in the fixed order costs a fifth of going over entries. */
function pick(
  profile: { readonly [Name in ProfileAttribute]?: AttributeValue | undefined },
  wanted: (name: ProfileAttribute) => boolean,
): AccountProfile {
  const picked: { [Name in ProfileAttribute]?: AttributeValue } = {};
  for (const name of profileAttributes) {
    const value = profile[name];
    if (value !== undefined && wanted(name)) picked[name] = value;
  }
  return picked;
}

/** Initials for a print: at most two letters, or the id's first two characters for somebody without a name. */
export function initialsOf(person: Person): string {
  const letters = [calledBy(person.primary), person.primary.lastName].map((name) =>
    name === null || name === undefined ? '' : ([...name.trim()][0] ?? ''),
  );
  const initials = letters.join('').toUpperCase();
  return initials === '' ? '?' : initials;
}

/** The keyed hash by which the ledger remembers what was written to one attribute of one target. */
export function attributeHash(digest: Digest, target: string, name: ProfileAttribute, value: AttributeValue): string {
  return digest.keyed(JSON.stringify([target, name, value]));
}

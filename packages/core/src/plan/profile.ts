// What a target may be told about a person, taken from what HR says.
import { type AccountProfile, type AttributeValue, type CustomAttribute, customFieldOf, type ProfileAttribute } from '../model/account.ts';
import type { Department } from '../model/department.ts';
import type { CustomValue, Employee } from '../model/employee.ts';
import type { Person } from '../model/person.ts';
import type { Digest } from '../roster/digest.ts';

/**
 * The profile of a person: absent where HR did not say, null where HR says empty, else exactly as HR entered it. The
 * work e-mail, or the address generated for want of one, is the user name; neither is ever null, because nobody can sign in
 * with nothing. Of HR's own fields it holds those of `custom`, which some target is told.
 */
export function profileOf(person: Person, department: Department | undefined, custom: readonly CustomAttribute[]): AccountProfile {
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
    ...(custom.length === 0 ? undefined : ownFields(primary, custom)),
  });
}

/** Where HR says that there are no own fields at all, each of them is empty. */
function ownFields({ customFields }: Employee, custom: readonly CustomAttribute[]): AccountProfile {
  const told: Record<CustomAttribute, AttributeValue> = {};
  if (customFields === undefined) return told;
  for (const attribute of custom) {
    const field = customFieldOf(attribute);
    if (customFields === null) told[attribute] = null;
    else if (Object.hasOwn(customFields, field)) told[attribute] = inWords(customFields[field]);
  }
  return told;
}

const inWords = (value: CustomValue | undefined): AttributeValue => (value === null || value === undefined ? null : String(value));

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

type PartialProfile = { readonly [Name in ProfileAttribute]?: AttributeValue | undefined };

function definedOnly(profile: PartialProfile): AccountProfile {
  return pick(profile, () => true);
}

/** Every plan makes several profiles per person: a plain loop costs a fifth of going over entries. */
function pick(profile: PartialProfile, wanted: (name: ProfileAttribute) => boolean): AccountProfile {
  const picked: { [Name in ProfileAttribute]?: AttributeValue } = {};
  // A profile holds its names in the fixed order from the beginning.
  for (const name in profile) {
    const value = profile[name as ProfileAttribute];
    if (value !== undefined && wanted(name as ProfileAttribute)) picked[name as ProfileAttribute] = value;
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

// Accounts in targets, and the links that tie them to people.
import type { Instant } from './dates.ts';

/** What a target says about an account's use. `unknown` is a state the connector could not read: never treated as off. */
export type AccountState = 'active' | 'pending' | 'disabled' | 'gone' | 'unknown';

/** One attribute value as it is sent to a target: `null` clears it. */
export type AttributeValue = string | null;

/** A field of HR's own among the attributes: `customFields.` and its name in {@link Employee.customFields}. */
export type CustomAttribute = `customFields.${string}`;

/**
 * What a target may be told about a person, in terms of no vendor. A connector maps it to the vendor's own names.
 * An absent attribute is left alone, `null` is cleared.
 */
export interface AccountProfile {
  /** HR's own fields, by name: what HR entered, in words; a number and a truth value as JSON writes them. */
  readonly [field: CustomAttribute]: AttributeValue | undefined;
  /** What the person signs in with. */
  readonly userName?: AttributeValue;
  /** Our stable key for the person; it survives renames and rehires. */
  readonly externalId?: AttributeValue;
  readonly employeeNumber?: AttributeValue;
  readonly email?: AttributeValue;
  readonly givenName?: AttributeValue;
  readonly familyName?: AttributeValue;
  readonly displayName?: AttributeValue;
  readonly phone?: AttributeValue;
  readonly title?: AttributeValue;
  /** The department's name. */
  readonly department?: AttributeValue;
  readonly city?: AttributeValue;
  /** As HR entered it; ISO 3166-1 alpha-2 in most sources. */
  readonly country?: AttributeValue;
  readonly timeZone?: AttributeValue;
}

export type ProfileAttribute = keyof AccountProfile;

/** The attributes that mean the same everywhere, in the one order that prints and hashes use; HR's own fields come after them. */
export const profileAttributes = [
  'userName',
  'externalId',
  'employeeNumber',
  'email',
  'givenName',
  'familyName',
  'displayName',
  'phone',
  'title',
  'department',
  'city',
  'country',
  'timeZone',
] as const satisfies readonly ProfileAttribute[];

export type StandardAttribute = (typeof profileAttributes)[number];

const standard: ReadonlySet<string> = new Set(profileAttributes);
const customPrefix = 'customFields.';

/** True for the name of an attribute that a target may be told. Pure. */
export function isProfileAttribute(name: string): name is ProfileAttribute {
  return standard.has(name) || isCustomAttribute(name);
}

/** True for the name of a field of HR's own: `customFields.costCenter`. Pure. */
export function isCustomAttribute(name: string): name is CustomAttribute {
  // A field of that other name is lost where a record is validated.
  return name.startsWith(customPrefix) && name.length > customPrefix.length && name !== 'customFields.__proto__';
}

/** The name HR's field has in {@link Employee.customFields}. Pure. */
export function customFieldOf(attribute: CustomAttribute): string {
  return attribute.slice(customPrefix.length);
}

/**
 * The attributes that something is said of, be it null: in a profile, or in any map by attribute. First those that mean the
 * same everywhere, then HR's own by name. Pure.
 */
export function attributesIn(profile: { readonly [Name in ProfileAttribute]?: unknown }): ProfileAttribute[] {
  const custom = Object.keys(profile).filter(isCustomAttribute);
  return [...profileAttributes, ...custom.sort()].filter((name) => profile[name] !== undefined);
}

/** An account as a target shows it. */
export interface Account {
  /** The target's immutable id; never a login or an e-mail address. */
  readonly id: string;
  readonly state: AccountState;
  readonly userName?: string | undefined;
  readonly externalId?: string | undefined;
  readonly employeeNumber?: string | undefined;
  readonly email?: string | undefined;
  /**
   * What the account holds of the profile, in our words, as far as this read carries it anyway: absent is not shown, null
   * is empty. Used to tell namesakes apart and to find what others changed; never kept but as keyed hashes.
   */
  readonly profile?: AccountProfile | undefined;
  /**
   * How it is off, where the target tells the two apart: what we suspended for a leave and somebody then deactivated is not
   * turned on again without asking. Absent: not told, or not off.
   */
  readonly off?: 'suspended' | 'deactivated' | undefined;
  /** Why nobody but a person may touch this account (an administrator, the credential's own owner). Absent: not protected. */
  readonly protectedBecause?: string | undefined;
}

/** How an account came to belong to a person. Only an account we `created` may be deleted without a person saying so. */
export type Provenance = 'created' | 'adopted' | 'manual';

/** A person's account in one target. */
export interface Link {
  readonly person: string;
  readonly target: string;
  readonly accountId: string;
  readonly provenance: Provenance;
  readonly state: AccountState;
  readonly since: Instant;
}

/** How a person and the accounts of a target relate. */
export type Situation = 'linked' | 'matched' | 'missing' | 'orphan' | 'ambiguous' | 'protected';

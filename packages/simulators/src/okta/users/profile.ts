// What a profile may hold: required attributes, lengths, forms. All causes are reported together, as Okta does.
import type { OktaProfile } from '../records.ts';

/** The longest value by attribute; no entry: no stated limit. */
const longest: Readonly<Record<string, number>> = {
  login: 100,
  email: 100,
  firstName: 50,
  lastName: 50,
  secondEmail: 100,
  mobilePhone: 100,
  primaryPhone: 100,
  countryCode: 2,
  city: 128,
  state: 128,
  zipCode: 50,
  streetAddress: 1024,
  postalAddress: 4096,
};

const unlimited = [
  ...['department', 'division', 'organization', 'costCenter', 'title', 'employeeNumber', 'userType', 'manager', 'managerId'],
  ...[
    'displayName',
    'nickName',
    'middleName',
    'honorificPrefix',
    'honorificSuffix',
    'preferredLanguage',
    'locale',
    'timezone',
    'profileUrl',
  ],
];

const required = ['login', 'email', 'firstName', 'lastName'] as const;
const shortest: Readonly<Record<string, number>> = { login: 5, email: 5 };
const mailForm = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** The types of attributes that are not text, by name. */
export type OktaAttributeTypes = Readonly<Record<string, 'boolean' | 'integer' | 'number'>>;

/** The attributes a user type has. */
export interface OktaSchema {
  readonly attributes: ReadonlySet<string>;
  /** Those that the org has added. */
  readonly custom: readonly string[];
  /** Attributes whose values no two users share, besides `login`. */
  readonly unique: readonly string[];
  /** What no entry says otherwise of is text. */
  readonly types: OktaAttributeTypes;
}

const mostUnique = 5;

/**
 * The base attributes and the org's own.
 *
 * @throws {RangeError} for more unique attributes than Okta allows.
 */
export function schemaWith(added: readonly string[], unique: readonly string[], types: OktaAttributeTypes = {}): OktaSchema {
  if (unique.length > mostUnique) throw new RangeError(`at most ${mostUnique} attributes can be unique`);
  const custom = [...new Set([...added, ...unique, ...Object.keys(types)])];
  return { attributes: new Set([...Object.keys(longest), ...unlimited, ...custom]), custom, unique, types };
}

/** The lengths that the schema states for an attribute. */
export function limitsOf(name: string): { readonly minLength?: number; readonly maxLength?: number } {
  const [least, most] = [shortest[name], longest[name]];
  return { ...(least === undefined ? {} : { minLength: least }), ...(most === undefined ? {} : { maxLength: most }) };
}

/** Logins are unique without regard to case and diacritics. */
export function foldLogin(login: string): string {
  return login.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** `profile` with `changes` made: null takes an attribute away, the others stay. */
export function merged(profile: OktaProfile, changes: OktaProfile): OktaProfile {
  return Object.fromEntries(Object.entries({ ...profile, ...changes }).filter(([, value]) => value !== null));
}

/** Names in `profile` that the schema has not. */
export function undefinedIn(schema: OktaSchema, profile: OktaProfile): string[] {
  return Object.keys(profile)
    .filter((name) => !schema.attributes.has(name))
    .map((name) => `Property name '${name}' is not defined in profile`);
}

/** Values of another type than the schema says. UNVERIFIED: the words of the cause. */
export function mistypedIn({ types }: OktaSchema, profile: OktaProfile): string[] {
  return Object.entries(profile)
    .filter(([name, value]) => value !== null && !isOfType(value, types[name]))
    .map(([name]) => `${name}: Type mismatch exception. Could not match type of provided value to its supposed type`);
}

function isOfType(value: unknown, type: OktaAttributeTypes[string] | undefined): boolean {
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === (type ?? 'string');
}

/** Everything wrong with the values of a whole profile. */
export function wrongIn(profile: OktaProfile): string[] {
  const blank = required.filter((name) => profile[name] === undefined || profile[name] === '');
  return [...blank.map((name) => `${name}: The field cannot be left blank`), ...Object.entries(profile).flatMap(wrongValue)];
}

function wrongValue([name, value]: [string, unknown]): string[] {
  if (typeof value !== 'string') return [];
  const wrong: string[] = [];
  if (/[\u{10000}-\u{10ffff}]/u.test(value)) wrong.push(`${name}: The field contains characters that are not supported`);
  if (value.length > (longest[name] ?? Number.POSITIVE_INFINITY)) wrong.push(`${name}: The field is too long`);
  if (value !== '' && value.length < (shortest[name] ?? 0)) wrong.push(`${name}: The field is too short`);
  if (name === 'login' && value !== '' && !mailForm.test(value)) wrong.push('login: Username must be in the form of an email address');
  if (name === 'email' && value !== '' && !mailForm.test(value)) wrong.push('email: Does not match required pattern');
  return wrong;
}

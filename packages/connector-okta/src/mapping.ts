// Between our words and Okta's. Pure.
import {
  type Account,
  type AccountProfile,
  type AccountState,
  attributesIn,
  type Group,
  type ProfileAttribute,
} from '@tenure/core/connector';
import type { OktaValue } from './api/users.ts';
import type { OktaGroup, OktaUser } from './api/wire.ts';

/** Okta's name for each attribute that is told to Okta. */
export type AttributeNames = ReadonlyMap<ProfileAttribute, string>;

/** What Okta is told, by its own names, in words. */
export type OktaTexts = Readonly<Record<string, string | null>>;

/** By Okta's name, the type of an attribute that is no text. */
export type OktaTypes = ReadonlyMap<string, 'number' | 'boolean'>;

const states: ReadonlyMap<string, AccountState> = new Map([
  ['STAGED', 'pending'],
  ['PROVISIONED', 'pending'],
  ['ACTIVE', 'active'],
  ['RECOVERY', 'active'],
  ['PASSWORD_EXPIRED', 'active'],
  ['LOCKED_OUT', 'active'],
  ['SUSPENDED', 'disabled'],
  ['DEPROVISIONED', 'disabled'],
]);

/** What a status says about signing in. One that Okta adds later is `unknown`, never taken for off. */
export function stateOf(status: string): AccountState {
  return states.get(status) ?? 'unknown';
}

/** The text an attribute of ours has in an Okta profile; absent when it has none. Numbers and truth values as JSON writes them. */
export function textOf(user: OktaUser, name: string | undefined): string | undefined {
  const value = name === undefined ? undefined : user.profile[name];
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

const waysOff: ReadonlyMap<string, 'suspended' | 'deactivated'> = new Map([
  ['SUSPENDED', 'suspended'],
  ['DEPROVISIONED', 'deactivated'],
]);

/** An Okta user as an account. */
export function accountOf(user: OktaUser, names: AttributeNames, protectedBecause?: string): Account {
  return {
    id: user.id,
    state: stateOf(user.status),
    userName: textOf(user, names.get('userName')),
    externalId: textOf(user, names.get('externalId')),
    employeeNumber: textOf(user, names.get('employeeNumber')),
    email: textOf(user, names.get('email')),
    profile: profileIn(user, names),
    off: waysOff.get(user.status),
    ...(protectedBecause === undefined ? {} : { protectedBecause }),
  };
}

/** What the user holds of our attributes. Okta leaves out of every answer what has no value: that is empty, not unknown. */
function profileIn(user: OktaUser, names: AttributeNames): AccountProfile {
  return Object.fromEntries([...names].map(([name, okta]) => [name, textOf(user, okta) ?? null]));
}

/** The given attributes under Okta's names, those that Okta is not told left out. */
export function oktaProfileOf(profile: AccountProfile, names: AttributeNames): Record<string, string | null> {
  const entries = [...names].flatMap(([name, okta]) => {
    const value = profile[name];
    return value === undefined ? [] : [[okta, value] as const];
  });
  return Object.fromEntries(entries);
}

/** The same attributes as Okta's schema wants them. What is no value of the type was refused before and stays text here. */
export function inTypes(attributes: OktaTexts, types: OktaTypes): Readonly<Record<string, OktaValue>> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, value === null ? null : (valueIn(value, types.get(name)) ?? value)]),
  );
}

/** The text as a value of the type; undefined when it is none. */
function valueIn(text: string, type: 'number' | 'boolean' | undefined): string | number | boolean | undefined {
  if (type === undefined) return text;
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : undefined;
  const number = Number(text);
  return text.trim() !== '' && Number.isFinite(number) ? number : undefined;
}

/** Attributes that Okta has as values of this type and whose text is none. */
export function mistypedIn(
  profile: AccountProfile,
  names: AttributeNames,
  types: OktaTypes,
  type: 'number' | 'boolean',
): readonly ProfileAttribute[] {
  return attributesIn(profile).filter((name) => {
    const value = profile[name] ?? null;
    return value !== null && types.get(names.get(name) ?? '') === type && valueIn(value, type) === undefined;
  });
}

/** Our names for the attributes of an Okta profile; those that are none of ours keep theirs. */
export function namesIn(profile: Readonly<Record<string, unknown>>, names: AttributeNames): readonly string[] {
  const ours = new Map([...names].map(([name, okta]) => [okta, name]));
  return Object.keys(profile).map((okta) => ours.get(okta) ?? okta);
}

/** Okta's limits on its own attributes, in characters. Attributes the org has added have limits that only Okta knows. */
const longest: Readonly<Record<string, number>> = {
  login: 100,
  email: 100,
  firstName: 50,
  lastName: 50,
  primaryPhone: 100,
  mobilePhone: 100,
  countryCode: 2,
  city: 128,
};

/** Attributes whose values are longer than Okta stores them. */
export function tooLongIn(profile: AccountProfile, names: AttributeNames): readonly ProfileAttribute[] {
  return attributesIn(profile).filter((name) => {
    const most = longest[names.get(name) ?? ''];
    return most !== undefined && [...(profile[name] ?? '')].length > most;
  });
}

/** Attributes with characters of four bytes in UTF-8 (emoji, rare ideographs): Okta stores none of them. */
export function unstorableIn(profile: AccountProfile): readonly ProfileAttribute[] {
  return attributesIn(profile).filter((name) => /[\u{10000}-\u{10ffff}]/u.test(profile[name] ?? ''));
}

/** The wanted attributes that the user does not have so yet. */
export function differing(user: OktaUser, wanted: Readonly<Record<string, string | null>>): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(wanted).filter(([name, value]) => (textOf(user, name) ?? null) !== (value === '' ? null : value)),
  );
}

/** What a validation error is about, in our names: the attribute before the colon of each cause, or the one it calls undefined. */
export function fieldsOf(names: AttributeNames): (causes: readonly string[]) => readonly ProfileAttribute[] {
  return (causes) => {
    const named = causes.map((cause) => /^(\w+):/.exec(cause)?.[1] ?? /^Property name '(\w+)'/.exec(cause)?.[1]);
    return [...names].filter(([, okta]) => named.includes(okta)).map(([name]) => name);
  };
}

/** How Okta compares logins: without case and diacritics. */
export function foldLogin(login: string): string {
  return withoutMarks(login).toLowerCase();
}

export function withoutMarks(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC');
}

/** A search literal; quotes and backslashes inside it stay part of the value. */
export function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

const readOnly: Readonly<Record<string, string>> = {
  APP_GROUP: 'it is imported from an application',
  BUILT_IN: 'it is built into Okta',
};

/** Why no membership of the group is written by us: its kind, or a rule that would undo it or bear a grudge. */
export const filledByRule = 'a group rule fills it; change the rule, or what it looks at';

export function groupOf({ id, type, profile }: OktaGroup, ruled?: ReadonlySet<string>): Group {
  const ofItsKind = type === 'OKTA_GROUP' ? undefined : (readOnly[type] ?? 'its kind is not known');
  const readOnlyBecause = ofItsKind ?? (ruled?.has(id) === true ? filledByRule : undefined);
  return { id, name: profile.name, ...(readOnlyBecause === undefined ? {} : { readOnlyBecause }) };
}

// Looking users up: by login with a read that is current, by everything else with one search.
import type { Account, ConnectorContext, FindAnswer, FindKeys, ProfileAttribute } from '@tenure/core/connector';
import { readAll } from '../api/page.ts';
import { getUser, usersWhere } from '../api/users.ts';
import type { OktaUser } from '../api/wire.ts';
import { foldLogin, quoted, textOf, withoutMarks } from '../mapping.ts';
import { accountsOf, type Org } from '../org.ts';

type Key = keyof FindKeys & ProfileAttribute;

const keyNames = ['externalId', 'employeeNumber', 'userName', 'email'] as const satisfies readonly Key[];

/** One to two calls. The search lags behind writes by a second or more; the login does not. */
export async function findUsers(org: Org, keys: FindKeys, context: ConnectorContext): Promise<FindAnswer> {
  const wanted = keyNames.filter((key) => (keys[key] ?? '') !== '' && org.settings.attributes.has(key));
  if (wanted.length === 0) return { kind: 'cannot-tell' };
  const byLogin = keys.userName === undefined || keys.userName === '' ? undefined : await userByLogin(org, keys.userName, context);
  // Whether Okta shows a deprovisioned user by login is not documented: a miss is looked up once more by search.
  const searched = wanted.filter((key) => key !== 'userName' || byLogin === undefined);
  const users = new Map(byLogin === undefined ? [] : [[byLogin.id, byLogin]]);
  for (const user of await search(org, keys, searched, context)) users.set(user.id, user);
  if (users.size === 0) return { kind: 'absent' };
  const accounts: readonly Account[] = await accountsOf(org, [...users.values()], context);
  return { kind: 'found', accounts };
}

/** The user who has this login; Okta would also answer to a short name and to `me`. */
export async function userByLogin(org: Org, login: string, context: ConnectorContext): Promise<OktaUser | undefined> {
  // Okta cannot be asked for a login with a slash in it.
  if (login.includes('/') || /^\.{1,2}$/.test(login)) return undefined;
  const user = await getUser(org.http, { login }, context);
  const held = user === undefined ? undefined : textOf(user, org.settings.attributes.get('userName'));
  return held !== undefined && foldLogin(held) === foldLogin(login) ? user : undefined;
}

/** Users who carry one of these keys. Okta's search ignores case everywhere; our own keys are told apart by it. */
export async function search(org: Org, keys: FindKeys, wanted: readonly Key[], context: ConnectorContext): Promise<readonly OktaUser[]> {
  if (wanted.length === 0) return [];
  const { attributes } = org.settings;
  const expression = wanted
    .flatMap((key) => spellings(key, keys[key] ?? '').map((text) => `profile.${attributes.get(key)} eq ${quoted(text)}`))
    .join(' or ');
  const users: OktaUser[] = [];
  for await (const user of readAll(org.http, usersWhere(expression), context)) {
    if (wanted.some((key) => isSame(key, textOf(user, attributes.get(key)), keys[key]))) users.push(user);
  }
  return users;
}

/** Logins are one to Okta with and without diacritics, and its search tells them apart: the plain form is looked for as well. */
function spellings(key: Key, text: string): readonly string[] {
  const plain = key === 'userName' ? withoutMarks(text) : text;
  return plain === text ? [text] : [text, plain];
}

function isSame(key: Key, held: string | undefined, wanted: string | undefined): boolean {
  if (held === undefined || wanted === undefined) return false;
  if (key === 'userName') return foldLogin(held) === foldLogin(wanted);
  return key === 'email' ? held.toLowerCase() === wanted.toLowerCase() : held === wanted;
}

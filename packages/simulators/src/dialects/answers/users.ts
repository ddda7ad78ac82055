// The users endpoint: create, read, list, change, replace, delete.
import type { Answer } from '../../serving/answering.ts';
import { accepted, activeOf } from '../accounts/accepting.ts';
import { type Account, addressOf, userNameOf } from '../accounts/account.ts';
import { patched } from '../accounts/patching.ts';
import { allows, destroy, turnOff, turnOn } from '../accounts/removing.ts';
import type { Tenant } from '../accounts/tenant.ts';
import { type Fields, field, isFields, textOf, without } from '../json.ts';
import { listed, picked } from './listing.ts';
import { refusalOf } from './refusing.ts';
import { isShownOn, locationOf, shown, versionOf } from './shown.ts';

/** What was asked of the users endpoint. */
export interface Asked {
  readonly method: string;
  readonly id: string | undefined;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The body as JSON; `undefined` where there is none. */
  readonly body: unknown;
}

export function answerUsers(tenant: Tenant, asked: Asked): Answer {
  const { method, id, query } = asked;
  if (id === undefined) {
    if (method === 'GET') return { status: 200, body: listed(tenant, query) };
    if (method === 'POST') return create(tenant, bodyOf(tenant, asked));
    throw refusalOf(tenant.dialect, 'unsupported');
  }
  const account = tenant.byId(id);
  if (account === undefined) throw refusalOf(tenant.dialect, 'notFound');
  return answerOne(tenant, account, asked);
}

function answerOne(tenant: Tenant, account: Account, asked: Asked): Answer {
  const { dialect } = tenant;
  switch (asked.method) {
    case 'GET': {
      if (tenant.now() < account.shownFrom) throw refusalOf(dialect, 'notFound');
      const { status, body, headers } = answerWith(tenant, account, 200, isShownOn(tenant, account));
      return { status, headers, body: isFields(body) ? picked(dialect, body, asked.query) : body };
    }
    case 'PATCH':
      return patch(tenant, account, asked);
    case 'PUT':
      return replace(tenant, account, asked);
    case 'DELETE':
      checkVersion(tenant, account, asked);
      destroy(tenant, account);
      return { status: 204 };
    default:
      throw refusalOf(dialect, 'unsupported');
  }
}

function create(tenant: Tenant, body: Fields): Answer {
  const { dialect } = tenant;
  const { user, active = true } = accepted(tenant, body, dialect.required);
  if (tenant.seatsLeft() <= 0 && active) throw refusalOf(dialect, 'seats');
  const keys = [userNameOf(user), addressOf(user) ?? ''].map((key) => key.toLowerCase());
  const key = dialect.elsewhere === 'joined' ? keys.find((one) => tenant.elsewhere.has(one)) : undefined;
  const joined = key === undefined ? undefined : tenant.elsewhere.get(key);
  const account = tenant.add(user, { active, accepted: !dialect.invites, joined });
  return answerWith(tenant, account, dialect.createAnswers, account.accepted ? active : isShownOn(tenant, account));
}

function patch(tenant: Tenant, account: Account, asked: Asked): Answer {
  const { dialect } = tenant;
  const body = bodyOf(tenant, asked);
  checkVersion(tenant, account, asked);
  const after = patched(dialect, { ...account.user, active: account.active }, body);
  const active = activeOf(dialect, field(after, 'active'));
  if (active === 'unreadable') throw refusalOf(dialect, 'invalid');
  const user = without(after, ['active']);
  const isSame = JSON.stringify(user) === JSON.stringify(account.user);
  settle(tenant, account, isSame ? account.user : accepted(tenant, user, ['userName'], account).user, active);
  return answerChanged(tenant, account, dialect.patchAnswers);
}

function replace(tenant: Tenant, account: Account, asked: Asked): Answer {
  const { dialect } = tenant;
  if (dialect.put === 'unsupported') throw refusalOf(dialect, 'unsupported');
  const body = bodyOf(tenant, asked);
  checkVersion(tenant, account, asked);
  const { user, active } = accepted(tenant, body, dialect.requiredByPut, account);
  const renamed = userNameOf(user) !== userNameOf(account.user);
  const repeated = dialect.renameRepeats;
  if (repeated !== undefined && renamed && textOf(field(user, repeated)) !== textOf(field(account.user, repeated))) {
    throw refusalOf(dialect, 'invalid');
  }
  settle(tenant, account, user, active);
  return answerChanged(tenant, account, 200);
}

/** Writes what was asked, or nothing where the vendor protects the account. */
function settle(tenant: Tenant, account: Account, user: Fields, active: boolean | undefined): void {
  const turnsOff = active === false;
  if (!allows(tenant, account, turnsOff ? 'inactive' : 'change')) return;
  if (active === true) turnOn(tenant, account);
  account.user = user;
  account.version += 1;
  account.changedAt = tenant.now();
  if (turnsOff) turnOff(tenant, account);
}

function checkVersion({ dialect }: Tenant, account: Account, { headers }: Asked): void {
  if (dialect.versions === 'none') return;
  const wanted = headers['if-match'];
  if (wanted === undefined && dialect.versions === 'required') throw refusalOf(dialect, 'versionNeeded');
  if (wanted !== undefined && wanted !== '*' && wanted !== versionOf(account)) throw refusalOf(dialect, 'staleVersion');
}

function answerChanged(tenant: Tenant, account: Account, status: 200 | 204): Answer {
  if (status === 204) return { status };
  const isThere = tenant.byId(account.id) !== undefined;
  return answerWith(tenant, account, 200, isThere && account.active);
}

function answerWith(tenant: Tenant, account: Account, status: number, active: boolean): Answer {
  const version = tenant.dialect.versions === 'none' ? {} : { ETag: versionOf(account) };
  const body = shown(tenant, account, 'one', active);
  return { status, body, headers: status === 201 ? { Location: locationOf(tenant.dialect, account.id), ...version } : version };
}

/** The body as an object, in a media type that the vendor takes. */
function bodyOf({ dialect }: Tenant, { body, headers }: Asked): Fields {
  const [type = ''] = (headers['content-type'] ?? '').toLowerCase().split(';', 1);
  if (!dialect.accepts.includes(type.trim())) throw refusalOf(dialect, 'media');
  if (!isFields(body)) throw refusalOf(dialect, 'syntax');
  return body;
}

// Zendesk, by its users API. What is the vendor's own stands here; what every app promises is the kit's.
import {
  type AccountProfile,
  type AppProvisioner,
  type ConnectorContext,
  isTenureError,
  TenureError,
  type WriteContext,
} from '@tenure/core/connector';
import { createHttp } from '@tenure/core/connector/http';
import { settled } from '../../verbs/settling.ts';
import { taken } from '../../verbs/trouble.ts';
import type { Done, Looked, NativeApi } from '../api.ts';
import { nativeApp } from '../app.ts';
import type { Asking } from '../asking.ts';
import { looked } from '../check.ts';
import { openOptions } from '../options.ts';
import { zendeskDescription } from './description.ts';
import { classify, saysGone } from './meaning.ts';
import { authorizeOf, type ZendeskOptions } from './options.ts';
import { accountOf, bodyOf, type ZendeskUser } from './user.ts';
import { changeUser, createUser, deleteSoftly, erase, getMe, getUser, listAddresses, listUsers, makeMain, searchUsers } from './users.ts';

/** So long a search may not show what is there. */
const searchLagMs = 60_000;

/**
 * Agents of a Zendesk account, or end users where `kind` says so, for the `apps` of a lifecycle. Turning off suspends;
 * the seat is freed only where `leaverSeat` says so.
 *
 * @throws {TenureError} `OPTIONS_INVALID`. Nothing is requested before a verb is called.
 */
export function zendesk(options: ZendeskOptions): AppProvisioner {
  const { settings, system, baseUrl } = openOptions<ZendeskOptions>(zendeskDescription, options);
  const { interfaceName } = zendeskDescription;
  const http = createHttp({ system, baseUrl, authorize: authorizeOf(system, settings), http: settings.http, classify });
  const api: Asking = { system, shown: (id) => id, interfaceName, saysGone, http };
  return nativeApp(zendeskDescription, system, settings, apiOf(api, settings));
}

function apiOf(api: Asking, options: ZendeskOptions): NativeApi {
  const { email: own, kind = 'agent', leaverSeat = 'keep' } = options;
  const account = (user: ZendeskUser) => accountOf(user, own);
  const search = async (query: Parameters<typeof searchUsers>[2], context: ConnectorContext): Promise<Looked> => {
    const { users, more } = await searchUsers(api, 'find account', query, context);
    return { accounts: users.map(account), decided: !more };
  };
  // Customers may be hundreds of thousands; somebody whose seat was freed is among them all the same.
  const roles = kind === 'agent' && leaverSeat === 'keep' ? ['agent', 'admin'] : undefined;
  const freed = leaverSeat === 'free' && kind === 'agent';
  const change = async (verb: string, id: string, user: object, context: WriteContext): Promise<Done> =>
    (await changeUser(api, verb, id, user, context)) === 'nobody' ? 'nobody' : [];
  return {
    lookups: [
      { key: 'externalId', look: (value, context) => search({ external_id: value }, context) },
      { key: 'email', look: (value, context) => search({ query: `email:${value}` }, context) },
    ],
    list: async (request, context) => {
      const { users, next } = await listUsers(api, { ...request, roles }, context);
      return { items: users.map(account), ...(next === undefined ? {} : { next }) };
    },
    get: async (id, verb, context) => {
      const user = await getUser(api, verb, id, context);
      return user && account(user);
    },
    create: async (profile, _password, context) => account(await create(api, options, profile, context)),
    update: ({ id }, attributes, context) => update(api, id, attributes, context),
    disable: ({ id }, context) => change('disable account', id, { suspended: true, ...(freed ? { role: 'end-user' } : {}) }, context),
    enable: ({ id }, context) => change('enable account', id, { suspended: false, ...(freed ? { role: 'agent' } : {}) }, context),
    delete: ({ id }, context) => remove(api, id, options, context),
    check: async (context) => [
      await looked('The credential belongs to an administrator', async () => {
        const { role } = await getMe(api, context);
        return role === 'admin' ? { state: 'ok' } : { state: 'problem', detail: 'only administrators can make, suspend and delete agents' };
      }),
    ],
  };
}

async function update(api: Asking, id: string, attributes: AccountProfile, context: WriteContext): Promise<Done> {
  const verb = 'update account';
  const { email } = attributes;
  const body = bodyOf(attributes);
  if (Object.keys(body).length > 0 && (await changeUser(api, verb, id, body, context)) === 'nobody') return 'nobody';
  if (typeof email !== 'string') return [];
  try {
    return (await makeMain(api, verb, id, email, context)) === 'nobody' ? 'nobody' : [];
  } catch (error) {
    if (!isTenureError(error) || Object.keys(body).length === 0 || error.code === 'CONNECTOR_OUTCOME_UNKNOWN') throw error;
    // The rest is written; an error of the address alone must not read as "nothing happened".
    const fact = `everything but the address was changed (${error.code})`;
    throw new TenureError('CONNECTOR_OUTCOME_UNKNOWN', { system: api.system, verb, id, fact, details: {} });
  }
}

const createVerb = 'create account';

async function create(
  api: Asking,
  { kind = 'agent', verificationEmail = 'send' }: ZendeskOptions,
  profile: AccountProfile,
  context: WriteContext,
): Promise<ZendeskUser> {
  const email = String(profile.email);
  const user = { ...bodyOf(profile), email, role: kind, ...(verificationEmail === 'none' ? { skip_verify_email: true } : {}) };
  try {
    return await createUser(api, user, context);
  } catch (error) {
    if (!isTenureError(error) || error.code !== 'CONNECTOR_CONFLICT') throw error;
    throw (await explained(api, profile, error, context)) ?? error;
  }
}

/** Who has the address or the external id that is refused: maybe our own user whom the search does not show yet. */
async function explained(
  api: Asking,
  { email, externalId }: AccountProfile,
  refused: TenureError<'CONNECTOR_CONFLICT'>,
  context: ConnectorContext,
): Promise<TenureError | undefined> {
  const address = String(email).toLowerCase();
  const look = async () => {
    const byAddress = (await searchUsers(api, createVerb, { query: `email:${address}` }, context)).users;
    const own = typeof externalId === 'string' ? (await searchUsers(api, createVerb, { external_id: externalId }, context)).users : [];
    const holders = [
      ...own.filter((user) => user.external_id === externalId),
      ...byAddress.filter((user) => user.email?.toLowerCase() === address),
    ];
    if (holders.length > 0) return { fact: 'another account holds the name', ids: holders.map(({ id }) => id) };
    for (const { id } of byAddress) {
      const addresses = (await listAddresses(api, createVerb, id, context)) ?? [];
      if (addresses.some((each) => each.address.toLowerCase() === address))
        return { fact: 'the address is a second one of another account', ids: [id] };
    }
    return undefined;
  };
  const found = await settled(searchLagMs, look, (holder) => holder !== undefined, context);
  return found && taken(api, createVerb, undefined, [...new Set(found.ids)], found.fact, refused.details);
}

/** A lost answer to a deletion that took effect is no reason to leave the second half out. */
async function orDeleted(api: Asking, verb: string, id: string, error: unknown, context: WriteContext): Promise<'done'> {
  if (!isTenureError(error) || error.code !== 'CONNECTOR_OUTCOME_UNKNOWN') throw error;
  const user = await getUser(api, verb, id, context);
  if (user !== undefined && accountOf(user).state !== 'gone') throw error;
  return 'done';
}

async function remove(api: Asking, id: string, { leaverSeat, deletion }: ZendeskOptions, context: WriteContext): Promise<Done> {
  const verb = 'delete account';
  if (leaverSeat === 'free' && (await changeUser(api, verb, id, { role: 'end-user' }, context)) === 'nobody') return 'nobody';
  if ((await deleteSoftly(api, id, context).catch((error: unknown) => orDeleted(api, verb, id, error, context))) === 'nobody')
    return 'nobody';
  if (deletion !== 'for-good') return [];
  try {
    await erase(api, id, context);
    return [];
  } catch (error) {
    if (!isTenureError(error)) throw error;
    // The user is gone either way; that a trace is left is for whoever asked for none.
    return [`the user was deleted, and not for good (${error.code})`];
  }
}

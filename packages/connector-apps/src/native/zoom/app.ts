// Zoom, by its REST API. What is the vendor's own stands here; what every app promises is the kit's.
import {
  type Account,
  type AccountProfile,
  type AppProvisioner,
  type ConnectorContext,
  type Page,
  type PageRequest,
  TenureError,
  type WriteContext,
} from '@tenure/core/connector';
import { createHttp } from '@tenure/core/connector/http';
import type { Done, Looked, NativeApi, NativeDescription } from '../api.ts';
import { nativeApp } from '../app.ts';
import type { Asking } from '../asking.ts';
import { openOptions } from '../options.ts';
import { zoomDescription } from './description.ts';
import { classify, saysGone } from './meaning.ts';
import { authorizeOf, type ZoomOptions } from './options.ts';
import { changeUser, getByAddress, getById, invitedOne, inviteUser, listUsers, type Status, statuses } from './users.ts';

/**
 * Users of a Zoom account, for the `apps` of a lifecycle. Turning off deactivates and ends single sign-on sessions.
 *
 * @throws {TenureError} `OPTIONS_INVALID`. Nothing is requested before a verb is called.
 */
export function zoom(options: ZoomOptions): AppProvisioner {
  const { settings, system, baseUrl } = openOptions<ZoomOptions>(zoomDescription, options);
  const asking: Asking = {
    ...{ system, saysGone, interfaceName: zoomDescription.interfaceName },
    shown: (id) => id,
    http: createHttp({ system, baseUrl, authorize: authorizeOf(system, settings), http: settings.http, classify }),
  };
  return nativeApp(describedFor(settings), system, settings, apiOf(asking, settings));
}

/** The description in the words of what was chosen. */
function describedFor({ joining, deletion, firstCredential }: ZoomOptions): NativeDescription {
  const { effects } = zoomDescription;
  const atOnce = joining === 'single-sign-on' || firstCredential !== undefined;
  return {
    ...zoomDescription,
    effects: {
      ...effects,
      ...(atOnce ? { create: 'makes a user who can sign in at once' } : {}),
      ...(deletion === 'disassociate'
        ? { delete: 'lets the person leave with a free Zoom account of the same address and everything in it that is not handed over' }
        : {}),
    },
  };
}

function apiOf(zoom: Asking, settings: ZoomOptions): NativeApi {
  const byAddress = async (address: string, context: ConnectorContext): Promise<Looked> => {
    const isIt = (email: string | undefined) => email?.toLowerCase() === address.toLowerCase();
    const user = await getByAddress(zoom, address, context);
    if (user !== undefined && isIt(user.email)) return { accounts: [user], decided: true };
    const { account, withoutId } = await invitedOne(zoom, 'find account', ({ email }) => isIt(email), context);
    return { accounts: account === undefined ? [] : [account], decided: !withoutId.some(isIt) };
  };
  return {
    lookups: [{ key: 'userName', look: byAddress }],
    list: (request, context) => page(zoom, request, context),
    get: async (id, verb, context) => {
      const user = await getById(zoom, id, verb, context);
      if (user !== undefined) return user;
      const { account, withoutId } = await invitedOne(zoom, verb, (one) => one.id === id, context);
      // Any of those without an id may be the one.
      return account ?? (withoutId.length > 0 ? { id, state: 'unknown' } : undefined);
    },
    create: (profile, password, context) => create(zoom, settings, profile, password, context),
    update: (account, attributes, context) => update(zoom, settings, account, attributes, context),
    disable: (account, context) => {
      const verb = 'disable account';
      if (isInvited(account)) return withdraw(zoom, verb, account.id, context);
      return changeUser(zoom, verb, account.id, { method: 'PUT', part: 'status', json: { action: 'deactivate' } }, context);
    },
    // Deactivation leaves sessions of single sign-on open.
    endSessions: async (id, context) => void (await changeUser(zoom, 'end sessions', id, { method: 'DELETE', part: 'token' }, context)),
    enable: ({ id }, context) =>
      changeUser(zoom, 'enable account', id, { method: 'PUT', part: 'status', json: { action: 'activate' } }, context),
    delete: (account, context) => {
      const verb = 'delete account';
      if (isInvited(account)) return withdraw(zoom, verb, account.id, context);
      return changeUser(zoom, verb, account.id, { method: 'DELETE', query: removalOf(settings) }, context);
    },
    check: async () => [
      {
        title: 'Users can be invited, turned off and removed',
        state: 'not-checked',
        detail: 'the scopes of the app are seen only when they are used; the README lists them',
      },
    ],
  };
}

/** One list after the other: those who are on, those who are off, the invited. */
async function page(zoom: Asking, { cursor, limit }: PageRequest, context: ConnectorContext): Promise<Page<Account>> {
  const [status = 'active', token] = (cursor ?? 'active').split(':') as [Status, string | undefined];
  const query = { status, page_size: Math.max(1, Math.min(limit, 300)), next_page_token: token };
  const { accounts, next } = await listUsers(zoom, 'list accounts', query, context);
  const after = statuses[statuses.indexOf(status) + 1];
  const cursorNext = next === undefined ? after : `${status}:${next}`;
  return { items: accounts, ...(cursorNext === undefined ? {} : { next: cursorNext }) };
}

async function create(
  zoom: Asking,
  { joining, licence }: ZoomOptions,
  profile: AccountProfile,
  password: string | undefined,
  context: WriteContext,
): Promise<Account> {
  const email = String(profile.userName);
  const atOnce = password !== undefined ? 'autoCreate' : joining === 'single-sign-on' ? 'ssoCreate' : undefined;
  const info = { email, type: licence === 'licensed' ? 2 : 1, ...namesOf(profile), ...(password === undefined ? {} : { password }) };
  const id = await inviteUser(zoom, { action: atOnce ?? 'create', user_info: info }, context);
  return { id, state: atOnce === undefined ? 'pending' : 'active', userName: email, email };
}

const namesOf = ({ givenName, familyName, displayName }: AccountProfile): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries({ first_name: givenName, last_name: familyName, display_name: displayName }).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
    ),
  );

async function update(
  zoom: Asking,
  { addressChanges }: ZoomOptions,
  { id }: Account,
  attributes: AccountProfile,
  context: WriteContext,
): Promise<Done> {
  const verb = 'update account';
  const { userName } = attributes;
  const renames = typeof userName === 'string';
  if (renames && addressChanges !== 'send') {
    const fact = 'the address is not changed from here; change it in Zoom, or set `addressChanges`';
    throw new TenureError('CONNECTOR_REJECTED', { system: zoom.system, verb, id, fact, details: { fields: ['userName'] } });
  }
  const names = namesOf(attributes);
  if (Object.keys(names).length > 0) {
    const done = await changeUser(zoom, verb, id, { method: 'PATCH', json: names }, context);
    if (done === 'nobody') return done;
  }
  if (renames) {
    const done = await changeUser(zoom, verb, id, { method: 'PUT', part: 'email', json: { email: userName } }, context);
    if (done === 'nobody') return done;
  }
  const cleared = Object.values(attributes).some((value) => value === null || value === '');
  return cleared ? ['names that are empty at the source were left as they are'] : [];
}

/** Somebody whom a read by id does not show has accepted nothing: if there is anything, it is an invitation without an id. */
const isInvited = ({ state, userName }: Account): boolean => state === 'pending' || userName === undefined;

/** Takes an invitation back. Never with `delete`: an account the person has elsewhere is not ours to end. */
const withdraw = (zoom: Asking, verb: string, id: string, context: WriteContext): Promise<Done> =>
  changeUser(zoom, verb, id, { method: 'DELETE', query: { action: 'disassociate' } }, context);

const handedOver = ['meeting', 'webinar', 'recording', 'whiteboard', 'clipfiles', 'notes', 'docs'].map((what) => `transfer_${what}`);

/** Always said in full: what Zoom does by default leaves an account behind. */
function removalOf({ deletion = 'delete', handOverTo }: ZoomOptions): Readonly<Record<string, string>> {
  if (handOverTo === undefined) return { action: deletion };
  return { action: deletion, transfer_email: handOverTo, ...Object.fromEntries(handedOver.map((what) => [what, 'true'])) };
}

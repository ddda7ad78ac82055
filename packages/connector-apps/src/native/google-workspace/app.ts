// Google Workspace, by the Directory API. What is vendor's own stands here; what every app promises is the kit's.
import {
  type Account,
  type AccountProfile,
  type AppProvisioner,
  type CheckItem,
  type ConnectorContext,
  isTenureError,
  TenureError,
  type WriteContext,
} from '@tenure/core/connector';
import { createHttp, pathOf } from '@tenure/core/connector/http';
import { settled } from '../../verbs/settling.ts';
import { taken } from '../../verbs/trouble.ts';
import type { Done, Looked, NativeApi } from '../api.ts';
import { nativeApp } from '../app.ts';
import { looked } from '../check.ts';
import { openOptions } from '../options.ts';
import { type Recent, recentFor } from '../settling.ts';
import { googleWorkspaceDescription } from './description.ts';
import { type Changed, changeUser, type Directory, getByAddress, getById, insertUser, listUsers, signOut } from './directory.ts';
import { classify, saysGone } from './meaning.ts';
import { authorizeOf, type GoogleWorkspaceOptions } from './options.ts';
import { accountOf, bodyOf, type GoogleUser } from './user.ts';

/** So long Google may refuse or not show what was just made or renamed. */
const windowMs = 90_000;

/**
 * Users of a Google Workspace account, for the `apps` of a lifecycle. Turning off suspends and signs out.
 *
 * @throws {TenureError} `OPTIONS_INVALID`. Nothing is requested before a verb is called.
 */
export function googleWorkspace(options: GoogleWorkspaceOptions): AppProvisioner {
  const { settings, system, baseUrl } = openOptions<GoogleWorkspaceOptions>(googleWorkspaceDescription, options);
  const directory: Directory = {
    system,
    shown: (id) => id,
    interfaceName: googleWorkspaceDescription.interfaceName,
    saysGone,
    customer: settings.customer ?? 'my_customer',
    http: createHttp({ system, baseUrl, authorize: authorizeOf(system, settings), http: settings.http, classify }),
  };
  return nativeApp(googleWorkspaceDescription, system, settings, apiOf(directory, settings));
}

/** Only super administrators can create users; whether the one we act as is one stands in their own record. */
async function actingAs(directory: Directory, administrator: string, context: ConnectorContext): Promise<Omit<CheckItem, 'title'>> {
  const user = await getByAddress(directory, administrator, context);
  if (user?.primaryEmail.toLowerCase() !== administrator.toLowerCase()) {
    return { state: 'warning', detail: 'the account shows no user of this address' };
  }
  if (user.isAdmin === true) return { state: 'ok' };
  return { state: 'problem', detail: 'the user is no super administrator: users can be read, and not created' };
}

function apiOf(directory: Directory, { administrator, orgUnitPath }: GoogleWorkspaceOptions): NativeApi {
  const recent = recentFor(windowMs);
  const account = (user: GoogleUser): Account => accountOf(user, administrator);
  const byExternalId = async (value: string, context: ConnectorContext): Promise<Looked> => {
    // The search looks at every external id of a user, whatever it is for; the kit sees which one it is.
    const query = `externalId='${value.replace(/[\\']/g, '\\$&')}'`;
    const { users, next } = await listUsers(directory, 'find account', { query, maxResults: 100 }, context);
    return { accounts: users.map(account), decided: next === undefined };
  };
  const byAddress = async (address: string, context: ConnectorContext): Promise<Looked> => {
    const user = await getByAddress(directory, address, context);
    return { accounts: user === undefined ? [] : [account(user)], decided: true };
  };
  return {
    lookups: [
      { key: 'externalId', look: byExternalId },
      { key: 'userName', look: byAddress },
    ],
    list: async ({ limit, cursor }, context) => {
      const { users, next } = await listUsers(
        directory,
        'list accounts',
        { maxResults: Math.max(1, Math.min(limit, 500)), pageToken: cursor },
        context,
      );
      return { items: users.map(account), ...(next === undefined ? {} : { next }) };
    },
    get: async (id, verb, context) => {
      const read = () => getById(directory, id, verb, context);
      const user = recent.has(id, context.now()) ? await settled(windowMs, read, (found) => found !== undefined, context) : await read();
      return user && account(user);
    },
    create: (profile, password, context) => create(directory, { profile, password, orgUnitPath, administrator, recent }, context),
    update: async ({ id }, attributes, context) => {
      const current = await getById(directory, id, 'update account', context);
      if (current === undefined) return 'nobody';
      const renames = typeof attributes.userName === 'string';
      const done = await patch(directory, recent, 'update account', id, bodyOf(attributes, current), { renames }, context);
      if (renames) recent.note(id, context.now());
      return done;
    },
    disable: ({ id }, context) => patch(directory, recent, 'disable account', id, { suspended: true }, { renames: false }, context),
    endSessions: (id, context) => signOut(directory, id, context),
    enable: ({ id }, context) => patch(directory, recent, 'enable account', id, { suspended: false }, { renames: false }, context),
    delete: async ({ id }, context) => {
      const change = { verb: 'delete account', id, method: 'DELETE', path: pathOf`/users/${id}` } as const;
      const done = await settled(
        windowMs,
        () => changeUser(directory, change, [409, 412], context),
        (one) => one !== 'unsettled',
        context,
      );
      return outcomeOf(directory, change.verb, id, done);
    },
    check: async (context) => [await looked('We act as a super administrator', () => actingAs(directory, administrator, context))],
  };
}

interface Creation {
  readonly profile: AccountProfile;
  readonly password: string | undefined;
  readonly orgUnitPath: string | undefined;
  readonly administrator: string;
  readonly recent: Recent;
}

async function create(directory: Directory, creation: Creation, context: WriteContext): Promise<Account> {
  const { profile, password, orgUnitPath, administrator, recent } = creation;
  const unit = orgUnitPath === undefined ? {} : { orgUnitPath };
  const user = { ...bodyOf(profile), ...unit, password, changePasswordAtNextLogin: true };
  try {
    const made = await insertUser(directory, user, context);
    recent.note(made.id, context.now());
    return accountOf(made, administrator);
  } catch (error) {
    if (!isTenureError(error) || error.code !== 'CONNECTOR_CONFLICT') throw error;
    throw await explained(directory, String(profile.userName), error, context);
  }
}

/** Who has the address that is refused: maybe our own user that does not show yet, somebody's alias, or a deleted user. */
async function explained(
  directory: Directory,
  address: string,
  refused: TenureError<'CONNECTOR_CONFLICT'>,
  context: ConnectorContext,
): Promise<TenureError> {
  const verb = 'create account';
  const holder = await settled(
    windowMs,
    () => getByAddress(directory, address, context),
    (user) => user !== undefined,
    context,
  );
  if (holder !== undefined) {
    const isOwn = holder.primaryEmail.toLowerCase() === address.toLowerCase();
    const fact = isOwn ? 'another account holds the name' : 'the address is an alias of another account';
    return taken(directory, verb, undefined, [holder.id], fact, refused.details);
  }
  const { users } = await listUsers(directory, verb, { showDeleted: true, query: `email=${address}`, maxResults: 10 }, context);
  const isDeleted = users.some(({ primaryEmail }) => primaryEmail.toLowerCase() === address.toLowerCase());
  const fact = isDeleted
    ? 'a deleted user still holds the address; restore it, or wait until it is gone for good'
    : 'the address is refused as taken, and no account shows it';
  return new TenureError('CONNECTOR_CONFLICT_NOT_VISIBLE', { system: directory.system, verb, fact, details: refused.details });
}

async function patch(
  directory: Directory,
  recent: Recent,
  verb: string,
  id: string,
  json: object,
  { renames }: { readonly renames: boolean },
  context: WriteContext,
): Promise<Done> {
  const change = { verb, id, method: 'PATCH', path: pathOf`/users/${id}`, json } as const;
  const fresh = recent.has(id, context.now());
  // A rename may be refused for a name that is taken; every other 409 says that an earlier change is still under way.
  const accepts = renames && !fresh ? [412] : [409, 412];
  const isSettled = (one: Changed) => one === 'done' || (one === 'nobody' && !fresh);
  return outcomeOf(directory, verb, id, await settled(windowMs, () => changeUser(directory, change, accepts, context), isSettled, context));
}

function outcomeOf({ system }: Directory, verb: string, id: string, changed: Changed): Done {
  if (changed !== 'unsettled') return changed === 'done' ? [] : 'nobody';
  const fact = 'Google has not finished an earlier change of this user';
  throw new TenureError('CONNECTOR_UNAVAILABLE', { system, verb, id, fact, details: { status: 412 } });
}

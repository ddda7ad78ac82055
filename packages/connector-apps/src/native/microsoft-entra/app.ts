// Microsoft Entra ID, by Microsoft Graph. What is the vendor's own stands here; what every app promises is the kit's.
import {
  type Account,
  type AccountProfile,
  type AppProvisioner,
  type ConnectorContext,
  isTenureError,
  TenureError,
  type WriteContext,
} from '@tenure/core/connector';
import { type Authorize, createHttp } from '@tenure/core/connector/http';
import { settled } from '../../verbs/settling.ts';
import type { Done, Looked, NativeApi } from '../api.ts';
import { nativeApp } from '../app.ts';
import type { Asking } from '../asking.ts';
import { looked } from '../check.ts';
import { openOptions } from '../options.ts';
import { type Recent, recentFor } from '../settling.ts';
import { microsoftEntraDescription as description } from './description.ts';
import { changeUser, getUser, holdsRole, listUsers, postUser, revokeSessions } from './graph.ts';
import { classify, saysGone } from './meaning.ts';
import { authorizeOf, type MicrosoftEntraOptions } from './options.ts';
import { permissionsIn, permissionTitle } from './permissions.ts';
import { accountOf, bodyOf, isPrincipalName, nicknameOf } from './user.ts';

/** So long Graph may not find a user that was just made. */
const windowMs = 30_000;

/**
 * Users of a Microsoft Entra tenant, for the `apps` of a lifecycle. Turning off blocks sign-in and revokes sessions.
 *
 * @throws {TenureError} `OPTIONS_INVALID`. Nothing is requested before a verb is called.
 */
export function microsoftEntra(options: MicrosoftEntraOptions): AppProvisioner {
  const { settings, system, baseUrl } = openOptions<MicrosoftEntraOptions>(description, options);
  const authorize = authorizeOf(system, settings);
  const graph: Asking = {
    system,
    shown: (id) => id,
    interfaceName: description.interfaceName,
    saysGone,
    http: createHttp({
      ...{ system, baseUrl, authorize, http: settings.http, classify },
      limits: { bucketOf: ({ method }) => (method === 'GET' ? 'read' : 'write') },
    }),
  };
  return nativeApp(description, system, settings, apiOf(graph, settings, authorize));
}

function apiOf(graph: Asking, settings: MicrosoftEntraOptions, authorize: Authorize): NativeApi {
  const recent = recentFor(windowMs);
  const byNumber = async (value: string, context: ConnectorContext): Promise<Looked> => {
    const filter = `employeeId eq '${value.replaceAll("'", "''")}'`;
    const { users, next } = await listUsers(graph, 'find account', { filter, top: 10 }, context);
    return { accounts: users.map(accountOf), decided: next === undefined };
  };
  const byName = async (value: string, context: ConnectorContext): Promise<Looked> => {
    const user = await getUser(graph, 'find account', value, context);
    return { accounts: user === undefined ? [] : [accountOf(user)], decided: true };
  };
  const change = (account: Account, verb: string, json: object | undefined, context: WriteContext): Promise<Done> =>
    changing({ graph, recent, account, verb, json }, context);
  const cut = async (account: Account, verb: string, json: object | undefined, context: WriteContext): Promise<Done> => {
    // A user does not show it, and an app that holds a role is not refused.
    if (context.allowAdmins !== true && (await isAdministrator(graph, account, context))) {
      const because = 'it holds an administrator role';
      throw new TenureError('CONNECTOR_PROTECTED_ACCOUNT', {
        system: graph.system,
        verb,
        id: account.id,
        fact: because,
        details: { because },
      });
    }
    return change(account, verb, json, context);
  };
  return {
    lookups: [
      { key: 'employeeNumber', look: byNumber },
      { key: 'userName', look: byName },
    ],
    list: async ({ limit, cursor }, context) => {
      const page = cursor === undefined ? { top: Math.max(1, Math.min(limit, 999)) } : { link: cursor };
      const { users, next } = await listUsers(graph, 'list accounts', page, context);
      return { items: users.map(accountOf), ...(next === undefined ? {} : { next }) };
    },
    get: async (id, verb, context) => {
      const read = () => getUser(graph, verb, id, context);
      const user = recent.has(id, context.now()) ? await settled(windowMs, read, (found) => found !== undefined, context) : await read();
      return user && accountOf(user);
    },
    create: async (profile, password, context) => {
      const user = newUser(graph, profile, password, settings.usageLocation);
      const made = await postUser(graph, user, context);
      recent.note(made.id, context.now());
      // The answer to a creation has Graph's usual fields only; the rest is as it was sent.
      return accountOf({ ...made, accountEnabled: true, employeeId: profile.employeeNumber });
    },
    update: (account, attributes, context) => change(account, 'update account', bodyOf(attributes), context),
    disable: (account, context) => cut(account, 'disable account', { accountEnabled: false }, context),
    endSessions: (id, context) => revokeSessions(graph, id, context),
    enable: (account, context) => change(account, 'enable account', { accountEnabled: true }, context),
    delete: (account, context) => cut(account, 'delete account', undefined, context),
    check: async (context) => [await looked(permissionTitle, () => permissionsIn(authorize, context))],
  };
}

function newUser(graph: Asking, profile: AccountProfile, password: string | undefined, usageLocation: string | undefined): object {
  const name = String(profile.userName);
  if (!isPrincipalName(name)) {
    const fact = 'the user name holds a character that a user principal name cannot have';
    throw new TenureError('CONNECTOR_REJECTED', { system: graph.system, verb: 'create account', fact, details: { fields: ['userName'] } });
  }
  return {
    ...bodyOf(profile),
    accountEnabled: true,
    mailNickname: nicknameOf(name),
    passwordProfile: { password, forceChangePasswordNextSignIn: true },
    ...(usageLocation === undefined ? {} : { usageLocation }),
  };
}

interface Changing {
  readonly graph: Asking;
  readonly recent: Recent;
  readonly account: Account;
  readonly verb: string;
  /** Absent: the user is deleted. */
  readonly json: object | undefined;
}

async function changing({ graph, recent, account, verb, json }: Changing, context: WriteContext): Promise<Done> {
  const { id } = account;
  const change = json === undefined ? ({ verb, id, method: 'DELETE' } as const) : ({ verb, id, method: 'PATCH', json } as const);
  const once = () => changeUser(graph, change, context);
  try {
    const there = recent.has(id, context.now()) ? await settled(windowMs, once, (found) => found, context) : await once();
    return there ? [] : 'nobody';
  } catch (error) {
    if (!isTenureError(error) || error.code !== 'CONNECTOR_FORBIDDEN' || !(await isAdministrator(graph, account, context))) throw error;
    const because = 'it holds an administrator role, and the app registration holds none that may change it';
    const { system } = graph;
    throw new TenureError('CONNECTOR_PROTECTED_ACCOUNT', { system, verb, id, fact: because, details: { ...error.details, because } });
  }
}

/** Where roles cannot be read, whether Graph refuses the change has to tell. */
async function isAdministrator(graph: Asking, account: Account, context: ConnectorContext): Promise<boolean> {
  try {
    return await holdsRole(graph, account, context);
  } catch (error) {
    if (isTenureError(error)) return false;
    throw error;
  }
}

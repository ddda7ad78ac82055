// Jira Cloud without Atlassian Guard. What is the vendor's own stands here; what every app promises is the kit's.
import { type Account, type AppProvisioner, type ConnectorContext, TenureError, type WriteContext } from '@tenure/core/connector';
import { createHttp } from '@tenure/core/connector/http';
import { taken } from '../../verbs/trouble.ts';
import type { Done, Looked, NativeApi } from '../api.ts';
import { nativeApp } from '../app.ts';
import type { Asking } from '../asking.ts';
import { looked } from '../check.ts';
import { openOptions } from '../options.ts';
import { errorOf } from '../refusing.ts';
import { jiraDescription } from './description.ts';
import { classify, saysGone } from './meaning.ts';
import { authorizeOf, type JiraOptions } from './options.ts';
import {
  accountOf,
  addressOf,
  createUser,
  getMyself,
  getUser,
  isPerson,
  listUsers,
  mostHits,
  removeUser,
  rights,
  searchUsers,
} from './users.ts';

const largestPage = 1_000;
/** So long the ids of everybody are kept for the next creation. */
const idsForMs = 5 * 60_000;

/**
 * Users of a Jira Cloud site, for the `apps` of a lifecycle. Leavers are removed from the site: nothing can be turned off there
 * without Atlassian Guard.
 *
 * @throws {TenureError} `OPTIONS_INVALID`. Nothing is requested before a verb is called.
 */
export function jira(options: JiraOptions): AppProvisioner {
  const { settings, system, baseUrl } = openOptions<JiraOptions>(jiraDescription, options);
  const { interfaceName } = jiraDescription;
  const http = createHttp({ system, baseUrl, authorize: authorizeOf(settings), http: settings.http, classify });
  const api: Asking = { system, shown: (id) => id, interfaceName, saysGone, http };
  return nativeApp(jiraDescription, system, settings, apiOf(api, settings));
}

function apiOf(api: Asking, options: JiraOptions): NativeApi {
  const seesAll = options.addresses === 'visible';
  const present = presentIds(api);
  const byAddress = async (address: string, context: ConnectorContext): Promise<Looked> => {
    const users = (await searchUsers(api, 'find account', address, context)).filter(isPerson);
    const shown = users.every((user) => addressOf(user) !== undefined);
    return { accounts: users.map(accountOf), decided: seesAll && shown && users.length < mostHits };
  };
  return {
    lookups: [{ key: 'email', look: byAddress }],
    list: async ({ limit, cursor }, context) => {
      const startAt = startOf(api, cursor);
      const rows = await listUsers(api, 'list accounts', { startAt, maxResults: Math.max(1, Math.min(limit, largestPage)) }, context);
      const items = rows.filter(isPerson).map(accountOf);
      // A short page is not the last one: Jira leaves rows out of pages.
      return { items, ...(rows.length === 0 ? {} : { next: String(startAt + rows.length) }) };
    },
    get: async (id, verb, context) => {
      const user = await getUser(api, verb, id, context);
      return user && accountOf(user);
    },
    create: ({ email }, _password, context) => create(api, options, { address: String(email), present }, context),
    delete: async ({ id }, context) => {
      present.drop(id);
      return remove(api, id, context);
    },
    check: async (context) => [
      await looked('The token’s owner administers Jira and may browse users', async () => {
        const [administers, browses] = await rights(api, 'check', ['ADMINISTER', 'USER_PICKER'], context);
        if (administers === true && browses === true) return { state: 'ok' };
        return { state: 'problem', detail: `without ${administers === true ? 'Browse users and groups' : 'Administer Jira'}` };
      }),
      {
        title: 'Leavers can be removed',
        state: 'not-checked',
        detail: 'it takes a site administrator, which nobody can ask; Atlassian keeps creating and removing for compatibility only',
      },
    ],
  };
}

interface Creation {
  readonly address: string;
  readonly present: PresentIds;
}

async function create(api: Asking, options: JiraOptions, { address, present }: Creation, context: WriteContext): Promise<Account> {
  const verb = 'create account';
  const { products = 'jira-software', addresses = 'hidden' } = options;
  const hits = (await searchUsers(api, verb, address, context)).filter(isPerson);
  if (hits.some((user) => user.active === true && addressOf(user) === undefined)) {
    const fact = 'somebody who hides their address answers to it; look there whether it is this person';
    throw new TenureError('CONNECTOR_CONFLICT_NOT_VISIBLE', { system: api.system, verb, fact, details: {} });
  }
  const before = addresses === 'hidden' ? await present.read(verb, context) : undefined;
  const user = await createUser(api, address, products.split(','), context);
  if (before?.has(user.accountId) === true)
    throw taken(api, verb, undefined, [user.accountId], 'the app answered with an account that was there before');
  present.add(user.accountId);
  return { ...accountOf(user), email: addressOf(user) ?? address };
}

async function remove(api: Asking, id: string, context: WriteContext): Promise<Done> {
  const verb = 'delete account';
  const { accountId } = await getMyself(api, verb, context);
  if (accountId === id) throw errorOf(api, { verb, id, meaning: 'protected', fact: 'we act as this user' });
  return (await removeUser(api, id, context)) === 'nobody' ? 'nobody' : [];
}

/** Ids of everybody who has access, read when a creation needs them and kept for the ones that follow. */
interface PresentIds {
  read(verb: string, context: ConnectorContext): Promise<ReadonlySet<string>>;
  add(id: string): void;
  drop(id: string): void;
}

function presentIds(api: Asking): PresentIds {
  let held: { readonly at: number; readonly ids: Set<string> } | undefined;
  return {
    async read(verb, context) {
      if (held !== undefined && context.now() - held.at < idsForMs) return held.ids;
      const at = context.now();
      const ids = new Set<string>();
      for (let startAt = 0; ; ) {
        const rows = await listUsers(api, verb, { startAt, maxResults: largestPage }, context);
        for (const { accountId, active } of rows) if (active === true) ids.add(accountId);
        if (rows.length === 0) break;
        startAt += rows.length;
      }
      held = { at, ids };
      return ids;
    },
    add: (id) => void held?.ids.add(id),
    drop: (id) => void held?.ids.delete(id),
  };
}

function startOf({ system }: Asking, cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (/^[1-9]\d{0,9}$/.test(cursor)) return Number(cursor);
  const fact = 'the cursor is not one of ours';
  throw new TenureError('CONNECTOR_REJECTED', { system, verb: 'list accounts', fact, details: {} });
}

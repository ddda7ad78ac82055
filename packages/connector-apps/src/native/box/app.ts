// Box, by its users API. What is the vendor's own stands here; what every app promises is the kit's.
import type { AppProvisioner, ConnectorContext, WriteContext } from '@tenure/core/connector';
import { createHttp } from '@tenure/core/connector/http';
import type { Done, Looked, NativeApi } from '../api.ts';
import { nativeApp } from '../app.ts';
import type { Asking } from '../asking.ts';
import { looked } from '../check.ts';
import { openOptions } from '../options.ts';
import { errorOf } from '../refusing.ts';
import { boxDescription } from './description.ts';
import { classify, saysGone } from './meaning.ts';
import { authorizeOf, type BoxOptions } from './options.ts';
import { accountOf, bodyOf } from './user.ts';
import { changeUser, createUser, deleteUser, getUser, listUsers, moveContent } from './users.ts';

const largestPage = 1_000;

/**
 * Managed users of a Box enterprise, for the `apps` of a lifecycle. Turning off makes them inactive; deleting is refused while
 * they own content, unless an heir is named or the options say that it may be destroyed.
 *
 * @throws {TenureError} `OPTIONS_INVALID`. Nothing is requested before a verb is called.
 */
export function box(options: BoxOptions): AppProvisioner {
  const { settings, system, baseUrl } = openOptions<BoxOptions>(boxDescription, options);
  const { interfaceName } = boxDescription;
  const http = createHttp({ system, baseUrl, authorize: authorizeOf(system, settings), http: settings.http, classify });
  const api: Asking = { system, shown: (id) => id, interfaceName, saysGone, http };
  return nativeApp(boxDescription, system, settings, apiOf(api, settings));
}

function apiOf(api: Asking, options: BoxOptions): NativeApi {
  // The filter takes beginnings: a first page without the login says nothing while there are more.
  const byLogin = async (login: string, context: ConnectorContext): Promise<Looked> => {
    const { users, next } = await listUsers(api, 'find account', { term: login, limit: 100 }, context);
    return { accounts: users.map(accountOf), decided: next === undefined };
  };
  return {
    lookups: [{ key: 'email', look: byLogin }],
    list: async ({ limit, cursor }, context) => {
      const query = { limit: Math.max(1, Math.min(limit, largestPage)), marker: cursor };
      const { users, next } = await listUsers(api, 'list accounts', query, context);
      return { items: users.map(accountOf), ...(next === undefined ? {} : { next }) };
    },
    get: async (id, verb, context) => {
      const user = await getUser(api, verb, id, context);
      return user && accountOf(user);
    },
    create: async (profile, _password, context) => accountOf(await createUser(api, bodyOf(profile), context)),
    update: async ({ id }, attributes, context) => done(await changeUser(api, 'update account', id, bodyOf(attributes), context)),
    disable: async ({ id }, context) => done(await changeUser(api, 'disable account', id, { status: 'inactive' }, context)),
    enable: async ({ id }, context) => done(await changeUser(api, 'enable account', id, { status: 'active' }, context)),
    delete: ({ id }, context) => remove(api, id, options, context),
    check: async (context) => [
      ...(options.contentHeir === undefined
        ? []
        : [await looked('The heir of content is a managed user who is on', () => heirIsThere(api, String(options.contentHeir), context))]),
    ],
  };
}

const done = (outcome: 'done' | 'nobody'): Done => (outcome === 'nobody' ? 'nobody' : []);

async function remove(api: Asking, id: string, { contentHeir, ownedContent }: BoxOptions, context: WriteContext): Promise<Done> {
  const verb = 'delete account';
  if (contentHeir !== undefined && (await moveContent(api, verb, id, contentHeir, context)) === 'nobody') {
    // Box does not say which of the two is not there.
    if ((await getUser(api, verb, id, context)) === undefined) return 'nobody';
    throw errorOf(api, { verb, id, meaning: 'rejected', fact: 'the heir of content is not there' });
  }
  // What was given to an heir may still be on its way: forcing would destroy the rest of it.
  const forced = contentHeir === undefined && ownedContent === 'destroy';
  return done(await deleteUser(api, id, forced, context));
}

async function heirIsThere(api: Asking, id: string, context: ConnectorContext) {
  const heir = await getUser(api, 'check', id, context);
  if (heir !== undefined && accountOf(heir).state === 'active') return { state: 'ok' } as const;
  return { state: 'problem', detail: 'there is no such user, or they are off: leavers who own content cannot be deleted' } as const;
}

// The provider as a table of contents: which file answers which verb.
import type { CostedVerb, IdentityProvider } from '@tenure/core/connector';
import { membersOf } from './api/groups.ts';
import { readPage } from './api/page.ts';
import { getUser, groupsOfUser, listUsers } from './api/users.ts';
import { checkOrg } from './check.ts';
import { readActivity } from './events/activity.ts';
import { receiveHook } from './events/hook.ts';
import { createGroup } from './groups/create.ts';
import { readGroups } from './groups/list.ts';
import { addToGroup, removeFromGroup } from './groups/membership.ts';
import type { OktaBucket } from './limits.ts';
import type { OktaProviderOptions } from './options.ts';
import { accountsOf, blindToken, openOrg } from './org.ts';
import { settingsOf } from './settings.ts';
import { createUser } from './users/create.ts';
import { eraseUser } from './users/erase.ts';
import { findUsers } from './users/find.ts';
import { disableUser, endSessions } from './users/turn-off.ts';
import { enableUser } from './users/turn-on.ts';
import { updateUser } from './users/update.ts';

const hostOf = (url: string): string => new URL(url).host;

const idsOf = ({ items, next }: { items: readonly { readonly id: string }[]; next?: string | undefined }) => ({
  items: items.map(({ id }) => id),
  next,
});

/** Calls of one verb when all goes well, by Okta's counters; the README counts them for whole events. */
const calls = {
  find: { 'user-read': 1, users: 1 },
  create: { users: 1 },
  update: { 'user-write': 1 },
  disable: { users: 3, 'user-read': 1 },
  enable: { users: 1, 'user-read': 1 },
  delete: { users: 1, 'user-write': 2, 'user-read': 2 },
  'end-sessions': { users: 1 },
  'add-to-group': { groups: 1 },
  'remove-from-group': { groups: 1 },
  'create-group': { groups: 1 },
} as const satisfies Readonly<Record<CostedVerb, Readonly<Partial<Record<OktaBucket, number>>>>>;

/**
 * Okta as the identity provider of a lifecycle. Creating it requests nothing and holds nothing open.
 *
 * A write that throws anything but `CONNECTOR_OUTCOME_UNKNOWN` or `CONNECTOR_NOT_EFFECTIVE` left the user as it was.
 *
 * @example
 * const identityProvider = oktaProvider({ orgUrl: 'https://example.okta.com', token: process.env.OKTA_TOKEN ?? '' });
 * @throws {TenureError} `OPTIONS_INVALID` with every problem at once.
 */
export function oktaProvider(options: OktaProviderOptions): IdentityProvider {
  const settings = settingsOf(options);
  const org = openOrg(settings);
  const { http } = org;
  return {
    id: settings.id,
    contract: 1,
    instance: { name: hostOf(org.transport.baseUrl), formerly: settings.formerOrgUrls.map(hostOf) },
    attributes: [...settings.attributes.keys()],
    limits: { concurrency: 8, ...settings.limits },
    calls,
    effects: {
      disable:
        'deactivate: no sign-in, sessions and tokens end, app assignments and admin roles end, group memberships stay; suspend: no sign-in, sessions and tokens end, all else stays.',
      delete: 'the user and its memberships are erased for good, and the login is free again.',
      irreversible: ['delete'],
      unverified: ['sessions inside apps go on until they expire', 'access tokens that an API checks by itself are good until they expire'],
    },
    activity: (request, context) => readActivity(org, request, context),
    ...(settings.eventHook === undefined ? {} : { webhook: receiveHook(settings.eventHook, org.knownActor) }),
    check: (context) => checkOrg(org, context),
    users: {
      find: (request, context) => findUsers(org, request, context),
      get: async ({ accountId }, context) => {
        const user = await getUser(http, { id: accountId }, context);
        return user?.id === accountId ? (await accountsOf(org, [user], context))[0] : undefined;
      },
      list: async (request, context) => {
        const { items, next } = await listUsers(http, request, context);
        if (items.length === 0 && next === undefined && request.cursor === undefined) throw blindToken(org);
        return { items: await accountsOf(org, items, context), next };
      },
      create: (request, context) => createUser(org, request, context),
      update: (request, context) => updateUser(org, request, context),
      disable: (request, context) => disableUser(org, request, context),
      enable: (request, context) => enableUser(org, request, context),
      groups: async ({ accountId, ...page }, context) => idsOf(await readPage(http, groupsOfUser(accountId), page, context)),
      endSessions: ({ accountId }, context) => endSessions(org, accountId, context),
      delete: ({ accountId }, context) => eraseUser(org, accountId, context),
    },
    groups: {
      list: (request, context) => readGroups(org, request, context),
      members: async ({ groupId, ...page }, context) => idsOf(await readPage(http, membersOf(groupId), page, context)),
      create: (request, context) => createGroup(org, request, context),
      add: (request, context) => addToGroup(org, request, context),
      remove: (request, context) => removeFromGroup(org, request, context),
    },
  };
}

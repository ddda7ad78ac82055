// Every endpoint: the bucket that counts its calls, the scope and the permissions it needs. Of two that fit the first one counts.
import type { Org } from '../org.ts';
import type { Bucket } from '../traffic/limits.ts';
import { appLinksOfUser, listApps, usersOfApp } from './apps.ts';
import type { Route } from './call.ts';
import { createHook, deleteHook, listHooks, readHook, turnHook, verifyHook } from './event-hooks.ts';
import { createGroup, deleteGroup, listGroups, readGroup, updateGroup } from './groups.ts';
import { listLogs } from './logs.ts';
import { addMember, listMembers, removeMember, rulesOfMember } from './members.ts';
import { orgSettings } from './org.ts';
import { administrators, customRoles, rolesOfGroup, rolesOfUser } from './roles.ts';
import { createRule, deleteRule, listRules, readRule, turnRule, updateRule } from './rules.ts';
import { readSchema } from './schema.ts';
import { changeLifecycle, endClientTokens, endGrants, endSessions, groupsOfUser } from './user-parts.ts';
import { createUser, deleteUser, readUser, replaceUser, updateUser } from './users.ts';
import { listUsers } from './users-list.ts';

/** What a call takes: a scope of an OAuth token, and all of the permissions by roles. */
export interface Needs {
  readonly scope: string;
  readonly permissions: readonly string[];
}

type Entry = readonly [method: string, path: string, bucket: Bucket, scope: string, permissions: string, route: (org: Org) => Route];

const memberChange = 'okta.groups.members.manage okta.users.groupMembership.manage';
const users = '/api/v1/users';
const groups = '/api/v1/groups';
const rules = '/api/v1/groups/rules';
const hooks = '/api/v1/eventHooks';
const [readsUsers, writesUsers, readsGroups, writesGroups] = [
  'okta.users.read',
  'okta.users.manage',
  'okta.groups.read',
  'okta.groups.manage',
];

/** Lifecycle operations and the permission each needs. */
const lifecycle = {
  activate: 'okta.users.lifecycle.activate',
  reactivate: 'okta.users.lifecycle.activate',
  deactivate: 'okta.users.lifecycle.deactivate',
  suspend: 'okta.users.lifecycle.suspend',
  unsuspend: 'okta.users.lifecycle.unsuspend',
  unlock: 'okta.users.lifecycle.unlock',
  expire_password: 'okta.users.credentials.expirePassword',
  reset_password: 'okta.users.credentials.resetPassword',
  reset_factors: 'okta.users.credentials.resetFactors',
} as const;

const turns = Object.entries(lifecycle) as [keyof typeof lifecycle, string][];

export const endpoints: readonly Entry[] = [
  ['POST', users, 'users', writesUsers, 'okta.users.create', createUser],
  ['GET', users, 'users', readsUsers, readsUsers, listUsers],
  ['GET', `${users}/*`, 'user-read', readsUsers, readsUsers, readUser],
  ['POST', `${users}/*`, 'user-write', writesUsers, 'okta.users.userprofile.manage', updateUser],
  ['PUT', `${users}/*`, 'user-write', writesUsers, 'okta.users.userprofile.manage', replaceUser],
  ['DELETE', `${users}/*`, 'user-write', writesUsers, 'okta.users.lifecycle.delete', deleteUser],
  ...turns.map(
    ([operation, permission]): Entry => [
      ...(['POST', `${users}/*/lifecycle/${operation}`, 'users', writesUsers, permission] as const),
      (org) => changeLifecycle(org, operation),
    ],
  ),
  ['DELETE', `${users}/*/sessions`, 'users', writesUsers, 'okta.users.lifecycle.clearSessions', endSessions],
  ['DELETE', `${users}/*/grants`, 'users', writesUsers, 'okta.users.lifecycle.clearSessions', endGrants],
  ['DELETE', `${users}/*/clients/*/tokens`, 'users', writesUsers, 'okta.users.lifecycle.clearSessions', endClientTokens],
  ['GET', `${users}/*/groups`, 'users', readsUsers, readsUsers, groupsOfUser],
  ['GET', `${users}/*/appLinks`, 'users', readsUsers, readsUsers, appLinksOfUser],
  ['GET', `${users}/*/roles`, 'users', 'okta.roles.read', 'okta.roles.read', rolesOfUser],
  ['GET', rules, 'groups', readsGroups, readsGroups, listRules],
  ['POST', rules, 'groups', writesGroups, writesGroups, createRule],
  ['GET', groups, 'groups', readsGroups, readsGroups, listGroups],
  ['POST', groups, 'groups', writesGroups, 'okta.groups.create', createGroup],
  ['GET', `${groups}/*`, 'group', readsGroups, readsGroups, readGroup],
  ['PUT', `${groups}/*`, 'group', writesGroups, writesGroups, updateGroup],
  ['DELETE', `${groups}/*`, 'group', writesGroups, writesGroups, deleteGroup],
  ['GET', `${rules}/*`, 'groups', readsGroups, readsGroups, readRule],
  ['PUT', `${rules}/*`, 'groups', writesGroups, writesGroups, updateRule],
  ['DELETE', `${rules}/*`, 'groups', writesGroups, writesGroups, deleteRule],
  ['POST', `${rules}/*/lifecycle/activate`, 'groups', writesGroups, writesGroups, (org) => turnRule(org, 'ACTIVE')],
  ['POST', `${rules}/*/lifecycle/deactivate`, 'groups', writesGroups, writesGroups, (org) => turnRule(org, 'INACTIVE')],
  ['GET', `${groups}/*/users`, 'groups', readsGroups, readsGroups, listMembers],
  ['GET', `${groups}/*/roles`, 'groups', 'okta.roles.read', 'okta.roles.read', rolesOfGroup],
  ['PUT', `${groups}/*/users/*`, 'groups', writesGroups, memberChange, addMember],
  ['DELETE', `${groups}/*/users/*`, 'groups', writesGroups, memberChange, removeMember],
  ['GET', `${groups}/*/users/*/group-rules`, 'groups', readsGroups, readsGroups, rulesOfMember],
  ['GET', '/api/v1/iam/assignees/users', 'other', 'okta.roles.read', 'okta.roles.read', administrators],
  ['GET', '/api/v1/iam/roles', 'other', 'okta.roles.read', 'okta.roles.read', customRoles],
  ['GET', '/api/v1/meta/schemas/user/default', 'other', 'okta.schemas.read', 'okta.schemas.read', readSchema],
  ['GET', '/api/v1/org', 'other', 'okta.orgs.read', readsUsers, orgSettings],
  ['GET', '/api/v1/apps', 'other', 'okta.apps.read', 'okta.apps.read', listApps],
  ['GET', '/api/v1/apps/*/users', 'other', 'okta.apps.read', 'okta.apps.read', usersOfApp],
  ['GET', '/api/v1/logs', 'logs', 'okta.logs.read', 'okta.logs.read', listLogs],
  ['GET', hooks, 'other', 'okta.eventHooks.read', 'okta.eventHooks.read', listHooks],
  ['POST', hooks, 'other', 'okta.eventHooks.manage', 'okta.eventHooks.manage', createHook],
  ['GET', `${hooks}/*`, 'other', 'okta.eventHooks.read', 'okta.eventHooks.read', readHook],
  ['DELETE', `${hooks}/*`, 'other', 'okta.eventHooks.manage', 'okta.eventHooks.manage', deleteHook],
  ['POST', `${hooks}/*/lifecycle/verify`, 'other', 'okta.eventHooks.manage', 'okta.eventHooks.manage', verifyHook],
  ['POST', `${hooks}/*/lifecycle/activate`, 'other', 'okta.eventHooks.manage', 'okta.eventHooks.manage', (org) => turnHook(org, 'ACTIVE')],
  [
    'POST',
    `${hooks}/*/lifecycle/deactivate`,
    'other',
    'okta.eventHooks.manage',
    'okta.eventHooks.manage',
    (org) => turnHook(org, 'INACTIVE'),
  ],
];

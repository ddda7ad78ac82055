// Administrators: the roles of a user and of a group, who has any, and custom roles.
import type { Org } from '../org.ts';
import { afterOf, cut, limitOf } from '../query/page.ts';
import { ok, parameter, type Route } from './call.ts';
import { userIn } from './users.ts';

const isPermission = (role: string): boolean => role.startsWith('okta.');

function wireRoles(holderId: string, roles: readonly string[], assignmentType: 'USER' | 'GROUP', from = 0): object[] {
  // All permissions together are one custom role.
  const types = [...new Set(roles.map((role) => (isPermission(role) ? 'CUSTOM' : role)))];
  return types.map((type, index) => ({
    id: `ra1${holderId.slice(3, -1)}${index + from}`,
    type,
    label: type,
    status: 'ACTIVE',
    assignmentType,
  }));
}

export function rolesOfUser(org: Org): Route {
  return (call) => {
    const user = userIn(org, call);
    const byGroup = org.groups.of(user.id).flatMap(({ roles }) => roles);
    return ok([...wireRoles(user.id, user.roles, 'USER'), ...wireRoles(user.id, byGroup, 'GROUP', user.roles.length)]);
  };
}

export function rolesOfGroup(org: Org): Route {
  return (call) => {
    const group = org.groups.get(parameter(call, 0));
    return ok(wireRoles(group.id, group.roles, 'GROUP'));
  };
}

/** Everyone with a role, by themselves or by a group. */
export function administrators(org: Org): Route {
  return (call) => {
    const query = call.url.searchParams;
    const hasRole = (user: Parameters<Org['rolesOf']>[0]): boolean => org.rolesOf(user).length > 0;
    const page = cut(org.users.all.after(afterOf(query, org.switches)), hasRole, limitOf(query, 100, 200), false);
    const next = page.next === undefined ? undefined : new URL(call.url);
    next?.searchParams.set('after', Buffer.from(`after:${page.next}`).toString('base64url'));
    const value = page.items.map(({ id }) => ({ id, _links: { self: { href: `${call.url.origin}/api/v1/users/${id}` } } }));
    return ok({ value, _links: next === undefined ? {} : { next: { href: next.href } } });
  };
}

/** The permissions that users and groups hold one by one, shown as one custom role. */
export function customRoles(org: Org): Route {
  return () => {
    const held = [...org.groups.all.after()].flatMap(({ roles }) => roles).filter(isPermission);
    const roles = held.length === 0 ? [] : [{ id: 'cr000000000000000001', label: 'Custom', permissions: [...new Set(held)] }];
    return ok({ roles, _links: {} });
  };
}

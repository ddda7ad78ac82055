// What administrator roles allow. A role is a standard type, or one permission of a custom role, for example `okta.users.read`.

/** Permissions by standard role; `manage` covers everything below its name. */
const standardRoles: Readonly<Record<string, readonly string[]>> = {
  SUPER_ADMIN: ['okta.manage'],
  ORG_ADMIN: ['okta.manage'],
  USER_ADMIN: ['okta.users.manage', 'okta.groups.manage'],
  GROUP_MEMBERSHIP_ADMIN: ['okta.users.read', 'okta.groups.read', 'okta.users.groupMembership.manage', 'okta.groups.members.manage'],
  HELP_DESK_ADMIN: ['okta.users.read', 'okta.groups.read', 'okta.users.credentials.manage', 'okta.users.lifecycle.clearSessions'],
  APP_ADMIN: ['okta.users.read', 'okta.groups.read', 'okta.apps.manage'],
  READ_ONLY_ADMIN: ['okta.users.read', 'okta.groups.read', 'okta.apps.read', 'okta.logs.read', 'okta.schemas.read', 'okta.roles.read'],
};

/** Whether one of the roles allows it. */
export function allows(roles: readonly string[], permission: string): boolean {
  return roles.some((role) => (standardRoles[role] ?? [role]).some((held) => covers(held, permission)));
}

function covers(held: string, permission: string): boolean {
  return held === permission || (held.endsWith('.manage') && permission.startsWith(held.slice(0, -'manage'.length)));
}

export function isSuper(roles: readonly string[]): boolean {
  return roles.includes('SUPER_ADMIN');
}

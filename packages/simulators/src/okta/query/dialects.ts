// Which attributes and operators `search` and `filter` know, for users and for groups.

import type { OktaGroup, OktaUser } from '../records.ts';
import type { OktaSchema } from '../users/profile.ts';
import type { Comparison, Dialect } from './expression.ts';

/** What search of users and of groups never knows: `ne` and `ew`. */
const searchable: ReadonlySet<Comparison> = new Set(['eq', 'sw', 'co', 'gt', 'ge', 'lt', 'le', 'pr']);
const equalOnly: ReadonlySet<Comparison> = new Set(['eq']);
const inequalities: ReadonlySet<Comparison> = new Set(['eq', 'gt', 'ge', 'lt', 'le']);
const dates: ReadonlySet<string> = new Set(['created', 'activated', 'statusChanged', 'lastUpdated']);
/** The one user type of the org. */
export const userTypeId = 'oty00000000000000001';

const profilePrefix = 'profile.';

const instant = (at: number | undefined): string | undefined => (at === undefined ? undefined : new Date(at).toISOString());

export function readUser(user: OktaUser, attribute: string): unknown {
  if (attribute.startsWith(profilePrefix)) return user.profile[attribute.slice(profilePrefix.length)];
  switch (attribute) {
    case 'id':
    case 'status':
      return user[attribute];
    case 'type.id':
      return userTypeId;
    case 'created':
    case 'activated':
    case 'statusChanged':
    case 'lastUpdated':
      return instant(user[attribute]);
    default:
      return undefined;
  }
}

const containable: ReadonlySet<string> = new Set(['firstName', 'lastName', 'email', 'login'].map((name) => profilePrefix + name));

/** `search` of users: any attribute, case-insensitive values, deprovisioned users included. */
export function userSearch(schema: OktaSchema): Dialect<OktaUser> {
  const known = new Set(['id', 'status', 'type.id', ...dates, ...[...schema.attributes].map((name) => profilePrefix + name)]);
  return {
    allows: (attribute, comparison) =>
      known.has(attribute) && searchable.has(comparison) && (comparison !== 'co' || containable.has(attribute)),
    read: readUser,
    ignoreCase: true,
  };
}

const filterable: ReadonlySet<string> = new Set(['status', 'id', ...containable]);

/** `filter` of users: few attributes, equality only, case-sensitive values, deprovisioned users included. */
export const userFilter: Dialect<OktaUser> = {
  allows: (attribute, comparison) =>
    attribute === 'lastUpdated' ? inequalities.has(comparison) : filterable.has(attribute) && equalOnly.has(comparison),
  read: readUser,
  ignoreCase: false,
};

function readGroup(group: OktaGroup, attribute: string): unknown {
  const own: Readonly<Record<string, unknown>> = {
    id: group.id,
    type: group.type,
    'profile.name': group.name,
    created: instant(group.created),
    lastUpdated: instant(group.lastUpdated),
    lastMembershipUpdated: instant(group.lastMembershipUpdated),
  };
  return own[attribute];
}

const groupAttributes: ReadonlySet<string> = new Set(['id', 'type', 'profile.name', 'created', 'lastUpdated', 'lastMembershipUpdated']);

export const groupSearch: Dialect<OktaGroup> = {
  allows: (attribute, comparison) =>
    groupAttributes.has(attribute) && searchable.has(comparison) && (comparison !== 'co' || attribute === 'profile.name'),
  read: readGroup,
  ignoreCase: true,
};

export const groupFilter: Dialect<OktaGroup> = {
  allows: (attribute, comparison) => {
    if (attribute === 'lastUpdated' || attribute === 'lastMembershipUpdated') return inequalities.has(comparison);
    return (attribute === 'id' || attribute === 'type') && equalOnly.has(comparison);
  },
  read: readGroup,
  ignoreCase: false,
};

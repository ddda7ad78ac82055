import type { OktaGroup } from '../records.ts';
import { wireTime } from './times.ts';

const objectClass: Readonly<Record<OktaGroup['type'], string>> = {
  OKTA_GROUP: 'okta:user_group',
  APP_GROUP: 'okta:windows_security_principal',
  BUILT_IN: 'okta:user_group',
};

/** A group on the wire. */
export function wireGroup(origin: string, group: OktaGroup): object {
  const self = `${origin}/api/v1/groups/${group.id}`;
  return {
    id: group.id,
    created: wireTime(group.created),
    lastUpdated: wireTime(group.lastUpdated),
    lastMembershipUpdated: wireTime(group.lastMembershipUpdated),
    objectClass: [objectClass[group.type]],
    type: group.type,
    profile: { name: group.name, description: group.description ?? null },
    _links: { self: { href: self }, users: { href: `${self}/users` }, apps: { href: `${self}/apps` } },
  };
}

// One simulated org: its users, groups, schema and switches.
import { createGroups, type OktaGroups } from './groups.ts';
import { createIds } from './ids.ts';
import { type OktaSchema, schemaWith } from './profile.ts';
import { defaultSwitches, type OktaSwitches } from './switches.ts';
import { createUsers, type OktaUsers } from './users.ts';

export interface OrgOptions {
  readonly now: () => number;
  readonly switches: Partial<OktaSwitches>;
  readonly customAttributes: readonly string[];
  readonly uniqueAttributes: readonly string[];
}

export interface Org {
  readonly users: OktaUsers;
  readonly groups: OktaGroups;
  readonly schema: OktaSchema;
  readonly switches: OktaSwitches;
  readonly newId: ReturnType<typeof createIds>;
  /** The administrator whose token the principal holds. */
  readonly ownerId: string;
}

export function createOrg({ now, switches: changed, customAttributes, uniqueAttributes }: OrgOptions): Org {
  const switches = { ...defaultSwitches, ...changed };
  const newId = createIds();
  const schema = schemaWith(customAttributes, uniqueAttributes);
  const users = createUsers({ now, switches, schema, newId });
  const groups = createGroups({ now, switches, newId, users });
  const owner = users.create({
    profile: { login: 'administrator@example.com', email: 'administrator@example.com', firstName: 'Token', lastName: 'Owner' },
    activate: true,
    hasPassword: true,
  });
  users.alter(owner.id, { roles: ['SUPER_ADMIN'], indexed: true });
  return { users, groups, schema, switches, newId, ownerId: owner.id };
}

// One simulated org: everything it holds, and how the parts hear of each other.
import { type Agenda, createAgenda } from './agenda.ts';
import { createApps, type OktaApps } from './apps.ts';
import { createGroups, type OktaGroups } from './groups/groups.ts';
import { createRules, type OktaRules } from './groups/rules.ts';
import { createIds } from './ids.ts';
import { createHooks, type OktaHooks } from './log/hooks.ts';
import { createSystemLog, type SystemLog } from './log/system-log.ts';
import type { DpopChecks } from './oauth/dpop.ts';
import { createOnce } from './oauth/once.ts';
import { defaultPace, type OktaPace } from './pace.ts';
import { createPrincipals, type Principals } from './principals/principals.ts';
import { readUser } from './query/dialects.ts';
import { createLaggingIndex, type LaggingIndex } from './query/lagging.ts';
import { createLookup, type Lookup } from './query/lookup.ts';
import type { OktaUser } from './records.ts';
import { defaultSwitches, type OktaSwitches } from './switches.ts';
import { type OktaAttributeTypes, type OktaSchema, schemaWith } from './users/profile.ts';
import { createUserStore } from './users/store.ts';
import { createUniqueness } from './users/uniqueness.ts';
import { createUsers, type OktaUsers } from './users/users.ts';

export interface OrgOptions {
  readonly now: () => number;
  readonly token: string;
  readonly switches: Partial<OktaSwitches>;
  readonly pace: Partial<OktaPace>;
  readonly customAttributes: readonly string[];
  readonly uniqueAttributes: readonly string[];
  readonly typedAttributes: OktaAttributeTypes;
}

export interface Org {
  readonly now: () => number;
  readonly users: OktaUsers;
  readonly searchIndex: LaggingIndex<OktaUser>;
  readonly listIndex: LaggingIndex<OktaUser>;
  readonly lookup: Lookup<OktaUser>;
  readonly groups: OktaGroups;
  readonly rules: OktaRules;
  readonly apps: OktaApps;
  readonly principals: Principals;
  readonly log: SystemLog;
  readonly hooks: OktaHooks;
  readonly agenda: Agenda;
  readonly checks: DpopChecks;
  readonly schema: OktaSchema;
  readonly switches: OktaSwitches;
  readonly newId: ReturnType<typeof createIds>;
  /** The administrator whose token the server accepts from the start. */
  readonly ownerId: string;
  setPace(changes: Partial<OktaPace>): void;
  /** A user's own roles and those by groups. */
  rolesOf(user: OktaUser): readonly string[];
  /** Attributes that some profile source holds. */
  sourcedAttributes(): ReadonlySet<string>;
}

const dayMs = 24 * 60 * 60 * 1000;

export function createOrg({ now, token, switches: changed, pace: given, ...attributes }: OrgOptions): Org {
  const switches = { ...defaultSwitches, ...changed };
  let current = { ...defaultPace, ...given };
  const pace = (): OktaPace => current;
  const newId = createIds();
  const agenda = createAgenda(now);
  const log = createSystemLog(now, pace);
  const { emit } = log;
  const schema = schemaWith(attributes.customAttributes, attributes.uniqueAttributes, attributes.typedAttributes);
  const store = createUserStore();
  const uniqueness = createUniqueness(schema.unique, switches.emailUnique);
  const searchIndex = createLaggingIndex(store.all, now, () => current.searchLag);
  const listIndex = createLaggingIndex(store.all, now, () => current.listLag);
  const lookup = createLookup(() => store.all.after(), readUser);
  const sourced = new Set<string>();
  for (const { note } of [uniqueness, searchIndex, listIndex, lookup]) store.watch(note);
  store.watch((_before, after) => {
    for (const name of after?.source?.attributes ?? []) sourced.add(name);
  });

  const users = createUsers({ now, switches, schema, newId, store, uniqueness, agenda, pace, emit });
  const groups = createGroups({ now, switches, newId, users: store, pace, emit });
  const rules = createRules({ now, newId, users: store, groups, agenda, pace, switches, log });
  const rolesOf = (user: OktaUser): readonly string[] => [...user.roles, ...groups.of(user.id).flatMap(({ roles }) => roles)];
  const principals = createPrincipals({ now, switches, users: store, rolesOf, newId, emit });

  const owner = log.silently(() => {
    const { id, created } = users.create({
      profile: { login: 'administrator@example.com', email: 'administrator@example.com', firstName: 'Token', lastName: 'Owner' },
      activate: false,
      hasPassword: true,
    });
    return users.alter(id, { status: 'ACTIVE', activated: created, roles: ['SUPER_ADMIN'], indexed: true });
  });
  principals.addToken(token, owner.id);

  return {
    ...{ now, users, searchIndex, listIndex, lookup, groups, rules, principals, log, agenda, schema, switches, newId, rolesOf },
    apps: createApps(newId, store, groups),
    hooks: createHooks(now, newId, log),
    checks: { now, isNew: createOnce(now, dayMs) },
    ownerId: owner.id,
    setPace(changes) {
      current = { ...current, ...changes };
    },
    sourcedAttributes: () => sourced,
  };
}

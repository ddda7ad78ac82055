// Applications: people have them by a group or individually. Deactivation takes both away; activation brings back those by a group.
import type { OktaGroups } from './groups/groups.ts';
import type { createIds } from './ids.ts';
import { createOrdered, type Ordered } from './ordered.ts';
import type { UserStore } from './users/store.ts';

export interface OktaApp {
  readonly id: string;
  readonly label: string;
  readonly groupIds: readonly string[];
}

export interface OktaApps {
  readonly all: Ordered<OktaApp>;
  create(label: string, groupIds: readonly string[], userIds: readonly string[]): OktaApp;
  ofGroup(groupId: string): Iterable<OktaApp>;
  hasUser(appId: string, userId: string): boolean;
  isIndividual(appId: string, userId: string): boolean;
}

export function createApps(newId: ReturnType<typeof createIds>, users: UserStore, groups: OktaGroups): OktaApps {
  const all = createOrdered<OktaApp>();
  const individuals = new Map<string, Set<string>>();
  const isIndividual = (appId: string, userId: string): boolean => individuals.get(appId)?.has(userId) === true;

  users.watch((before, after) => {
    if (all.size === 0 || before === undefined || (after !== undefined && after.status !== 'DEPROVISIONED')) return;
    for (const holders of individuals.values()) holders.delete(before.id);
  });

  return {
    all,
    create(label, groupIds, userIds) {
      const app = { id: newId('0oa'), label, groupIds };
      all.put(app);
      individuals.set(app.id, new Set(userIds));
      return app;
    },
    ofGroup: (groupId) => [...all.after()].filter(({ groupIds }) => groupIds.includes(groupId)),
    hasUser(appId, userId) {
      const isOff = users.all.get(userId)?.status === 'DEPROVISIONED';
      const byGroup = all.get(appId)?.groupIds.some((groupId) => groups.isIn(groupId, userId)) === true;
      return !isOff && (byGroup || isIndividual(appId, userId));
    },
    isIndividual,
  };
}

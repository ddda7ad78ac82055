// Who is in which group, from both sides, each in order. The built-in group of everyone is not listed here.
import { createSortedIds, type SortedIds } from '../ordered.ts';

export interface Memberships {
  has(groupId: string, userId: string): boolean;
  /** Whether that changed anything. */
  put(groupId: string, userId: string): boolean;
  /** Whether that changed anything. */
  take(groupId: string, userId: string): boolean;
  /** Ids of the members that sort after `after`. */
  members(groupId: string, after?: string): Iterable<string>;
  count(groupId: string): number;
  /** Ids of a user's groups, in order. */
  groups(userId: string): readonly string[];
  forgetUser(userId: string): void;
  forgetGroup(groupId: string): void;
}

export function createMemberships(): Memberships {
  const byGroup = new Map<string, SortedIds>();
  const byUser = new Map<string, Set<string>>();
  const take: Memberships['take'] = (groupId, userId) => {
    byUser.get(userId)?.delete(groupId);
    return byGroup.get(groupId)?.remove(userId) === true;
  };
  return {
    has: (groupId, userId) => byUser.get(userId)?.has(groupId) === true,
    put(groupId, userId) {
      const [members, groups] = [byGroup.get(groupId) ?? createSortedIds(), byUser.get(userId) ?? new Set<string>()];
      byGroup.set(groupId, members);
      byUser.set(userId, groups.add(groupId));
      return members.add(userId);
    },
    take,
    members: (groupId, after) => byGroup.get(groupId)?.after(after) ?? [],
    count: (groupId) => byGroup.get(groupId)?.size ?? 0,
    groups: (userId) => [...(byUser.get(userId) ?? [])].sort(),
    forgetUser(userId) {
      for (const groupId of byUser.get(userId) ?? []) byGroup.get(groupId)?.remove(userId);
      byUser.delete(userId);
    },
    forgetGroup(groupId) {
      for (const userId of byGroup.get(groupId)?.after() ?? []) byUser.get(userId)?.delete(groupId);
      byGroup.delete(groupId);
    },
  };
}

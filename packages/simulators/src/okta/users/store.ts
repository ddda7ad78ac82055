// The users themselves, and everybody who must hear of a change: indexes, uniqueness, group rules.
import { createOrdered, type Ordered } from '../ordered.ts';
import { missing } from '../problems.ts';
import type { OktaUser } from '../records.ts';

type Listener = (before: OktaUser | undefined, after: OktaUser | undefined) => void;

export interface UserStore {
  readonly all: Ordered<OktaUser>;
  /** @throws {OktaProblem} E0000007 */
  get(id: string): OktaUser;
  put(user: OktaUser): OktaUser;
  erase(id: string): void;
  /** Calls `listener` after every change: without a before for a new user, without an after for one who is gone. */
  watch(listener: Listener): void;
}

export function createUserStore(): UserStore {
  const all = createOrdered<OktaUser>();
  const listeners: Listener[] = [];
  return {
    all,
    get(id) {
      const user = all.get(id);
      if (user === undefined) throw missing('User', id);
      return user;
    },
    put(user) {
      const before = all.get(user.id);
      all.put(user);
      for (const listener of listeners) listener(before, user);
      return user;
    },
    erase(id) {
      const before = all.get(id);
      all.remove(id);
      for (const listener of listeners) listener(before, undefined);
    },
    watch: (listener) => void listeners.push(listener),
  };
}

// People who are, through others, their own managers. Nothing is decided by it; it is a fault of the data to be told.
import { isRecordId } from '../model/text.ts';
import { recordsOf } from './people.ts';
import type { Session } from './session.ts';

/** More changed people than this are not followed: a first import of a large company. */
const mostFollowed = 50_000;
const longestChain = 50;

export interface ManagerNotes {
  add(employee: string, manager: string | null | undefined): void;
  /** What to tell about cycles among the people added, at most one line. */
  notes(session: Session): Promise<string[]>;
}

export function createManagerNotes(): ManagerNotes {
  const managers = new Map<string, string>();
  let unfollowed = 0;
  return {
    add(employee, manager) {
      if (!isRecordId(manager)) managers.delete(employee);
      else if (managers.size < mostFollowed || managers.has(employee)) managers.set(employee, manager);
      else unfollowed += 1;
    },
    async notes(session) {
      if (unfollowed > 0) return [`${unfollowed} changed people were not looked at for manager cycles`];
      const inCycle = new Set<string>();
      const cleared = new Set<string>();
      for (const start of [...managers.keys()]) await follow(session, start, managers, inCycle, cleared);
      const ids = [...inCycle].sort();
      return ids.length === 0 ? [] : [`${ids.length} people are their own managers through others: ${ids.slice(0, 5).join(', ')}`];
    },
  };
}

async function follow(
  session: Session,
  start: string,
  managers: Map<string, string>,
  inCycle: Set<string>,
  cleared: Set<string>,
): Promise<void> {
  const chain: string[] = [];
  let at: string | undefined = start;
  while (at !== undefined && chain.length < longestChain && !cleared.has(at)) {
    const met = chain.indexOf(at);
    if (met >= 0) {
      for (const id of chain.slice(met)) inCycle.add(id);
      break;
    }
    chain.push(at);
    at = managers.get(at) ?? (await storedManager(session, at, managers));
  }
  for (const id of chain) cleared.add(id);
}

async function storedManager(session: Session, id: string, managers: Map<string, string>): Promise<string | undefined> {
  const [head] = await session.store.get(session.tenant, 'employee', [[id]]);
  if (head === undefined) return undefined;
  const manager = (await recordsOf(session, [head])).get(head.seq)?.managerId;
  if (!isRecordId(manager)) return undefined;
  managers.set(id, manager);
  return manager;
}

// What a lane works with, and the facts of one task gathered right before it is done.
import type { WriteContext } from '../connector/context.ts';
import type { Target } from '../connector/target.ts';
import type { PacedContext } from '../limit/calls.ts';
import type { AccountProfile } from '../model/account.ts';
import type { Person } from '../model/person.ts';
import type { Change } from '../plan/change.ts';
import { factsOf } from '../plan/desired.ts';
import { profileFor, profileOf } from '../plan/profile.ts';
import { ledgerOf } from '../read/ledger.ts';
import { loadPeople } from '../read/people.ts';
import { planPeople } from '../read/plan-people.ts';
import type { DecidingSession } from '../read/session.ts';
import type { AccountRow, TaskRow } from '../store/collections.ts';

/** The facts a change is checked against and done with. */
export interface Work {
  readonly task: TaskRow;
  readonly change: Change;
  readonly target: Target;
  readonly person: Person;
  /** What the target may be told, with the values as they are now. */
  readonly profile: AccountProfile;
  readonly account: AccountRow | undefined;
  /** The same change as it would be planned now; undefined when it would not be. */
  readonly wantedNow: Change | undefined;
}

/** Gathers the facts of some tasks of one target; tasks whose person nobody knows any more come back without. */
export async function gatherWork(session: DecidingSession, target: Target, tasks: readonly TaskRow[]): Promise<(Work | TaskRow)[]> {
  const ids = [...new Set(tasks.map(({ person }) => person))];
  const today: DecidingSession = { ...session, calendar: session.today() };
  const people = await loadPeople(today, ids);
  const ledger = await ledgerOf(session, ids);
  const { plans } = await planPeople(today, [...people.values()], ledger);
  return tasks.map((task) => {
    const person = people.get(task.person);
    if (person === undefined) return task;
    const accounts = ledger.get(person.id) ?? new Map();
    const change = task.change as Change;
    const { department } = factsOf(person, session.policy);
    const profile = profileFor(profileOf(person, department, session.policy.customAttributes), target.attributes);
    return {
      task,
      change,
      target,
      person,
      profile,
      account: accounts.get(target.id),
      wantedNow: plans.get(person.id)?.changes.find(({ id }) => id === change.id),
    };
  });
}

/** What one change is done with: access cuts go before everything else that waits for the same limit. */
export function writeContext(session: DecidingSession, { id, change, priority, person }: TaskRow): WriteContext & PacedContext {
  const allowAdmins = session.allowAdmins === true || (change as Change).despiteProtection === true;
  const urgent = (): boolean => priority === 0 || session.together.hurried.has(person);
  return { ...session.context, idempotencyKey: id, urgent, heed: session.together.heed, ...(allowAdmins ? { allowAdmins } : {}) };
}

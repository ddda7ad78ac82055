// What time alone will do: when it next has something to do, and what that will be. Reads the store; no source, no target.
import { type EpochMilliseconds, type Instant, toInstant } from '../model/dates.ts';
import type { Change, PlanPart } from '../plan/change.ts';
import { nextDue } from '../plan/desired.ts';
import type { AccountRow } from '../store/collections.ts';
import { scanAll } from '../store/scan.ts';
import { deletionsDue } from './decide.ts';
import { type Ledger, ledgerOf } from './ledger.ts';
import { loadPeople } from './people.ts';
import { planPeople } from './plan-people.ts';
import type { DecidingSession, Session } from './session.ts';
import { standingOf, standingsOf } from './standing.ts';

/** One moment at which something falls due for one person, and what a plan made then would hold. */
export interface Upcoming {
  readonly at: Instant;
  readonly person: string;
  readonly initials: string;
  readonly department: string | null;
  readonly changes: readonly Change[];
}

/** Behind every text there is: a position after all rows of one instant. */
const afterEveryId = '\u{10FFFF}';

/** When something next falls due by itself; null when nothing is foreseen. What is overdue is not foreseen: a plan does it now. */
export async function nextDueAt({ store, tenant, calendar }: Session): Promise<EpochMilliseconds | null> {
  const page = await store.scan(tenant, 'employee', {
    index: 'due',
    after: [calendar.now, afterEveryId],
    limit: 1,
    columns: ['dueAt'],
  });
  return page.rows[0]?.dueAt ?? null;
}

/** Everything foreseen until then in order of time, for people whose accounts are as the ledger has them. */
export async function* upcoming(session: DecidingSession, until: EpochMilliseconds): AsyncGenerator<Upcoming> {
  const { store, tenant, calendar } = session;
  const query = { index: 'due', after: [calendar.now, afterEveryId], upTo: until, limit: 200, columns: ['id', 'person', 'dueAt'] } as const;
  let ahead: Upcoming[] = [];
  for await (const rows of scanAll(store, tenant, 'employee', query)) {
    for (const { id, person, dueAt } of rows) {
      // Somebody with several employments stands in all of them.
      if (dueAt === null || id !== person) continue;
      // Whatever lies before this person's next moment is complete: nobody behind has an earlier one.
      const ready = ahead.filter(({ at }) => at <= toInstant(dueAt)).sort(inOrder);
      ahead = ahead.filter((each) => !ready.includes(each));
      yield* ready;
      for await (const each of momentsOf(session, person, dueAt, until)) ahead.push(each);
    }
  }
  yield* ahead.sort(inOrder);
}

const inOrder = (a: Upcoming, b: Upcoming): number => (a.at === b.at ? (a.person < b.person ? -1 : 1) : a.at < b.at ? -1 : 1);

/** A person's moments one after another. What a plan would hold already today is not told again. */
async function* momentsOf(
  session: DecidingSession,
  person: string,
  from: EpochMilliseconds,
  until: EpochMilliseconds,
): AsyncGenerator<Upcoming> {
  const told = new Set((await partAt(session, person, session.calendar.now, new Map())).part?.changes.map(({ id }) => id));
  const foreseen: Foreseen = new Map();
  for (let at: EpochMilliseconds | null = from; at !== null && at <= until; ) {
    const { part, next } = await partAt(session, person, at, foreseen);
    const changes = part?.changes.filter(({ id }) => !told.has(id)) ?? [];
    for (const { id } of changes) told.add(id);
    if (part !== undefined && changes.length > 0)
      yield { at: toInstant(at), person, initials: part.initials, department: part.department, changes };
    at = next;
  }
}

/** By target, how an account will stand once what was foreseen so far is done. */
type Foreseen = Map<string, Pick<AccountRow, 'state' | 'staged' | 'disabledAt' | 'offBy'>>;

/** One moment of a person. Notes in `foreseen` what it does to their accounts. */
async function partAt(
  present: DecidingSession,
  id: string,
  at: EpochMilliseconds,
  foreseen: Foreseen,
): Promise<{ readonly part: PlanPart | undefined; readonly next: EpochMilliseconds | null }> {
  const session = { ...present, calendar: present.calendar.at(at) };
  const people = await loadPeople(session, [id]);
  const person = people.get(id);
  if (person === undefined) return { part: undefined, next: null };
  const known = await ledgerOf(session, [id]);
  const { plans } = await planPeople(session, [person], withForeseen(known, id, foreseen));
  const part = plans.get(id);
  for (const { kind, target, due } of part?.changes ?? []) {
    // Only leaving has a moment of its own: the days until deletion count from then.
    if (kind.endsWith('.disable'))
      foreseen.set(target, { state: 'disabled', staged: false, disabledAt: due === null ? null : at, offBy: 'us' });
    if (kind.endsWith('.enable')) foreseen.set(target, { state: 'active', staged: false, disabledAt: null, offBy: null });
  }
  const own = (await standingsOf(session, [id])).get(id);
  const ahead = [
    nextDue(person, session.policy, session.calendar, own === undefined ? undefined : standingOf(own)),
    ...deletionsDue(person, session.policy, session.calendar, withForeseen(known, id, foreseen)),
  ].filter((moment) => moment !== null);
  return { part, next: ahead.length === 0 ? null : Math.min(...ahead) };
}

function withForeseen(ledger: Ledger, person: string, foreseen: Foreseen): Ledger {
  const accounts = [...(ledger.get(person) ?? [])].map(([target, row]) => [target, { ...row, ...foreseen.get(target) }] as const);
  return new Map([[person, new Map(accounts)]]);
}

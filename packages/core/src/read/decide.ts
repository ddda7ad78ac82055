// Deciding about a batch of people: what they should have, against the ledger, into rows of the plan being built.
import type { Employee } from '../model/employee.ts';
import type { LifecycleEvent } from '../model/event.ts';
import type { Person } from '../model/person.ts';
import { desiredFingerprint, nextDue } from '../plan/desired.ts';
import { type PersonPlan, planPerson } from '../plan/difference.ts';
import type { CompiledPolicy } from '../policy/compile.ts';
import type { Calendar } from '../roster/calendar.ts';
import { type EffectiveState, personEvents } from '../roster/events.ts';
import { personOf } from '../roster/phase.ts';
import type { EmployeeRow, PersonRow } from '../store/collections.ts';
import type { StoreOp } from '../store/port.ts';
import { scanAll } from '../store/scan.ts';
import { candidatesOf, type Ledger, ledgerOf } from './ledger.ts';
import { type Employment, type KnownPerson, peopleOf, recordsOf } from './people.ts';
import { type DecidingSession, peoplePerBatch, writeAll } from './session.ts';

/** One employment to decide about, with its head as it will be written. */
export interface Entry extends Employment {
  /** What the roster said before; absent for somebody new. */
  readonly before?: EffectiveState | undefined;
}

/**
 * The hot path: people whose raw record is the one the roster holds. Whoever's fingerprint is the settled one costs no
 * further read and no write; the others are decided upon like everybody else.
 */
export async function decideUnchanged(session: DecidingSession, unchanged: readonly { row: EmployeeRow; value: unknown }[]): Promise<void> {
  const plain = unchanged.filter(({ row }) => row.plain);
  const kept = unchanged.filter(({ row }) => !row.plain);
  const employees = await recordsOf(
    session,
    kept.map(({ row }) => row),
  );
  const entries = [
    // The roster holds exactly this raw text, and that was validated when it was accepted.
    ...plain.map(({ row, value }) => ({ row, employee: value as Employee })),
    ...kept
      .map(({ row }) => ({ row, employee: employees.get(row.seq) }))
      .filter((entry): entry is { row: EmployeeRow; employee: Employee } => entry.employee !== undefined),
  ];
  const open = entries.filter((entry) => !isSettled(session, entry));
  for (let from = 0; from < open.length; from += peoplePerBatch) {
    const batch = open.slice(from, from + peoplePerBatch);
    await writeAll(
      session,
      await decideBatch(
        session,
        batch.map(({ row, employee }) => ({ row, employee, before: { phase: row.phase, employee } })),
      ),
    );
  }
}

function isSettled({ policy, calendar }: DecidingSession, { row, employee }: { row: EmployeeRow; employee: Employee }): boolean {
  if (row.settled === null) return false;
  const person = personOf(row.person, [employee], calendar, policy.schedule.cutAccessAt);
  return person.phase === row.phase && row.settled === desiredFingerprint(row.rowHash, person, policy, calendar);
}

/**
 * Decides about a batch and gives the steps that write it down: heads, events, and parts of the plan. `plural` are people
 * whose employments this batch adds to and the store does not know yet.
 */
export async function decideBatch(
  session: DecidingSession,
  entries: readonly Entry[],
  plural: readonly PersonRow[] = [],
): Promise<StoreOp[]> {
  const people = await peopleOf(session, entries, plural);
  const ids = [...people.keys()];
  const unknown = new Set(entries.filter(({ fresh }) => fresh === true).map(({ row }) => row.person));
  const ledger = await ledgerOf(
    session,
    ids.filter((id) => !unknown.has(id)),
  );
  const candidates = await candidatesOf(
    session,
    [...people.values()].map(({ person }) => person),
    ledger,
  );
  const plans = new Map<string, PersonPlan>();
  const ops: StoreOp[] = [];
  for (const [id, { person }] of people) {
    const plan = planPerson({
      person,
      policy: session.policy,
      calendar: session.calendar,
      digest: session.digest,
      accounts: ledger.get(id) ?? new Map(),
      candidates: candidates.get(id) ?? new Map(),
    });
    plans.set(id, plan);
    ops.push(...partOps(session, plan));
  }
  for (const entry of entries) ops.push(...headOps(session, entry, people, plans, ledger));
  return ops;
}

function partOps({ build }: DecidingSession, { person, initials, department, changes, suppressed, waiting }: PersonPlan): StoreOp[] {
  if (changes.length + suppressed.length + waiting.length === 0) return [];
  return [{ op: 'put', in: 'planPart', row: { build, person, changes: { person, initials, department, changes, suppressed, waiting } } }];
}

function headOps(
  session: DecidingSession,
  entry: Entry,
  people: ReadonlyMap<string, KnownPerson>,
  plans: ReadonlyMap<string, PersonPlan>,
  ledger: Ledger,
): StoreOp[] {
  const { calendar, policy } = session;
  const known = people.get(entry.row.person);
  const plan = plans.get(entry.row.person);
  if (known === undefined || plan === undefined) return [];
  const { person, single } = known;
  const idle = plan.changes.length + plan.suppressed.length + plan.waiting.length === 0;
  const due = [nextDue(person, policy, calendar), ...deletionsDue(person, policy, calendar, ledger)].filter((at) => at !== null);
  // The feed may stop naming somebody who left before the last account is off: an open case keeps them due.
  if (person.phase === 'left' && !idle) due.push(calendar.now);
  const row: EmployeeRow = {
    ...entry.row,
    phase: person.phase,
    settled: idle && single ? desiredFingerprint(entry.row.rowHash, person, policy, calendar) : null,
    dueAt: due.length === 0 ? null : Math.min(...due),
  };
  return [{ op: 'put', in: 'employee', row }, ...eventsOf(session, entry, person).map(eventOp(session))];
}

/** When accounts of somebody who left are to be deleted, as far as that lies ahead. */
function deletionsDue(person: Person, policy: CompiledPolicy, calendar: Calendar, ledger: Ledger): number[] {
  const days = policy.schedule.deleteAfterDays;
  if (person.phase !== 'left' || days === null) return [];
  const disabled = [...(ledger.get(person.id)?.values() ?? [])].map(({ disabledAt }) => disabledAt).filter((at) => at !== null);
  return disabled.map((at) => at + days * 86_400_000).filter((at) => at > calendar.now);
}

/** People for whom time alone has made something due, or whose case is open though no feed names them any more. */
export async function decideDue(session: DecidingSession): Promise<void> {
  const { store, tenant, calendar } = session;
  const rows: EmployeeRow[] = [];
  for await (const page of scanAll(store, tenant, 'employee', { index: 'due', upTo: calendar.now })) rows.push(...page);
  for (let from = 0; from < rows.length; from += peoplePerBatch) {
    const batch = rows.slice(from, from + peoplePerBatch);
    const records = await recordsOf(session, batch);
    const entries = batch.flatMap((row) => {
      const employee = records.get(row.seq);
      return employee === undefined ? [] : [{ row, employee, before: { phase: row.phase, employee } }];
    });
    await writeAll(session, await decideBatch(session, entries));
  }
}

function eventsOf({ calendar, firstImport }: DecidingSession, { before, employee, row }: Entry, person: Person): LifecycleEvent[] {
  // A second employment tells its own fields, but the phase is the person's.
  const after = { phase: person.phase, employee };
  return personEvents({ person: row.person, before, after, now: calendar.now, cutAt: person.cutAt, firstImport });
}

const eventOp =
  ({ calendar, eventCounts }: DecidingSession) =>
  (value: LifecycleEvent): StoreOp => {
    eventCounts[value.type] = (eventCounts[value.type] ?? 0) + 1;
    const subject = 'person' in value ? value.person : `department:${value.department}`;
    return { op: 'append', in: 'event', row: { subject, at: calendar.now, value } };
  };

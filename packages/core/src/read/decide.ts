// Deciding about a batch of people: what they should have, against the ledger, into rows of the plan being built.
import type { Employee } from '../model/employee.ts';
import type { LifecycleEvent } from '../model/event.ts';
import type { Person, Phase } from '../model/person.ts';
import { deletionAt, desiredFingerprint, nextDue } from '../plan/desired.ts';
import type { PersonPlan } from '../plan/difference.ts';
import type { CompiledPolicy } from '../policy/compile.ts';
import type { Calendar } from '../roster/calendar.ts';
import { type EffectiveState, personEvents } from '../roster/events.ts';
import { personOf, phaseOfEmployment } from '../roster/phase.ts';
import type { EmployeeRow, PersonRow } from '../store/collections.ts';
import type { StoreOp } from '../store/port.ts';
import { type Ledger, ledgerOf } from './ledger.ts';
import { openAccessOps } from './open-access.ts';
import { type Employment, isGone, type KnownPerson, peopleOf, recordsOf } from './people.ts';
import { planPeople } from './plan-people.ts';
import { type DecidingSession, peoplePerBatch, writeAll } from './session.ts';
import { type SettledStanding, settleStandings } from './settle-standings.ts';

/** One employment to decide about, with its head as it will be written. */
export interface Entry extends Employment {
  /** What the roster said before; absent for somebody new. */
  readonly before?: EffectiveState | undefined;
}

/**
 * The hot path: people whose raw record is the one the roster holds. Whoever's fingerprint is the settled one costs no
 * further read and no write; the others are decided upon like everybody else.
 */
export async function decideUnchanged(
  session: DecidingSession,
  unchanged: readonly { row: EmployeeRow; value: unknown }[],
  deferred: Set<string>,
): Promise<void> {
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
  const unsettled = entries.filter((entry) => !isSettled(session, entry));
  const open = await withoutPlural(session, unsettled, deferred);
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

/** People with several employments are decided upon when all of them are read: these entries go without them. */
export async function withoutPlural<Each extends Employment>(
  session: DecidingSession,
  entries: readonly Each[],
  deferred: Set<string>,
): Promise<Each[]> {
  const rows = await session.store.get(
    session.tenant,
    'person',
    entries.map(({ row }) => [row.person]),
    ['id'],
  );
  for (const row of rows) if (row !== undefined) deferred.add(row.id);
  return entries.filter(({ row }) => !deferred.has(row.person));
}

/** Decides about people as the roster holds them, each with all their employments. */
export async function decidePeople(session: DecidingSession, people: Iterable<string>): Promise<void> {
  const { store, tenant } = session;
  const ids = [...people].sort();
  for (let from = 0; from < ids.length; from += peoplePerBatch) {
    const batch = ids.slice(from, from + peoplePerBatch);
    const rows = await store.get(
      tenant,
      'person',
      batch.map((id) => [id]),
    );
    const heads = await store.get(
      tenant,
      'employee',
      batch.flatMap((id, index) => rows[index]?.employees ?? [id]).map((id) => [id]),
    );
    await decideHeads(
      session,
      heads.filter((head) => head !== undefined),
    );
  }
}

/** Decides about these employments as the roster holds them. */
export async function decideHeads(session: DecidingSession, heads: readonly EmployeeRow[]): Promise<void> {
  const records = await recordsOf(session, heads);
  const entries = heads.flatMap((row) => {
    const employee = records.get(row.seq);
    return employee === undefined ? [] : [{ row, employee, before: { phase: row.phase, employee } }];
  });
  await writeAll(session, await decideBatch(session, entries));
}

/** An employment is settled by itself: of several, what another one or time changes is found where that one is met or falls due. */
function isSettled(session: DecidingSession, entry: Employment): boolean {
  const { row } = entry;
  if (row.settled === null) return false;
  const person = ownPerson(session, entry);
  return person.phase === row.phase && row.settled === desiredFingerprint(row.rowHash, person, session.policy, session.calendar);
}

/** The person as this employment alone would have them. */
const ownPerson = ({ policy, calendar }: DecidingSession, { row, employee }: Employment): Person =>
  personOf(row.person, [employee], calendar, policy.schedule.cutAccessAt);

const isIdle = ({ changes, suppressed, waiting }: PersonPlan): boolean => changes.length + suppressed.length + waiting.length === 0;

/**
 * Decides about a batch and gives the steps that write it down: heads, events, and parts of the plan. `plural` are people
 * whose employments this batch adds to and the store does not know yet.
 */
export async function decideBatch(
  session: DecidingSession,
  entries: readonly Entry[],
  plural: readonly PersonRow[] = [],
): Promise<StoreOp[]> {
  const known = await peopleOf(session, entries, plural);
  const ids = [...known.keys()];
  const unknown = new Set(entries.filter(({ fresh }) => fresh === true).map(({ row }) => row.person));
  const ledger = await ledgerOf(
    session,
    ids.filter((id) => !unknown.has(id)),
  );
  const { people, standings } = await settleStandings(session, known, unknown);
  const planned = await planPeople(
    session,
    [...people.values()].map(({ person }) => person),
    ledger,
    standings,
  );
  const { plans } = planned;
  const ops: StoreOp[] = [...planned.ops];
  for (const [id, plan] of plans) ops.push(...partOps(session, plan, unknown.has(id)), ...(standings.get(id)?.after(plan.standing) ?? []));
  const left = new Set(entries.filter(({ row }) => row.phase === 'left').map(({ row }) => row.person));
  for (const [id, known] of people) {
    const plan = plans.get(id);
    if (plan === undefined) continue;
    const { person } = known;
    ops.push(...(await openAccessOps(session, { person, plan, hadLeft: left.has(id), fresh: unknown.has(id) })));
    ops.push(...otherHeadOps(session, known, plan, ledger));
  }
  const told = new Set<string>();
  for (const entry of entries) {
    ops.push(...headOps(session, entry, people, plans, ledger), ...eventOps(session, entry, people.get(entry.row.person), told, standings));
  }
  return ops;
}

/** The person's part of the plan; whatever an earlier look at them in this plan had found gives way. */
function partOps(
  { build }: DecidingSession,
  { person, initials, department, changes, suppressed, waiting }: PersonPlan,
  fresh: boolean,
): StoreOp[] {
  if (changes.length + suppressed.length + waiting.length === 0)
    return fresh ? [] : [{ op: 'delete', in: 'planPart', key: [build, person] }];
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
  // One employment does not tell what the host's own rule says about all of them.
  const mayRest = single || !policy.asksHost;
  const row: EmployeeRow = {
    ...entry.row,
    phase: single ? person.phase : ownPhase(session, entry),
    settled: isIdle(plan) && mayRest ? desiredFingerprint(entry.row.rowHash, ownPerson(session, entry), policy, calendar) : null,
    dueAt: dueAtOf(session, person, plan, ledger),
    activation: entry.row.id === entry.row.person ? plan.standing.activation : entry.row.activation,
  };
  return [{ op: 'put', in: 'employee', row }];
}

/**
 * Of somebody with several employments all heads fall due together, and whoever has something open is looked at by the next
 * plan, whichever of them its feed holds. Heads of this batch are written after these.
 */
function otherHeadOps(session: DecidingSession, { person, single, employees }: KnownPerson, plan: PersonPlan, ledger: Ledger): StoreOp[] {
  if (single) return [];
  const dueAt = dueAtOf(session, person, plan, ledger);
  const set = isIdle(plan) ? { dueAt } : { dueAt, settled: null };
  return employees.map((id) => ({ op: 'update', in: 'employee', key: [id], set }));
}

/** When time alone has something to do for a person next. */
function dueAtOf({ policy, calendar }: DecidingSession, person: Person, plan: PersonPlan, ledger: Ledger): number | null {
  const due = [nextDue(person, policy, calendar, plan.standing), ...deletionsDue(person, policy, calendar, ledger)].filter(
    (at) => at !== null,
  );
  // The feed may stop naming somebody who left before the last account is off: an open case keeps them due.
  // What policy holds back is no open case: another policy looks at everybody who left anyway.
  if (person.phase === 'left' && plan.changes.length + plan.waiting.length > 0) due.push(calendar.now);
  return due.length === 0 ? null : Math.min(...due);
}

/** Among several employments each head keeps what its own employment is. */
function ownPhase({ calendar, policy }: DecidingSession, { row, employee }: Entry): Phase {
  return isGone(row) ? 'left' : phaseOfEmployment(employee, calendar, policy.schedule.cutAccessAt);
}

/** When accounts of somebody who left are to be deleted, as far as that lies ahead. */
export function deletionsDue(person: Person, policy: CompiledPolicy, calendar: Calendar, ledger: Ledger): number[] {
  if (person.phase !== 'left') return [];
  return policy.targets.flatMap(({ id, schedule: { deleteAfterDays } }) => {
    const disabledAt = ledger.get(person.id)?.get(id)?.disabledAt ?? null;
    if (deleteAfterDays === null || disabledAt === null) return [];
    const at = deletionAt(disabledAt, deleteAfterDays);
    return at > calendar.now ? [at] : [];
  });
}

/** A person's phase changes once, however many employments say so; fields are told employment by employment. */
function eventOps(
  session: DecidingSession,
  { before, employee, row }: Entry,
  known: KnownPerson | undefined,
  told: Set<string>,
  standings: ReadonlyMap<string, SettledStanding>,
): StoreOp[] {
  if (known === undefined) return [];
  const { calendar, firstImport } = session;
  const { person, single } = known;
  const first = !told.has(row.person);
  told.add(row.person);
  const lastPhase = single ? before?.phase : first ? known.before : person.phase;
  // Whoever had left and was to start again was not here meanwhile.
  const phaseBefore = lastPhase === 'upcoming' && standings.get(row.person)?.returning === true ? 'left' : lastPhase;
  const earlier = before === undefined ? undefined : { employee: before.employee, phase: phaseBefore ?? before.phase };
  const difference = { person: row.person, before: earlier, after: { phase: person.phase, employee }, now: calendar.now };
  return personEvents({ ...difference, cutAt: person.cutAt, firstImport }).map(eventOp(session));
}

/** An event as a row, counted. */
export const eventOp =
  ({ calendar, eventCounts }: DecidingSession) =>
  (value: LifecycleEvent): StoreOp => {
    eventCounts[value.type] = (eventCounts[value.type] ?? 0) + 1;
    return eventRowOp(value, calendar.now);
  };

/** An event as a row. */
export function eventRowOp(value: LifecycleEvent, at: number): StoreOp {
  const subject = 'person' in value ? value.person : 'department' in value ? `department:${value.department}` : `target:${value.target}`;
  return { op: 'append', in: 'event', row: { subject, at, value } };
}

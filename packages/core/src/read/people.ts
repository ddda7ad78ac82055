// Employments put together as people, from what a batch holds and what the roster knows.
import type { Employee } from '../model/employee.ts';
import type { Person, Phase } from '../model/person.ts';
import type { Activation } from '../plan/standing.ts';
import { mostAlive, personOf } from '../roster/phase.ts';
import type { EmployeeRow, PersonRow } from '../store/collections.ts';
import type { DecidingSession } from './session.ts';
import { withAddress } from './standing.ts';

/** One employee record with its head. */
export interface Employment {
  readonly row: EmployeeRow;
  readonly employee: Employee;
  /** True for somebody the roster did not know: nothing about them can be in the store. */
  readonly fresh?: boolean | undefined;
}

/** The roster's records of these heads, by seq. */
export async function recordsOf(
  session: Pick<DecidingSession, 'store' | 'tenant'>,
  rows: readonly EmployeeRow[],
): Promise<Map<number, Employee>> {
  if (rows.length === 0) return new Map();
  const records = await session.store.get(
    session.tenant,
    'record',
    rows.map(({ seq }) => [seq]),
  );
  return new Map(records.flatMap((record) => (record === undefined ? [] : [[record.seq, record.value]])));
}

export interface KnownPerson {
  readonly person: Person;
  readonly single: boolean;
  /** Ids of all their employments, those that are gone too. */
  readonly employees: readonly string[];
  /** What the person was at the last decision, by the heads in the store; absent for somebody with one employment. */
  readonly before?: Phase | undefined;
  /** What somebody with one employment was at the last decision. */
  readonly headPhase?: Phase | undefined;
  /** Whether the person is managed, as the heads at hand say it; null: not chosen yet. */
  readonly activation: Activation | null;
}

/** People of these entries with all their employments; the few with several are read from the roster. */
export async function peopleOf(
  session: DecidingSession,
  entries: readonly Employment[],
  fresh: readonly PersonRow[],
): Promise<Map<string, KnownPerson>> {
  const { store, tenant, calendar, policy } = session;
  const ids = [...new Set(entries.filter(({ fresh: isNew }) => isNew !== true).map(({ row }) => row.person))];
  const stored = await store.get(
    tenant,
    'person',
    ids.map((id) => [id]),
  );
  const plural = new Map([...stored, ...fresh].flatMap((row) => (row === undefined ? [] : [[row.id, row]])));
  const people = new Map<string, KnownPerson>();
  for (const row of plural.values()) people.set(row.id, await pluralPerson(session, row, entries));
  for (const { row, employee } of entries) {
    if (people.has(row.person)) continue;
    const person = personOf(row.person, [employee], calendar, policy.schedule.cutAccessAt);
    people.set(row.person, {
      person: isGone(row) ? goneSince(person, row.missingSince) : person,
      single: true,
      employees: [row.id],
      headPhase: row.phase,
      activation: row.activation,
    });
  }
  return people;
}

/** True for an employment whose absence was settled: it has ended, whatever its last record says. */
export function isGone({ missingSince, phase }: EmployeeRow): boolean {
  return missingSince !== null && phase === 'left';
}

function goneSince(person: Person, missingSince: number | null): Person {
  return { ...person, phase: 'left', cutAt: person.cutAt ?? missingSince, unlisted: true };
}

async function pluralPerson(session: DecidingSession, { id, employees }: PersonRow, entries: readonly Employment[]): Promise<KnownPerson> {
  const { store, tenant, calendar, policy } = session;
  const present = new Map(entries.map((entry) => [entry.row.id, entry]));
  const heads = (
    await store.get(
      tenant,
      'employee',
      employees.map((employee) => [employee]),
    )
  ).filter((head) => head !== undefined);
  const records = await recordsOf(
    session,
    heads.filter((head) => !present.has(head.id)),
  );
  const employments = employees.flatMap((employee) => {
    const head = heads.find((row) => row.id === employee);
    const record = head === undefined ? undefined : records.get(head.seq);
    const known = head === undefined || record === undefined ? undefined : { row: head, employee: record };
    return present.get(employee) ?? known ?? [];
  });
  const living = employments.filter(({ row }) => !isGone(row));
  const counted = living.length > 0 ? living : employments;
  const facts = counted.map(({ employee }) => employee);
  const person = personOf(id, facts, calendar, policy.schedule.cutAccessAt);
  const latest = Math.max(...counted.map(({ row }) => row.missingSince ?? 0));
  return {
    person: living.length > 0 ? person : goneSince(person, latest),
    single: false,
    employees,
    before: mostAlive(heads.map(({ phase }) => phase)),
    activation: heads.find((head) => head.id === id)?.activation ?? null,
  };
}

/** People by id, as the roster knows them now; ids nobody has are left out. */
export async function loadPeople(session: DecidingSession, ids: readonly string[]): Promise<Map<string, Person>> {
  const heads = await session.store.get(
    session.tenant,
    'employee',
    ids.map((id) => [id]),
  );
  const known = heads.filter((head) => head !== undefined);
  const records = await recordsOf(session, known);
  const entries = known.flatMap((row) => {
    const employee = records.get(row.seq);
    return employee === undefined ? [] : [{ row, employee }];
  });
  const people = await peopleOf(session, entries, []);
  const addressed = session.policy.addresses === undefined ? [] : [...people.keys()];
  const rows = await session.store.get(
    session.tenant,
    'standing',
    addressed.map((id) => [id]),
  );
  const standings = new Map(rows.flatMap((row) => (row === undefined ? [] : [[row.person, row]])));
  return new Map([...people].map(([id, { person }]) => [id, withAddress(person, standings.get(id))]));
}

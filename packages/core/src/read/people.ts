// Employments put together as people, from what a batch holds and what the roster knows.
import type { Employee } from '../model/employee.ts';
import type { Person } from '../model/person.ts';
import { personOf } from '../roster/phase.ts';
import type { EmployeeRow, PersonRow } from '../store/collections.ts';
import type { DecidingSession } from './session.ts';

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
  for (const row of plural.values()) people.set(row.id, { person: await pluralPerson(session, row, entries), single: false });
  for (const { row, employee } of entries) {
    if (people.has(row.person)) continue;
    const person = personOf(row.person, [employee], calendar, policy.schedule.cutAccessAt);
    people.set(row.person, { person: goneFrom(person, row), single: true });
  }
  return people;
}

/** Somebody whose absence was settled has left, whatever their last record says. */
function goneFrom(person: Person, row: EmployeeRow): Person {
  if (row.missingSince === null || row.phase !== 'left') return person;
  return { ...person, phase: 'left', cutAt: person.cutAt ?? row.missingSince };
}

async function pluralPerson(session: DecidingSession, { id, employees }: PersonRow, entries: readonly Employment[]): Promise<Person> {
  const { store, tenant, calendar, policy } = session;
  const present = new Map(entries.map((entry) => [entry.row.id, entry.employee]));
  const heads = await store.get(
    tenant,
    'employee',
    employees.map((employee) => [employee]),
  );
  const known = heads.filter((head) => head !== undefined);
  const records = await recordsOf(
    session,
    known.filter((head) => !present.has(head.id)),
  );
  const employments = employees.flatMap((employee) => {
    const head = known.find((row) => row.id === employee);
    const record = present.get(employee) ?? (head === undefined ? undefined : records.get(head.seq));
    return record === undefined ? [] : [record];
  });
  return personOf(id, employments, calendar, policy.schedule.cutAccessAt);
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
  return new Map([...people].map(([id, { person }]) => [id, person]));
}

// After the verdict: staged records become the roster, as far as they are believed, and their people are decided upon.
import type { Employee, EmployeeField } from '../model/employee.ts';
import type { FeedVerdict } from '../roster/gate.ts';
import { joinTo, type KnownEmployment } from '../roster/joining.ts';
import { phaseOfEmployment } from '../roster/phase.ts';
import { mergeStatement } from '../roster/statement.ts';
import type { EmployeeRow, PersonRow } from '../store/collections.ts';
import type { StoreOp } from '../store/port.ts';
import { decideBatch, type Entry } from './decide.ts';
import { dropDuplicates, type Reading } from './employees.ts';
import { type Identities, openIdentities } from './identities.ts';
import { recordsOf } from './people.ts';
import { absenceQuestion } from './questions.ts';
import { peoplePerBatch, type ReadingSession, readSetting, settingOp, writeAll } from './session.ts';
import type { Staged } from './staging.ts';

/** Accepts everything staged, in order of id, so that the same records give the same people whatever their order. */
export async function acceptStaged(reading: Reading, verdict: FeedVerdict, departments: { has(id: string): boolean }): Promise<void> {
  const { session } = reading;
  const identities = await openIdentities(session);
  let nextSeq = (await readSetting<number>(session, 'next-seq')) ?? 0;
  for await (const batch of reading.staging.batches(peoplePerBatch)) {
    const records = dropDuplicates(reading, batch);
    const merged = await mergeBatch({ reading, verdict, departments, identities, nextSeq }, records);
    nextSeq = merged.nextSeq;
    const decided = await decideBatch(session, merged.entries, merged.people);
    await writeAll(session, [...merged.ops, ...decided, settingOp('next-seq', nextSeq)]);
    await identities.flush(nextSeq, false);
  }
  await identities.flush(nextSeq, true);
}

interface MergedBatch {
  readonly entries: Entry[];
  readonly ops: StoreOp[];
  /** People who got another employment in this batch. */
  readonly people: readonly PersonRow[];
  readonly nextSeq: number;
}

interface Acceptance {
  readonly reading: Reading;
  readonly verdict: FeedVerdict;
  readonly departments: { has(id: string): boolean };
  readonly identities: Identities;
  readonly nextSeq: number;
}

async function mergeBatch(acceptance: Acceptance, records: readonly Staged[]): Promise<MergedBatch> {
  const { session, seen } = acceptance.reading;
  const known = await knownOf(session, records);
  const joiner = await createJoiner(session, acceptance.identities, records);
  const batch = { entries: [] as Entry[], ops: [] as StoreOp[], nextSeq: acceptance.nextSeq };
  for (const staged of records) {
    const head = known.heads.get(staged.id);
    const before = head === undefined ? undefined : known.records.get(head.seq);
    const keep = keptFields(staged, before, acceptance);
    const { employee, plain } = mergeStatement(before, staged.value, session.covers, keep);
    const seq = head?.seq ?? batch.nextSeq++;
    seen.add(seq);
    const joined = head === undefined ? joiner.join(employee) : undefined;
    // A record that is not fully believed keeps no hash: the next reading looks at it again.
    const rowHash = keep.size > 0 ? '' : staged.rowHash;
    const row = { ...(head ?? newHead(staged.id, seq, joined?.person)), rowHash, plain, settled: null, missingSince: null, dueAt: null };
    const earlier = head !== undefined && before !== undefined ? { phase: head.phase, employee: before } : joined?.before;
    batch.entries.push(earlier === undefined ? { row, employee, fresh: head === undefined } : { row, employee, before: earlier });
    batch.ops.push({ op: 'put', in: 'record', row: { seq, id: staged.id, value: employee } }, ...answeredOps(head));
    noteKeys(acceptance.identities, employee, row.person, before);
    if (before?.managerId !== employee.managerId) acceptance.reading.managers.add(employee.id, employee.managerId);
  }
  const people = await joiner.personRows();
  batch.ops.push(...people.map((row): StoreOp => ({ op: 'put', in: 'person', row })));
  return { ...batch, people };
}

function newHead(id: string, seq: number, person: string | undefined): EmployeeRow {
  return { id, seq, rowHash: '', plain: false, person: person ?? id, phase: 'unknown', settled: null, missingSince: null, dueAt: null };
}

/** Whoever is back has answered the question where they were. */
function answeredOps(head: EmployeeRow | undefined): StoreOp[] {
  if (head === undefined || head.missingSince === null) return [];
  return [{ op: 'delete', in: 'question', key: [absenceQuestion(head.id)] }];
}

async function knownOf(
  session: ReadingSession,
  records: readonly Staged[],
): Promise<{ heads: Map<string, EmployeeRow>; records: Map<number, Employee> }> {
  const ids = records.filter(({ known }) => known).map(({ id }) => id);
  const heads = (
    await session.store.get(
      session.tenant,
      'employee',
      ids.map((id) => [id]),
    )
  ).filter((head) => head !== undefined);
  return { heads: new Map(heads.map((head) => [head.id, head])), records: await recordsOf(session, heads) };
}

function noteKeys(identities: Identities, employee: Employee, person: string, before: Employee | undefined): void {
  if (before?.employeeNumber === employee.employeeNumber && before?.workEmail === employee.workEmail) return;
  identities.note(identities.hashesOf(employee), person);
}

/** Fields of this record whose statement is set aside: not understood, distrusted across the feed, or naming a department nobody knows. */
function keptFields(
  { value, withheld }: Staged,
  before: Employee | undefined,
  { verdict, departments, reading }: Acceptance,
): Set<EmployeeField> {
  const keep = new Set<EmployeeField>([...withheld, ...(before === undefined ? [] : verdict.distrusted)]);
  const { departmentId } = value;
  if (departmentId !== null && departmentId !== undefined && !departments.has(departmentId)) {
    reading.counter.withhold('departmentId: a department the source does not list');
    keep.add('departmentId');
  }
  return keep;
}

interface Joiner {
  /** The person a new record belongs to, when it is not one of their own. */
  join(employee: Employee): { person: string; before: KnownEmployment } | undefined;
  /** Rows of people who got another employment in this batch. */
  personRows(): Promise<PersonRow[]>;
}

/** Finds the people of new records: one look-up for the whole batch, more only for keys that are known. */
async function createJoiner(session: ReadingSession, identities: Identities, records: readonly Staged[]): Promise<Joiner> {
  const { store, tenant, calendar, policy } = session;
  const hashes = new Map(records.filter(({ known }) => !known).map(({ id, value }) => [id, identities.hashesOf(value)]));
  const owners = await identities.ownersOf([...new Set([...hashes.values()].flat())]);
  const employments = await employmentsOf(session, [...new Set(owners.values())]);
  const added = new Map<string, string[]>();
  return {
    join(employee) {
      const phase = phaseOfEmployment(employee, calendar, policy.schedule.cutAccessAt);
      const keys = hashes.get(employee.id) ?? [];
      const people = new Set(keys.flatMap((hash) => owners.get(hash) ?? []));
      const known = [...people].flatMap((person) => employments.get(person) ?? []);
      const person = joinTo(employee, phase, known);
      const before = known.find((other) => other.person === person);
      const own = { person: person ?? employee.id, employee, phase };
      employments.set(own.person, [...(employments.get(own.person) ?? []), own]);
      for (const hash of keys) if (!owners.has(hash)) owners.set(hash, own.person);
      if (person === undefined || before === undefined) return undefined;
      added.set(person, [...(added.get(person) ?? []), employee.id]);
      return { person, before };
    },
    async personRows() {
      const ids = [...added.keys()];
      const present = await store.get(
        tenant,
        'person',
        ids.map((id) => [id]),
      );
      return ids.map((id, index) => ({ id, employees: [...new Set([...(present[index]?.employees ?? [id]), ...(added.get(id) ?? [])])] }));
    },
  };
}

async function employmentsOf({ store, tenant }: ReadingSession, people: readonly string[]): Promise<Map<string, KnownEmployment[]>> {
  const found = new Map<string, KnownEmployment[]>();
  for (const person of people) {
    const [row] = await store.get(tenant, 'person', [[person]]);
    const ids = row?.employees ?? [person];
    const heads = (
      await store.get(
        tenant,
        'employee',
        ids.map((id) => [id]),
      )
    ).filter((head) => head !== undefined);
    const records = await recordsOf({ store, tenant }, heads);
    const known = heads.flatMap((head) => {
      const employee = records.get(head.seq);
      return employee === undefined ? [] : [{ person, employee, phase: head.phase }];
    });
    found.set(person, known);
  }
  return found;
}

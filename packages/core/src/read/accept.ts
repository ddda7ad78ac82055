// After the verdict: staged records become the roster, as far as they are believed, and their people are decided upon.
import type { Employee, EmployeeField } from '../model/employee.ts';
import type { FeedVerdict } from '../roster/gate.ts';
import { joinTo, type KnownEmployment, normalizeKey } from '../roster/joining.ts';
import { phaseOfEmployment } from '../roster/phase.ts';
import { mergeStatement } from '../roster/statement.ts';
import type { EmployeeRow, PersonRow, StagedRow } from '../store/collections.ts';
import type { StoreOp } from '../store/port.ts';
import { scanAll } from '../store/scan.ts';
import { decideBatch, type Entry } from './decide.ts';
import type { Reading } from './employees.ts';
import { recordsOf } from './people.ts';
import { peoplePerBatch, readSetting, settingOp, writeAll } from './session.ts';

/** Accepts everything staged, in order of id, so that the same records give the same people whatever their order. */
export async function acceptStaged(reading: Reading, verdict: FeedVerdict, departments: { has(id: string): boolean }): Promise<void> {
  const { session, feed } = reading;
  let nextSeq = (await readSetting<number>(session, 'next-seq')) ?? 0;
  const pages = scanAll(session.store, session.tenant, 'staged', { equals: [feed], limit: peoplePerBatch });
  for await (const rows of pages) {
    const believed = rows.filter(({ id }) => !reading.counter.duplicates.has(id));
    const batch = await mergeBatch(reading, believed, verdict, departments, nextSeq);
    nextSeq = batch.nextSeq;
    const decided = await decideBatch(session, batch.entries, batch.people);
    const ops: StoreOp[] = [...batch.ops, ...decided, settingOp('next-seq', nextSeq)];
    await writeAll(session, ops);
  }
}

export async function discardStaged({ session, feed }: Reading): Promise<void> {
  await session.store.commit(session.tenant, [{ op: 'delete', in: 'staged', key: [feed] }]);
}

interface MergedBatch {
  readonly entries: Entry[];
  readonly ops: StoreOp[];
  /** People who got another employment in this batch. */
  readonly people: readonly PersonRow[];
  readonly nextSeq: number;
}

async function mergeBatch(
  reading: Reading,
  rows: readonly StagedRow[],
  verdict: FeedVerdict,
  departments: { has(id: string): boolean },
  firstSeq: number,
): Promise<MergedBatch> {
  const { session, seen, counter } = reading;
  const heads = await session.store.get(
    session.tenant,
    'employee',
    rows.map(({ id }) => [id]),
  );
  const known = await recordsOf(
    session,
    heads.filter((head) => head !== undefined),
  );
  const people = await createJoiner(reading, rows, heads);
  const batch = { entries: [] as Entry[], ops: [] as StoreOp[], nextSeq: firstSeq };
  for (const [index, staged] of rows.entries()) {
    const head = heads[index];
    const before = head === undefined ? undefined : known.get(head.seq);
    const keep = keptFields(staged, before, verdict, departments, counter);
    const { employee, plain } = mergeStatement(before, staged.value, session.covers, keep);
    const seq = head?.seq ?? batch.nextSeq++;
    seen.add(seq);
    // A record that is not fully believed keeps no hash: the next reading looks at it again.
    const rowHash = keep.size > 0 || !staged.plain ? '' : staged.rowHash;
    const joined = head === undefined ? people.join(employee) : undefined;
    const row: EmployeeRow = {
      id: staged.id,
      seq,
      rowHash,
      plain,
      person: head?.person ?? joined?.person ?? staged.id,
      phase: head?.phase ?? 'unknown',
      settled: null,
      missingSince: null,
      dueAt: null,
    };
    const state = head !== undefined && before !== undefined ? { phase: head.phase, employee: before } : joined?.before;
    batch.entries.push(state === undefined ? { row, employee } : { row, employee, before: state });
    batch.ops.push(
      { op: 'put', in: 'record', row: { seq, id: staged.id, value: employee } },
      ...people.keyOps(employee, row.person, before),
    );
  }
  const plural = await people.personRows();
  batch.ops.push(...plural.map((row): StoreOp => ({ op: 'put', in: 'person', row })));
  return { ...batch, people: plural };
}

/** Fields of this record whose statement is set aside: distrusted across the feed, or naming a department nobody knows. */
function keptFields(
  { value }: StagedRow,
  before: Employee | undefined,
  verdict: FeedVerdict,
  departments: { has(id: string): boolean },
  counter: Reading['counter'],
): Set<EmployeeField> {
  const keep = new Set<EmployeeField>(before === undefined ? [] : verdict.distrusted);
  const { departmentId } = value;
  if (departmentId !== null && departmentId !== undefined && !departments.has(departmentId)) {
    counter.withhold('departmentId: a department the source does not list');
    keep.add('departmentId');
  }
  return keep;
}

interface Joiner {
  /** The person a new record belongs to, when it is not one of their own. */
  join(employee: Employee): { person: string; before: KnownEmployment } | undefined;
  /** Look-up rows for a record's keys. */
  keyOps(employee: Employee, person: string, before: Employee | undefined): StoreOp[];
  /** Rows of people who got another employment in this batch. */
  personRows(): Promise<PersonRow[]>;
}

/** Finds the people of new records: one look-up for the whole batch, more only for keys that are known. */
async function createJoiner(
  { session }: Reading,
  rows: readonly StagedRow[],
  heads: readonly (EmployeeRow | undefined)[],
): Promise<Joiner> {
  const { store, tenant, digest, calendar, policy } = session;
  const hashesOf = (employee: Employee): string[] => {
    const keys = [`n${normalizeKey(employee.employeeNumber) ?? ''}`, `e${normalizeKey(employee.workEmail) ?? ''}`];
    return keys.filter((key) => key.length > 1).map((key) => `${key.charAt(0)}${digest.keyed(`identity\n${key}`)}`);
  };
  const fresh = rows.filter((_, index) => heads[index] === undefined);
  const wanted = [...new Set(fresh.flatMap(({ value }) => hashesOf(value)))];
  const identities = await store.get(
    tenant,
    'identity',
    wanted.map((hash) => [hash]),
  );
  const owners = new Map(identities.flatMap((row) => (row === undefined ? [] : [[row.hash, row.person]])));
  const employments = await employmentsOf(session, [...new Set(owners.values())]);
  const added = new Map<string, string[]>();
  return {
    join(employee) {
      const phase = phaseOfEmployment(employee, calendar, policy.schedule.cutAccessAt);
      const people = new Set(hashesOf(employee).flatMap((hash) => owners.get(hash) ?? []));
      const known = [...people].flatMap((person) => employments.get(person) ?? []);
      const person = joinTo(employee, phase, known);
      const before = known.find((other) => other.person === person);
      const own = { person: person ?? employee.id, employee, phase };
      employments.set(own.person, [...(employments.get(own.person) ?? []), own]);
      for (const hash of hashesOf(employee)) if (!owners.has(hash)) owners.set(hash, own.person);
      if (person === undefined || before === undefined) return undefined;
      added.set(person, [...(added.get(person) ?? []), employee.id]);
      return { person, before };
    },
    keyOps(employee, person, before) {
      const old = new Set(before === undefined ? [] : hashesOf(before));
      const news = hashesOf(employee).filter((hash) => !old.has(hash));
      return news.map((hash) => ({ op: 'insert-if-absent', in: 'identity', row: { hash, person } }));
    },
    async personRows() {
      const ids = [...added.keys()];
      const present = await store.get(
        tenant,
        'person',
        ids.map((id) => [id]),
      );
      return ids.map((id, index) => {
        const employees = [...new Set([...(present[index]?.employees ?? [id]), ...(added.get(id) ?? [])])];
        return { id, employees };
      });
    },
  };
}

async function employmentsOf({ store, tenant }: Reading['session'], people: readonly string[]): Promise<Map<string, KnownEmployment[]>> {
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

// After the verdict: staged records become the roster, as far as they are believed, and their people are decided upon.
import type { Employee, EmployeeField } from '../model/employee.ts';
import { disbelievedFields } from '../roster/belief.ts';
import { personEvents } from '../roster/events.ts';
import type { FeedVerdict } from '../roster/gate.ts';
import { joinTo, type KnownEmployment, normalizeKey } from '../roster/joining.ts';
import { phaseOfEmployment } from '../roster/phase.ts';
import { mergeStatement } from '../roster/statement.ts';
import type { EmployeeRow, PersonRow } from '../store/collections.ts';
import type { StoreOp } from '../store/port.ts';
import { decideBatch, type Entry, eventOp, withoutPlural } from './decide.ts';
import type { Renumbered } from './employees.ts';
import { dropDuplicates, type Reading } from './employees.ts';
import { type Identities, openIdentities } from './identities.ts';
import { recordsOf } from './people.ts';
import { absenceQuestion } from './questions.ts';
import { peoplePerBatch, type ReadingSession, readSetting, settingOp, writeAll } from './session.ts';
import type { Staged } from './staging.ts';

/**
 * Accepts everything staged, in order of id, so that the same records give the same people whatever their order.
 * `renumbered` are new ids of people who are known by another: they wait, or go on where those people were.
 */
export async function acceptStaged(
  reading: Reading,
  verdict: FeedVerdict,
  departments: { has(id: string): boolean },
  renumbered: Renumbered = new Map(),
): Promise<void> {
  const { session } = reading;
  const follow = session.renumbered === 'follow';
  const followed = new Set(follow ? [...renumbered.values()].map(({ id }) => id) : []);
  const mayEnter = ({ id, known }: Staged): boolean =>
    !reading.readSince.has(id) && (known || (verdict.may.add && (follow || !renumbered.has(id))));
  const identities = await openIdentities(session);
  let nextSeq = (await readSetting<number>(session, 'next-seq')) ?? 0;
  for await (const batch of reading.staging.batches(peoplePerBatch)) {
    const records = dropDuplicates(reading, batch).filter(mayEnter);
    const merged = await mergeBatch({ reading, verdict, departments, identities, nextSeq, followed }, records);
    nextSeq = merged.nextSeq;
    for (const { id } of merged.people) reading.deferred.add(id);
    for (const { row, employee } of merged.entries) if (waitsForAddresses(session, employee)) reading.deferred.add(row.person);
    const known = merged.entries.filter(({ fresh }) => fresh !== true);
    const fresh = merged.entries.filter((entry) => entry.fresh === true && !reading.deferred.has(entry.row.person));
    const single = [...(await withoutPlural(session, known, reading.deferred)), ...fresh];
    const later = merged.entries.filter(({ row }) => reading.deferred.has(row.person));
    const decided = [...(await decideBatch(session, single)), ...laterOps(session, later)];
    // The counter goes first: whatever else of the batch is lost with the process, no number is given twice.
    await writeAll(session, [settingOp('next-seq', nextSeq), ...merged.ops, ...decided]);
    await identities.flush(nextSeq, false);
  }
  await identities.flush(nextSeq, true);
}

/** Who has which address is known when everything is read. */
function waitsForAddresses({ policy }: ReadingSession, { workEmail }: Employee): boolean {
  return policy.addresses !== undefined && normalizeKey(workEmail) === undefined;
}

/** Employments of people who are decided upon later: written down as they are, told field by field. */
function laterOps(session: ReadingSession, entries: readonly Entry[]): StoreOp[] {
  return entries.flatMap(({ row, employee, before, fresh }) => {
    const head: StoreOp = { op: 'put', in: 'employee', row };
    const told = fresh === true || before?.employee.id === employee.id;
    if (!told) return [head];
    // The phase is the person's and is told when everything is read; here it counts as it was.
    const after = { employee, phase: before?.phase ?? row.phase };
    const events = personEvents({ person: row.person, before, after, now: session.calendar.now, firstImport: session.firstImport });
    return [head, ...events.map(eventOp(session))];
  });
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
  /** Employments that go on under another id: they count as over when people are put together. */
  readonly followed: ReadonlySet<string>;
}

async function mergeBatch(acceptance: Acceptance, records: readonly Staged[]): Promise<MergedBatch> {
  const { session, seen } = acceptance.reading;
  const known = await knownOf(session, records);
  const joiner = await createJoiner(acceptance, records);
  const batch = { entries: [] as Entry[], ops: [] as StoreOp[], nextSeq: acceptance.nextSeq };
  for (const staged of records) {
    const head = known.heads.get(staged.id);
    const before = head === undefined ? undefined : known.records.get(head.seq);
    const keep = keptFields(staged, before, acceptance);
    if (namesNobodysDepartment(staged, acceptance))
      acceptance.reading.counter.withhold('departmentId: a department the source does not list');
    const { employee, plain } = mergeStatement(before, staged.value, session.covers, keep);
    const seq = head?.seq ?? batch.nextSeq++;
    seen.add(seq);
    const joined = head === undefined ? joiner.join(employee) : undefined;
    // A record that is not fully believed keeps no hash: the next reading looks at it again.
    const rowHash = keep.size > 0 ? '' : staged.rowHash;
    const row = { ...(head ?? newHead(staged.id, seq, joined)), rowHash, plain, settled: null, missingSince: null, dueAt: null };
    const earlier = head !== undefined && before !== undefined ? { phase: head.phase, employee: before } : joined?.before;
    batch.entries.push(earlier === undefined ? { row, employee, fresh: head === undefined } : { row, employee, before: earlier });
    batch.ops.push({ op: 'put', in: 'record', row: { seq, id: staged.id, value: employee } }, ...answeredOps(head));
    batch.ops.push(...keyOps(acceptance.identities, employee, row.person, before));
    if (before?.managerId !== employee.managerId) acceptance.reading.managers.add(employee.id, employee.managerId);
  }
  const people = await joiner.personRows();
  batch.ops.push(...people.map((row): StoreOp => ({ op: 'put', in: 'person', row })));
  return { ...batch, people };
}

function newHead(id: string, seq: number, joined: { readonly person: string; readonly before: KnownEmployment } | undefined): EmployeeRow {
  const { person, phase } = { person: joined?.person ?? id, phase: joined?.before.phase ?? 'unknown' };
  return { id, seq, rowHash: '', plain: false, person, phase, settled: null, missingSince: null, dueAt: null, activation: null };
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

/** A known person's new keys are written with the record; those of new people are gathered, and caught up by number. */
function keyOps(identities: Identities, employee: Employee, person: string, before: Employee | undefined): StoreOp[] {
  if (before?.employeeNumber === employee.employeeNumber && before?.workEmail === employee.workEmail) return [];
  const hashes = identities.hashesOf(employee);
  identities.note(hashes, person);
  return before === undefined ? [] : hashes.map((hash) => ({ op: 'insert-if-absent', in: 'identity', row: { hash, person } }));
}

/** Fields of this record whose statement is set aside: not understood, not believed of this feed, or naming a department nobody knows. */
function keptFields(staged: Staged, before: Employee | undefined, acceptance: Acceptance): Set<EmployeeField> {
  const { calendar, covers, policy } = acceptance.reading.session;
  const over = (employee: Employee): boolean => phaseOfEmployment(employee, calendar, policy.schedule.cutAccessAt) === 'left';
  const isDeparture = (merged: Employee): boolean => before !== undefined && over(merged) && !over(before);
  const disbelieved = disbelievedFields({ before, stated: staged.value, covers, verdict: acceptance.verdict, isDeparture });
  const keep = new Set<EmployeeField>([...staged.withheld, ...disbelieved]);
  if (namesNobodysDepartment(staged, acceptance)) keep.add('departmentId');
  return keep;
}

function namesNobodysDepartment({ value: { departmentId } }: Staged, { departments }: Acceptance): boolean {
  return departmentId !== null && departmentId !== undefined && !departments.has(departmentId);
}

interface Joiner {
  /** The person a new record belongs to, when it is not one of their own. */
  join(employee: Employee): { person: string; before: KnownEmployment } | undefined;
  /** Rows of people who got another employment in this batch. */
  personRows(): Promise<PersonRow[]>;
}

/** Finds the people of new records: one look-up for the whole batch, more only for keys that are known. */
async function createJoiner(acceptance: Acceptance, records: readonly Staged[]): Promise<Joiner> {
  const { identities, reading } = acceptance;
  const { session } = reading;
  const { store, tenant, calendar, policy } = session;
  const hashes = new Map(records.filter(({ known }) => !known).map(({ id, value }) => [id, identities.hashesOf(value)]));
  const owners = await identities.ownersOf([...new Set([...hashes.values()].flat())]);
  const employments = await employmentsOf(acceptance, [...new Set(owners.values())]);
  const added = new Map<string, string[]>();
  return {
    join(employee) {
      const phase = phaseOfEmployment(employee, calendar, policy.schedule.cutAccessAt);
      const keys = hashes.get(employee.id) ?? [];
      const people = new Set(keys.flatMap((hash) => owners.get(hash) ?? []));
      const known = [...people].flatMap((person) => employments.get(person) ?? []);
      const person = joinTo(
        employee,
        phase,
        known.map((other) => (acceptance.followed.has(other.employee.id) ? { ...other, phase: 'left' } : other)),
      );
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

/** What is known of these people, with what this very reading says of them: one employment may end as another begins. */
async function employmentsOf(acceptance: Acceptance, people: readonly string[]): Promise<Map<string, KnownEmployment[]>> {
  const { session, staging } = acceptance.reading;
  const { store, tenant, calendar, policy } = session;
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
    const staged = await staging.find(ids);
    const known = heads.flatMap((head) => {
      const stored = records.get(head.seq);
      const news = staged.get(head.id);
      if (stored === undefined) return [];
      if (news === undefined) return [{ person, employee: stored, phase: head.phase }];
      const { employee } = mergeStatement(stored, news.value, session.covers, keptFields(news, stored, acceptance));
      return [{ person, employee, phase: phaseOfEmployment(employee, calendar, policy.schedule.cutAccessAt) }];
    });
    found.set(person, known);
  }
  return found;
}

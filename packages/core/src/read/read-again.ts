// A few people at once, beside whatever else goes on: they are asked for by id, accepted, decided upon and planned. The cost
// depends on how many they are, never on the size of the company.
import pLimit from 'p-limit';
import { type ErrorCode, isTenureError, TenureError } from '../connector/errors.ts';
import type { EmployeeAnswer, EmployeeRecord } from '../connector/source.ts';
import { type ChangeClass, isAccessCut } from '../plan/change.ts';
import type { GuardLimits } from '../plan/guard.ts';
import type { Plan } from '../plan/plan.ts';
import { departmentTree } from '../policy/departments.ts';
import type { FeedVerdict } from '../roster/gate.ts';
import type { EmployeeRow } from '../store/collections.ts';
import { acceptStaged } from './accept.ts';
import { decidePeople } from './decide.ts';
import { knownDepartments } from './departments.ts';
import { holdBack, isDoubtful } from './due.ts';
import { createReading, readPage } from './employees.ts';
import { finishPlan } from './finish.ts';
import { type PlanInput, readingSession } from './make-plan.ts';
import { allTargets, policyNotes, preparePolicy } from './policy.ts';
import { isProtecting, type ReadingSession, readSetting, type Session } from './session.ts';

/** What asking the source for one employee gave. */
export interface PersonReading {
  readonly employee: string;
  /**
   * `read`: decided from what the source says now. Everybody else is decided upon from what was known: the source has nobody
   * of this id (`absent`; the next full reading settles that), or it did not say.
   */
  readonly answer: 'read' | 'absent' | 'cannot-tell' | 'cannot-be-asked' | 'failed';
  readonly code?: ErrorCode | undefined;
}

export interface ReadAgain {
  readonly plan: Plan;
  readonly readings: readonly PersonReading[];
  /** The people these employees are. */
  readonly people: readonly string[];
  /** Targets nothing can be planned for now, with the reason. */
  readonly leftOut: ReadonlyMap<string, string>;
}

export interface ReadAgainInput extends PlanInput {
  /** Ids of people or employees. */
  readonly ids: readonly string[];
  /** What asking for them gave a moment ago: decides from what is known since. Absent: they are asked for. */
  readonly asked?: readonly PersonReading[] | undefined;
  /** Why these people's access cuts pass the guards. */
  readonly emergency?: string | undefined;
  /** True: ids that nobody has are passed over. Else they are refused. */
  readonly hinted?: boolean | undefined;
}

const requestsAtOnce = 4;

/**
 * Plans for these people only. Writes to the store and to no target; may go on beside a run and beside a full reading. I/O:
 * one request to the source for each employment, store calls by the number of people.
 *
 * @throws {TenureError} `FEED_INCOMPLETE` before the first full reading: nobody can be matched with accounts by then;
 *   `OPTIONS_INVALID` for ids that neither the source nor the store knows, unless they were hinted at.
 */
export async function readAgain(base: Session, input: ReadAgainInput): Promise<ReadAgain> {
  if ((await readSetting(base, 'accepted-feed')) === undefined) {
    const facts = { system: input.source.id, verb: 'read some people', fact: 'a full reading comes first' };
    const hint = 'Call plan() or sync() for everybody once; then single people can be handled at once.';
    throw new TenureError('FEED_INCOMPLETE', { ...facts, details: { reasons: ['there was no full reading yet'] }, hint });
  }
  const employees = await employmentsOf(base, input.ids);
  const asked = input.asked === undefined ? await ask(base, input, employees) : { readings: [], records: [] };
  if (input.hinted !== true) await refuseUnknown(base, asked.readings);
  const inventory = await knownInventory(base, input);
  const known = await knownDepartments(base);
  const prepared = await preparePolicy(base, input.policy, input.targets, departmentTree(known.values()), inventory.unreadable);
  return base.together.turn(async () => {
    const session = await readingSession(base, input, prepared, inventory, false, await isProtecting(base));
    const reading = await createReading(session, new Set());
    await readPage(reading, asked.records);
    await acceptStaged(reading, verdict, known);
    base.together.readAgain(asked.readings.flatMap(({ answer, employee }) => (answer === 'read' ? [employee] : [])));
    const people = await peopleOf(base, employees);
    const doubtful = input.emergency === undefined ? await doubtfulOf(session, input, input.asked ?? asked.readings) : [];
    await decidePeople(session, without(people, doubtful));
    await holdBack(session, doubtful, input.maxFactAgeMs);
    const plan = await finishPlan(session, {
      guards: input.emergency === undefined ? input.guards : withoutCuts(input.guards),
      feed: {
        source: input.source.id,
        verdict,
        failure: null,
        due: { confirmed: 0, remembered: 0, tooOld: doubtful.length },
        figures: reading.counter.figures(known.size),
        newPeople: reading.counter.newPeople,
        changedPeople: reading.counter.changedPeople,
        unchangedPeople: reading.counter.unchangedPeople,
        missing: 0,
        quarantined: reading.counter.quarantined,
        withheld: reading.counter.withheld,
        notes: [...notesOn(asked.readings), ...policyNotes(prepared)],
      },
      events: session.eventCounts,
      firstTargets: new Set(),
      whole: false,
      emergency: input.emergency,
      targets: allTargets(input.targets),
      leftOut: prepared.leftOut,
      validMs: input.validMs,
    });
    return { plan, readings: asked.readings, people, leftOut: prepared.leftOut };
  });
}

/** Who was not read and whom HR's last word, which is too old, would have decided upon now. */
async function doubtfulOf(
  session: ReadingSession,
  { maxFactAgeMs }: ReadAgainInput,
  readings: readonly PersonReading[],
): Promise<EmployeeRow[]> {
  const unread = readings.filter(({ answer }) => answer !== 'read' && answer !== 'absent');
  const heads = await session.store.get(
    session.tenant,
    'employee',
    unread.map(({ employee }) => [employee]),
  );
  const age = { statedAt: await readSetting<number>(session, 'stated-at'), maxFactAgeMs };
  const doubtful: EmployeeRow[] = [];
  for (const head of heads) if (head !== undefined && (await isDoubtful(session, head, age))) doubtful.push(head);
  return doubtful;
}

function without(people: readonly string[], rows: readonly EmployeeRow[]): string[] {
  const out = new Set(rows.map(({ person }) => person));
  return people.filter((person) => !out.has(person));
}

/** What is said of people who were asked for by id is believed; who was not asked for is not missing. */
const verdict: FeedVerdict = {
  trust: 'in-part',
  may: { add: true, leave: true, clear: true, move: true, remove: false },
  complete: true,
  distrusted: [],
  reasons: ['only the people asked for were read'],
};

/** Whoever says that these people must lose access now has answered what the guard would ask. Nobody gains anything by it. */
function withoutCuts(guards: GuardLimits): GuardLimits {
  return Object.fromEntries(Object.entries(guards).filter(([of]) => !isAccessCut({ class: of as ChangeClass })));
}

/** All employments of these people, by ids of people or of any of their employments. */
async function employmentsOf(base: Session, ids: readonly string[]): Promise<string[]> {
  const people = await peopleOf(base, ids);
  const rows = await base.store.get(
    base.tenant,
    'person',
    people.map((id) => [id]),
  );
  return [...new Set(people.flatMap((id, index) => rows[index]?.employees ?? [id]))];
}

async function peopleOf({ store, tenant }: Session, employees: readonly string[]): Promise<string[]> {
  const heads = await store.get(
    tenant,
    'employee',
    employees.map((id) => [id]),
    ['person'],
  );
  return [...new Set(employees.map((id, index) => heads[index]?.person ?? id))];
}

const nobodyKnows: Readonly<Partial<Record<PersonReading['answer'], string>>> = {
  absent: 'neither HR nor the store knows',
  'cannot-be-asked': 'the source cannot be asked for one person, and the store does not know',
};

/** A source that failed or cannot tell may know them all the same. */
async function refuseUnknown({ store, tenant }: Session, readings: readonly PersonReading[]): Promise<void> {
  const heads = await store.get(
    tenant,
    'employee',
    readings.map(({ employee }) => [employee]),
    ['id'],
  );
  const problems = readings.flatMap(({ employee, answer }, index) => {
    const reason = nobodyKnows[answer];
    return heads[index] === undefined && reason !== undefined ? [{ path: 'people', reason: `${reason} ${employee}` }] : [];
  });
  if (problems.length === 0) return;
  const fact = problems.map(({ reason }) => reason).join('; ');
  const hint = 'Nobody was handled; give ids as people() or employees() lists them.';
  throw new TenureError('OPTIONS_INVALID', { system: 'sync', verb: 'read some people', fact, details: { problems }, hint });
}

interface Asked {
  readonly readings: readonly PersonReading[];
  readonly records: readonly EmployeeRecord[];
}

async function ask({ context }: Session, { source }: ReadAgainInput, employees: readonly string[]): Promise<Asked> {
  const get = source.employees.get?.bind(source.employees);
  if (get === undefined) return { readings: employees.map((employee) => ({ employee, answer: 'cannot-be-asked' })), records: [] };
  const limit = pLimit(requestsAtOnce);
  const answers = await Promise.all(
    employees.map((employee) =>
      limit(async (): Promise<{ reading: PersonReading; record?: EmployeeRecord }> => {
        try {
          return readingOf(employee, await get({ id: employee }, context));
        } catch (error) {
          if (context.signal.aborted) throw error;
          return { reading: { employee, answer: 'failed', ...(isTenureError(error) ? { code: error.code } : {}) } };
        }
      }),
    ),
  );
  return { readings: answers.map(({ reading }) => reading), records: answers.flatMap(({ record }) => record ?? []) };
}

/** A record of somebody else than was asked for says nothing about anybody. */
function readingOf(employee: string, answer: EmployeeAnswer): { reading: PersonReading; record?: EmployeeRecord } {
  if (answer?.kind === 'absent') return { reading: { employee, answer: 'absent' } };
  const record = answer?.kind === 'found' ? answer.record : undefined;
  if (record?.kind !== 'record' || record.value?.id !== employee) return { reading: { employee, answer: 'cannot-tell' } };
  return { reading: { employee, answer: 'read' }, record };
}

const told: Readonly<Record<Exclude<PersonReading['answer'], 'read'>, string>> = {
  absent: 'the source has nobody of this id now; the next full reading settles what that means',
  'cannot-tell': 'the source could not tell; decided from what was known',
  'cannot-be-asked': 'the source cannot be asked for one person; decided from what was known',
  failed: 'asking the source failed; decided from what was known',
};

const notesOn = (readings: readonly PersonReading[]): string[] =>
  readings.flatMap(({ employee, answer }) => (answer === 'read' ? [] : [`employee ${employee}: ${told[answer]}`]));

/** Only targets whose accounts were listed before: listing one now would cost as much as the company is large. */
async function knownInventory(base: Session, { targets }: ReadAgainInput) {
  const listed = new Set<string>();
  const unreadable = new Map<string, string>();
  for (const { id } of allTargets(targets)) {
    const known = await readSetting<{ accounts: number }>(base, `attached:${id}`);
    if (known === undefined) unreadable.set(id, 'its accounts have not been listed yet; the next full plan does that');
    else if (known.accounts > 0) listed.add(id);
  }
  return { listed, unreadable, first: new Set<string>() };
}

// What is planned for a batch of people: with the ledger, the accounts that match them, what is protected, and what
// people have answered.
import type { Person } from '../model/person.ts';
import { type PersonPlan, planPerson } from '../plan/difference.ts';
import type { Protections } from '../plan/person-input.ts';
import { unprotected } from '../plan/protection.ts';
import type { AskedQuestion, GivenAnswer } from '../plan/questions.ts';
import type { QuestionRow } from '../store/collections.ts';
import type { StoreOp } from '../store/port.ts';
import { candidatesOf } from './candidates.ts';
import { withoutDead } from './dead-letters.ts';
import type { Ledger } from './ledger.ts';
import { accountProtection, personProtection } from './protected.ts';
import { givenAnswer, questionRow, storedQuestion } from './questions.ts';
import { type KnownRefusals, lookForRefusals } from './refused-names.ts';
import type { DecidingSession } from './session.ts';
import { type SettledStanding, settledStandings } from './settle-standings.ts';
import { type KnownTurns, lookForTurns } from './turns.ts';

export interface PlannedPeople {
  readonly plans: ReadonlyMap<string, PersonPlan>;
  /** The steps that ask what is not asked yet, and write down who lays claim to which unlinked account. */
  readonly ops: readonly StoreOp[];
}

/**
 * Plans these people. Answers are read only for what somebody's plan asks, and then their plan is made again with them;
 * nearly nobody's plan asks anything. Without `standings` they are what the store holds.
 */
export async function planPeople(
  session: DecidingSession,
  people: readonly Person[],
  ledger: Ledger,
  standings?: ReadonlyMap<string, SettledStanding>,
): Promise<PlannedPeople> {
  const own = standings ?? (await settledStandings(session, people));
  const candidates = await candidatesOf(session, people, ledger);
  const protections = await protectionsOf(session, people, ledger);
  const answers = new Map<string, GivenAnswer>();
  const turns: KnownTurns = new Map();
  const refusals: KnownRefusals = new Map();
  const stored = new Map<string, QuestionRow | undefined>();
  const plan = (person: Person): PersonPlan =>
    planPerson({
      person,
      policy: session.policy,
      calendar: session.calendar,
      digest: session.digest,
      accounts: ledger.get(person.id) ?? new Map(),
      candidates: candidates.get(person.id) ?? new Map(),
      protections: protections.get(person.id) ?? unprotected,
      answers,
      turns: turns.get(person.id),
      refusedNames: refusals.get(person.id),
      flap: session.flap,
      standing: own.get(person.id)?.standing,
      addressInQuestion: own.get(person.id)?.inQuestion,
    });
  const plans = new Map<string, PersonPlan>();
  const planAll = async (some: readonly Person[]): Promise<void> => {
    for (const person of some) plans.set(person.id, plan(person));
    const made = some.flatMap(({ id }) => plans.get(id) ?? []);
    const turned = await lookForTurns(session, made, turns);
    const refused = session.failing ? await lookForRefusals(session, made, refusals) : turned;
    for (const person of some) if (turned.has(person.id) || refused.has(person.id)) plans.set(person.id, plan(person));
  };
  await planAll(people);
  for (let open = people; open.length > 0; ) {
    const ids = open.flatMap(({ id }) => plans.get(id)?.questions ?? []).filter(({ id }) => !stored.has(id));
    for (const [id, row] of await questionsNamed(session, ids)) {
      stored.set(id, row);
      const answer = row === undefined ? undefined : givenAnswer(row);
      if (answer !== undefined) answers.set(id, answer);
    }
    // An answer may lead to the next question.
    open = open.filter(({ id }) => plans.get(id)?.questions.some((question) => answers.has(question.id) && ids.includes(question)));
    await planAll(open);
  }
  const ops = [...plans.values()].flatMap((made) => [
    ...made.questions.flatMap((question) => askOps(session, question, stored.get(question.id))),
    ...claimOps(made),
  ]);
  return { plans: session.failing ? await withoutDead(session, plans) : plans, ops };
}

async function questionsNamed(
  { store, tenant }: DecidingSession,
  asked: readonly AskedQuestion[],
): Promise<[string, QuestionRow | undefined][]> {
  if (asked.length === 0) return [];
  const rows = await store.get(
    tenant,
    'question',
    asked.map(({ id }) => [id]),
  );
  return asked.map(({ id }, index) => [id, rows[index]]);
}

/** Which unlinked accounts this plan of a person lays claim to. */
function claimOps({ person, changes, questions }: PersonPlan): StoreOp[] {
  const taken = changes
    .filter(({ class: what }) => what === 'adopt' || what === 'link')
    .map(({ target, accountId }) => ({ target, accountId: accountId ?? '' }));
  const doubtful = questions
    .filter(({ kind }) => kind === 'match')
    .flatMap(({ target, candidates }) => candidates.map(({ accountId }) => ({ target: target ?? '', accountId })));
  return [...taken, ...doubtful].map(({ target, accountId }) => ({
    op: 'insert-if-absent',
    in: 'claim',
    row: { target, accountId, person },
  }));
}

/** Asks, unless exactly this is asked already. */
function askOps({ calendar }: DecidingSession, question: AskedQuestion, row: QuestionRow | undefined): StoreOp[] {
  const same = row?.state === 'open' && storedQuestion(row).facts === question.facts && storedQuestion(row).because === question.because;
  return same ? [] : [{ op: 'put', in: 'question', row: questionRow(question, row?.state === 'open' ? row.askedAt : calendar.now) }];
}

/** Protections by person; nothing is read in a store that holds none. */
async function protectionsOf(session: DecidingSession, people: readonly Person[], ledger: Ledger): Promise<Map<string, Protections>> {
  const found = new Map<string, Protections>();
  if (!session.protecting) return found;
  const accountsOf = (person: Person) => [...(ledger.get(person.id)?.values() ?? [])];
  const keys = people.flatMap((person) => [
    personProtection(person.id),
    ...accountsOf(person).map(({ target, accountId }) => accountProtection(target, accountId)),
  ]);
  const rows = await session.store.get(
    session.tenant,
    'protection',
    keys.map((key) => [key]),
  );
  const reasons = new Map(rows.flatMap((row) => (row === undefined ? [] : [[row.id, row.because]])));
  for (const person of people) {
    const accounts = accountsOf(person).flatMap(({ target, accountId }): [string, string][] => {
      const reason = reasons.get(accountProtection(target, accountId));
      return reason === undefined ? [] : [[`${target}/${accountId}`, reason]];
    });
    found.set(person.id, { person: reasons.get(personProtection(person.id)), accounts: new Map(accounts) });
  }
  return found;
}

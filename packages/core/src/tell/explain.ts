// Why one person has what they have, and why nothing else happens: from the store alone.
import { notAnEmployment } from '../ask/naming.ts';
import { TenureError } from '../connector/errors.ts';
import type { Link, Situation } from '../model/account.ts';
import { toInstant } from '../model/dates.ts';
import type { EmployeeField } from '../model/employee.ts';
import type { Person } from '../model/person.ts';
import type { WaitingCase } from '../plan/change.ts';
import { factsOf } from '../plan/desired.ts';
import type { PersonPlan } from '../plan/difference.ts';
import { initialsOf } from '../plan/profile.ts';
import { exceptionsNow, type Standing } from '../plan/standing.ts';
import { candidatesOf } from '../read/candidates.ts';
import { approvalsOf, heldIn, heldPartsAt } from '../read/held.ts';
import { ledgerOf } from '../read/ledger.ts';
import { loadPeople } from '../read/people.ts';
import { planPeople } from '../read/plan-people.ts';
import type { DecidingSession } from '../read/session.ts';
import type { AccountRow } from '../store/collections.ts';
import { type ExplainedFact, type ExplainedTarget, type Explanation, explanationText } from './explain-print.ts';
import { lastWrite } from './last-write.ts';

export interface ExplainOptions {
  /** True: values of HR's facts too, for the caller's own eyes. Default false. */
  readonly reveal?: boolean | undefined;
}

/** @throws {TenureError} `OPTIONS_INVALID` when nobody of this id is known. */
export async function explainPerson(
  session: DecidingSession,
  id: string,
  target: string | undefined,
  { reveal = false }: ExplainOptions,
): Promise<Explanation> {
  const person = (await loadPeople(session, [id])).get(id);
  if (person === undefined) await notAnEmployment(session, 'explain', id);
  if (person === undefined) throw nobodyOf(id);
  const ledger = await ledgerOf(session, [id]);
  const plan = (await planPeople(session, [person], ledger)).plans.get(id);
  const [head] = await session.store.get(session.tenant, 'employee', [[id]]);
  const candidates = (await candidatesOf(session, [person], ledger)).get(id);
  const targets: ExplainedTarget[] = [];
  for (const account of plan?.desired.accounts ?? []) {
    const name = account.target.id;
    if (plan === undefined || (target !== undefined && name !== target)) continue;
    const row = ledger.get(id)?.get(name);
    const own = <Each extends { readonly target: string }>(list: readonly Each[]): Each[] => list.filter((each) => each.target === name);
    const parts = { changes: own(plan.changes), suppressed: own(plan.suppressed), waiting: own(plan.waiting) };
    targets.push({
      target: name,
      situation: situationOf(row, parts.waiting, (candidates?.get(name) ?? []).length),
      wanted: account.wanted,
      because: account.because,
      exception: exceptionIn(plan.standing, person, name, session.calendar.now),
      link: row === undefined || row.state === 'gone' ? null : linkOf(row),
      ...parts,
      lastWrite: (await lastWrite(session, id, name)) ?? null,
      whyNothing: await whyNothing(session, parts),
    });
  }
  const explanation = {
    person: id,
    initials: initialsOf(person),
    department: factsOf(person, session.policy).department?.name ?? null,
    phase: person.phase,
    startDate: person.startDate,
    cutAt: person.cutAt === null ? null : toInstant(person.cutAt),
    nextDueAt: head?.dueAt == null || head.dueAt <= session.calendar.now ? null : toInstant(head.dueAt),
    facts: statedFacts(person, reveal),
    targets,
  };
  return { ...explanation, toString: () => explanationText(explanation) };
}

function exceptionIn(standing: Standing, person: Person, target: string, now: number): ExplainedTarget['exception'] {
  const found = exceptionsNow(standing, person, now).findLast((each) => each.target === target);
  if (found === undefined) return null;
  const { kind, by, reason, until } = found;
  return { kind, by, reason, until: until === null ? null : toInstant(until) };
}

function statedFacts({ primary }: Person, reveal: boolean): ExplainedFact[] {
  return Object.entries(primary)
    .filter(([field, value]) => field !== 'id' && value !== undefined)
    .map(([field, value]) => {
      const fact = { field: field as EmployeeField, stated: value === null ? ('empty' as const) : ('value' as const) };
      return reveal ? { ...fact, value } : fact;
    });
}

function situationOf(row: AccountRow | undefined, waiting: readonly WaitingCase[], candidates: number): Situation {
  if (waiting.some(({ kind }) => kind === 'protected-account')) return 'protected';
  if (row !== undefined && row.state !== 'gone') return 'linked';
  if (waiting.some(({ kind }) => kind === 'ambiguous-match' || kind === 'doubtful-match' || kind === 'shared-match')) return 'ambiguous';
  return candidates > 0 ? 'matched' : 'missing';
}

const linkOf = ({ person, target, accountId, provenance, state, since }: AccountRow): Link => ({
  person,
  target,
  accountId,
  provenance,
  state,
  since: toInstant(since),
});

async function whyNothing(
  session: DecidingSession,
  { changes, suppressed, waiting }: Pick<PersonPlan, 'changes' | 'suppressed' | 'waiting'>,
): Promise<string | null> {
  const [change] = changes;
  if (change !== undefined) {
    const { open } = await heldPartsAt(session, session.calendar.now);
    const held = open.get((await heldIn(session, open, [change]))(change) ?? '');
    if (held === undefined || (await approvalsOf(session, [held.hash], session.calendar.now)).size > 0) return null;
    return `held by a guard: ${held.because}; approve ${held.hash.slice(0, 12)}`;
  }
  const [waits] = waiting;
  if (waits !== undefined) return waits.question === undefined ? waits.because : `${waits.because}; question ${waits.question}`;
  return suppressed[0]?.because ?? 'everything there is as it should be';
}

function nobodyOf(person: string): TenureError {
  const problem = { path: 'person', reason: 'nobody of this id is known' };
  const facts = {
    system: 'lifecycle',
    verb: 'explain',
    id: person,
    fact: problem.reason,
    details: { problems: [problem] },
    hint: 'Give the id of a person that people() lists.',
  };
  return new TenureError('OPTIONS_INVALID', facts);
}

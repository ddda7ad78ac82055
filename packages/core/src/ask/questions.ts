// Questions as callers see them, and the ones that nobody has to answer any more.
import type { AccountState } from '../model/account.ts';
import { type Instant, toInstant } from '../model/dates.ts';
import type { PlanPart } from '../plan/change.ts';
import type { ChoiceOf, QuestionCandidate, QuestionKind } from '../plan/questions.ts';
import { storedQuestion } from '../read/questions.ts';
import { type DecidingSession, type Session, writeAll } from '../read/session.ts';
import type { EmployeeRow, QuestionRow } from '../store/collections.ts';
import { scanAll } from '../store/scan.ts';

interface QuestionBase<Kind extends QuestionKind> {
  readonly id: string;
  readonly kind: Kind;
  readonly person: string;
  /** Null for what concerns the person and no target. */
  readonly target: string | null;
  /** `high`: somebody who has left still has access. */
  readonly severity: 'high' | 'normal';
  /** Why it is asked, in words and ids. */
  readonly because: string;
  readonly askedAt: Instant;
  /** The accounts it is about: ids and states only. */
  readonly candidates: readonly (QuestionCandidate & { readonly state: AccountState })[];
  /** What may be answered. */
  readonly choices: readonly ChoiceOf[Kind][];
  /** Absent while it is open. */
  readonly answer?: { readonly choice: ChoiceOf[Kind]; readonly by: string; readonly at: Instant } | undefined;
}

/** Something only a person can decide. `kind` says what may be answered. */
export type Question = { [Kind in QuestionKind]: QuestionBase<Kind> }[QuestionKind];

/** Which questions: open ones unless another state is asked for. */
export interface QuestionFilter {
  readonly state?: 'open' | 'answered' | undefined;
  readonly person?: string | undefined;
}

/** Open questions with the severe ones first, or answered ones; else oldest first. Reads the store. */
export async function* listQuestions(session: Session, { state = 'open', person }: QuestionFilter): AsyncGenerator<Question> {
  for (const severity of ['high', 'normal']) {
    for await (const row of rowsOf(session, state, person)) if (storedQuestion(row).severity === severity) yield questionOf(row);
  }
}

async function* rowsOf({ store, tenant }: Session, state: 'open' | 'answered', person: string | undefined): AsyncGenerator<QuestionRow> {
  const query = person === undefined ? { index: 'state', equals: [state] } : { index: 'subject', equals: [person] };
  for await (const rows of scanAll(store, tenant, 'question', query)) yield* rows.filter((row) => row.state === state);
}

export function questionOf(row: QuestionRow): Question {
  const { because, severity, candidates, choices, answer } = storedQuestion(row);
  const { id, kind, subject: person, target } = row;
  const given = answer === undefined ? {} : { answer: { choice: answer.choice, by: answer.by, at: toInstant(answer.at) } };
  return { id, kind, person, target, severity, because, askedAt: toInstant(row.askedAt), candidates, choices, ...given } as Question;
}

/**
 * Takes back questions that this plan has looked at and does not ask any more. People the plan did not decide upon keep
 * theirs.
 */
export async function withdrawQuestions(session: DecidingSession): Promise<void> {
  const { store, tenant, build, policy } = session;
  const present = new Set(policy.targets.map(({ id }) => id));
  for await (const rows of scanAll(store, tenant, 'question', { index: 'state', equals: ['open'], limit: 200 })) {
    const parts = await store.get(
      tenant,
      'planPart',
      rows.map(({ subject }) => [build, subject]),
    );
    const heads = await store.get(
      tenant,
      'employee',
      rows.map((row) => [row.kind === 'absence' ? row.id.slice('absence/'.length) : row.subject]),
    );
    const over = rows.filter((row, index) => {
      if (row.kind === 'absence') return isBack(heads[index]);
      if (row.target !== null && !present.has(row.target)) return false;
      const part = parts[index]?.changes as PlanPart | undefined;
      if (part === undefined) return heads[index]?.settled != null;
      return !part.waiting.some(({ question }) => question === row.id);
    });
    await writeAll(
      session,
      over.map(({ id }) => ({ op: 'delete', in: 'question', key: [id] })),
    );
  }
}

/** Nobody has to say where somebody is who was found, or whose last day is over. */
const isBack = (head: EmployeeRow | undefined): boolean => head === undefined || head.missingSince === null || head.phase === 'left';

// Questions as rows: what is asked, and what was answered.
import type { AskedQuestion, GivenAnswer } from '../plan/questions.ts';
import type { QuestionRow } from '../store/collections.ts';

/** What a row holds beside its columns. */
export interface StoredQuestion extends Pick<AskedQuestion, 'facts' | 'because' | 'severity' | 'candidates' | 'choices'> {
  readonly answer?: (GivenAnswer & { readonly at: number }) | undefined;
}

/** The id of the question where somebody is who is missing from a complete reading. */
export const absenceQuestion = (employee: string): string => `absence/${employee}`;

export function storedQuestion(row: QuestionRow): StoredQuestion {
  return row.value as StoredQuestion;
}

export function questionRow(asked: AskedQuestion, askedAt: number): QuestionRow {
  const { id, kind, person, target, facts, because, severity, candidates, choices } = asked;
  const value: StoredQuestion = { facts, because, severity, candidates, choices };
  return { id, kind, subject: person, target, state: 'open', askedAt, value };
}

export function givenAnswer(row: QuestionRow): GivenAnswer | undefined {
  return row.state === 'answered' ? storedQuestion(row).answer : undefined;
}

// What only a person can decide: the question, the choices there are, and what an answer is valid for.
import type { AccountState } from '../model/account.ts';

/** What may be answered, by kind of question. */
export interface ChoiceOf {
  /**
   * Accounts that may belong to the person. `{ adopt }`: this one is theirs; `create`: none is, make a new one; `leave`:
   * touch none of them and make none.
   */
  readonly match: { readonly adopt: string } | 'create' | 'leave';
  /** An account that may not be changed would have to be turned off. `cut`: do it all the same; `keep`: leave it on. */
  readonly protected: 'cut' | 'keep';
  /** An account we did not create would have to be deleted. `delete`: do it; `keep`: leave it as it is. */
  readonly removal: 'delete' | 'keep';
  /** Somebody else deleted the account. `create`: make another; `leave`: do without. */
  readonly gone: 'create' | 'leave';
  /** Somebody is missing from a whole reading. `leaver`: they have left; `keep`: they are still here. */
  readonly absence: 'leaver' | 'keep';
  /** An account that turns off and on, or changes its name, again and again. `continue`: the next turn is right; `leave`: as it is. */
  readonly flapping: 'continue' | 'leave';
  /** A target refuses a name as taken and shows no account that has it. `retry`: the name is free now; `leave`: do without. */
  readonly conflict: 'retry' | 'leave';
}

export type QuestionKind = keyof ChoiceOf;
export type Choice = ChoiceOf[QuestionKind];

/** An account a question is about. */
export interface QuestionCandidate {
  readonly accountId: string;
  readonly state: AccountState;
  /** What speaks against it, in words. */
  readonly doubt?: string | undefined;
}

/** A question as planning raises it. */
export interface AskedQuestion {
  /** `kind/target/person`: the same whenever the same thing is asked. */
  readonly id: string;
  readonly kind: QuestionKind;
  readonly person: string;
  readonly target: string | null;
  /** What the answer stands on: with other facts it is asked again. Ids and words of ours, no values. */
  readonly facts: string;
  readonly because: string;
  /** `high`: somebody who has left still has access. */
  readonly severity: 'high' | 'normal';
  readonly candidates: readonly QuestionCandidate[];
  readonly choices: readonly Choice[];
}

/** An answer as it is remembered. */
export interface GivenAnswer {
  readonly facts: string;
  readonly choice: Choice;
  readonly by: string;
}

export type GivenAnswers = ReadonlyMap<string, GivenAnswer>;

/** The answer to exactly this question; undefined when there is none, or when it was about other facts. */
export function answerTo<Kind extends QuestionKind>(
  question: AskedQuestion & { readonly kind: Kind },
  answers: GivenAnswers,
): (GivenAnswer & { readonly choice: ChoiceOf[Kind] }) | undefined {
  const answer = answers.get(question.id);
  if (answer === undefined || answer.facts !== question.facts) return undefined;
  return answer as GivenAnswer & { readonly choice: ChoiceOf[Kind] };
}

/** `kind/target/person`, where neither a target nor a person can be taken for part of the other. */
export function questionId(kind: QuestionKind, target: string, person: string): string {
  return `${kind}/${target}/${person}`;
}

/** The facts of a question about one account. */
export function accountFacts(accountId: string): string {
  return JSON.stringify([accountId]);
}

/** Whether a question offers this choice. */
export function offers(choices: readonly Choice[], choice: unknown): choice is Choice {
  const text = JSON.stringify(choice);
  return choices.some((each) => JSON.stringify(each) === text);
}

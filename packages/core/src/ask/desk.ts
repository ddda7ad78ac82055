// What people are asked and what they say, as methods of a lifecycle.
import { commitAudited } from '../audit/record.ts';
import type { HeldPart } from '../plan/guard.ts';
import type { Choice, ChoiceOf } from '../plan/questions.ts';
import { listHeld } from '../read/held.ts';
import type { Session } from '../read/session.ts';
import { decide } from './decisions.ts';
import type { DecisionKind } from './inbox-entries.ts';
import { mustBeConfigured } from './naming.ts';
import { listQuestions, type Question, type QuestionFilter } from './questions.ts';

/** Who decides, as the audit trail will name them. */
export interface Decider {
  readonly by: string;
}

/** Who lets a held part go, and how long the next run may take. */
export interface Approval extends Decider {
  /** Milliseconds since the epoch. Default: 24 hours from now; never beyond the part's own time. */
  readonly until?: number | undefined;
}

/** A person and everything they have, or one account of a target, whoever it belongs to. */
export type Protectable = string | { readonly target: string; readonly accountId: string };

export interface QuestionDesk {
  /** What guards hold and `approve` lets go, older parts first, those that somebody has approved already included. Reads the store. */
  held(): AsyncIterable<HeldPart>;
  /** What only a person can decide, open ones unless asked otherwise; leavers who still have access come first. Reads the store. */
  questions(filter?: QuestionFilter): AsyncIterable<Question>;
  /**
   * Answers a question by its id or itself. The next plan does what was said. The answer holds as long as the facts do: the
   * same question is not asked again, another one about the same person is. Answering again replaces the answer.
   *
   * @throws {TenureError} `OPTIONS_INVALID` when nobody asks this, or the choice is none of the question's.
   */
  answer<Asked extends Question>(question: Asked, choice: ChoiceOf[Asked['kind']], decider: Decider): Promise<void>;
  answer(question: string, choice: Choice, decider: Decider): Promise<void>;
  /**
   * From now on nothing is planned for this person, or for this account: no cut either. Where one would be due, a question
   * says so. Safe to repeat; the last reason counts.
   */
  protect(what: Protectable, decider: Decider & { readonly reason: string }): Promise<void>;
  /**
   * Lets a held part go, by the hash a plan or a `held` event gives for it or its first eight characters or more, also when
   * newer plans were made since. Single use; covers exactly that content: the next run does it, and what is not wanted any
   * more is skipped and listed. I/O: the store.
   *
   * @throws {TenureError} `PLAN_STALE` when no held part that may still be applied has this hash, `OPTIONS_INVALID` when `until` is over.
   */
  approve(hash: string, approval: Approval): Promise<void>;
  /** @throws {TenureError} `OPTIONS_INVALID` when it is not protected. */
  unprotect(what: Protectable, decider: Decider): Promise<void>;
  /**
   * Lets the account of this person be deleted as if we had created it, once deletion is due. Safe to repeat.
   *
   * @throws {TenureError} `OPTIONS_INVALID` when the person has no account there.
   */
  promote(person: string, target: string, decider: Decider): Promise<void>;
}

/** No I/O until a method is called. Decisions are one commit each and need no lease: planning reads them when it decides. */
export function openDesk(open: () => Promise<Session>, targets: ReadonlySet<string>): QuestionDesk {
  const hand = async (kind: DecisionKind, data: unknown): Promise<void> => {
    const session = await open();
    const { ops, audit } = await decide(session, kind, data, session.context.now());
    await commitAudited(session, ops, audit);
  };
  return {
    async *held() {
      const session = await open();
      yield* listHeld(session, session.context.now());
    },
    async *questions(filter = {}) {
      yield* listQuestions(await open(), filter);
    },
    answer: (question: Question | string, choice: Choice, { by }: Decider) =>
      hand('answer', { question: typeof question === 'string' ? question : question.id, choice, by }),
    async protect(what, { by, reason }) {
      if (typeof what !== 'string') mustBeConfigured(targets, 'protect', what.target);
      await hand('protect', { what, reason, by });
    },
    unprotect: (what, { by }) => hand('unprotect', { what, by }),
    approve: (hash, { by, until }) => hand('approve', { hash, by, ...(until === undefined ? {} : { until }) }),
    promote: (person, target, { by }) => hand('promote', { person, target, by }),
  };
}

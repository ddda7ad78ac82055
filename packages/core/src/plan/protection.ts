// Protected accounts are not planned at all. Where one of them would have to be cut, a person is asked.

import { type Change, isAccessCut } from './change.ts';
import type { Protections } from './person-input.ts';
import { type AskedQuestion, answerTo, questionId } from './questions.ts';
import type { AccountInput, AccountSteps } from './steps.ts';

export const unprotected: Protections = { person: undefined, accounts: new Map() };

/** The steps that are left of these for a protected person or account. */
export function spareProtected(input: AccountInput, steps: AccountSteps, accountId: string | undefined): AccountSteps {
  const { protections } = input;
  const target = input.account.target.id;
  const reason = protections.person ?? (accountId === undefined ? undefined : protections.accounts.get(`${target}/${accountId}`));
  if (reason === undefined || steps.changes.length === 0) return steps;
  const spared = steps.changes.map((change) => ({ change, because: `protected: ${reason}` }));
  const cuts = steps.changes.filter(isAccessCut);
  const { wanted } = input.account;
  // Nobody has to decide about a leave of absence or a group.
  if (accountId === undefined || cuts.length === 0 || (wanted !== 'off' && wanted !== 'none')) return { changes: [], waiting: [], spared };
  const question = protectedQuestion(input, accountId, reason);
  const answer = answerTo(question, input.answers);
  if (answer?.choice === 'cut') return { ...steps, changes: steps.changes.map((change) => despite(change, answer.by)) };
  const because = `NOT CUT: ${reason}`;
  const waiting = {
    person: input.person.id,
    target,
    kind: 'protected-account' as const,
    because: answer === undefined ? because : `${because}; kept by ${answer.by}`,
    accountIds: [accountId],
  };
  if (answer !== undefined) return { changes: [], waiting: [waiting] };
  return { changes: [], waiting: [{ ...waiting, question: question.id }], questions: [question] };
}

const despite = (change: Change, by: string): Change => ({
  ...change,
  because: `${change.because}; cut although it is protected, by ${by}`,
  despiteProtection: true,
});

function protectedQuestion({ person, account, digest }: AccountInput, accountId: string, reason: string) {
  return {
    id: questionId('protected', account.target.id, person.id),
    kind: 'protected',
    person: person.id,
    target: account.target.id,
    // Whoever said to cut it knew this reason and no other.
    facts: JSON.stringify([accountId, account.wanted, digest.keyed(`protected\n${reason}`)]),
    because: `NOT CUT: ${account.because}, and the account may not be changed: ${reason}`,
    severity: account.wanted === 'off' ? 'high' : 'normal',
    candidates: [{ accountId, state: 'active' }],
    choices: ['cut', 'keep'],
  } as const satisfies AskedQuestion;
}

// An account that may belong to somebody who has none: taken on when it is certain, asked about when it is not.

import { isAccessCut, type WaitingCase } from './change.ts';
import { stepsToRemove, suspendChange } from './cutting.ts';
import { createSteps, enableChange } from './keeping.ts';
import type { CandidateAccount, KnownAccount } from './person-input.ts';
import { type AskedQuestion, answerTo, type Choice, questionId } from './questions.ts';
import { type AccountInput, type AccountSteps, makeChange, nothing } from './steps.ts';

/** The steps for somebody whose keys these accounts carry and nobody is linked to. */
export function matchSteps(input: AccountInput, candidates: readonly CandidateAccount[], entitled: boolean): AccountSteps {
  const [only, ...more] = candidates;
  if (only === undefined) return nothing;
  const problem = problemOf(candidates);
  if (problem === undefined && more.length === 0) {
    return adoption(input, only, {
      class: 'adopt',
      because: only.certain ? 'an account with this person’s key exists' : 'an account with this person’s work e-mail exists',
    });
  }
  const { kind, because } = problem ?? { kind: 'ambiguous-match', because: `${candidates.length} accounts carry this person's keys` };
  const question = matchQuestion(input, candidates, entitled, because);
  const answer = answerTo(question, input.answers);
  if (answer !== undefined) return afterAnswer(input, candidates, entitled, answer);
  const accountIds = candidates.map(({ accountId }) => accountId).sort();
  const waiting: WaitingCase = {
    person: input.person.id,
    target: input.account.target.id,
    kind,
    because,
    accountIds,
    question: question.id,
  };
  return { changes: [], waiting: [waiting], questions: [question] };
}

function problemOf(candidates: readonly CandidateAccount[]): Pick<WaitingCase, 'kind' | 'because'> | undefined {
  const [only, ...more] = candidates;
  if (only === undefined || more.length > 0) return undefined;
  if (only.protectedBecause !== null) return { kind: 'protected-account', because: only.protectedBecause };
  const doubt = doubtOf(only);
  return doubt === undefined ? undefined : { kind: only.rivals.length > 0 ? 'shared-match' : 'doubtful-match', because: doubt };
}

/** Why an account is not certain to be this person's. */
function doubtOf({ rivals, doubt, protectedBecause }: CandidateAccount): string | undefined {
  if (protectedBecause !== null) return `it is protected: ${protectedBecause}`;
  if (doubt !== null) return doubt;
  return rivals.length > 0 ? `it matches ${rivals.join(', ')} as well` : undefined;
}

function matchQuestion(input: AccountInput, candidates: readonly CandidateAccount[], entitled: boolean, because: string) {
  const { person, account } = input;
  const sorted = [...candidates].sort((a, b) => (a.accountId < b.accountId ? -1 : 1));
  const facts = sorted.map(({ accountId, rivals, protectedBecause, doubt }) => [
    accountId,
    [...rivals].sort(),
    protectedBecause !== null,
    ...(doubt === null ? [] : [doubt]),
  ]);
  const adoptable = sorted.filter(({ protectedBecause }) => protectedBecause === null);
  const choices: Choice[] = adoptable.map(({ accountId }) => ({ adopt: accountId }));
  return {
    id: questionId('match', account.target.id, person.id),
    kind: 'match',
    person: person.id,
    target: account.target.id,
    facts: JSON.stringify([entitled, facts]),
    because: entitled ? because : `NOT CUT: the person has left, and ${because}`,
    severity: entitled ? 'normal' : 'high',
    candidates: sorted.map((candidate) => ({ accountId: candidate.accountId, state: candidate.state, doubt: doubtOf(candidate) })),
    choices: entitled ? [...choices, 'create', 'leave'] : [...choices, 'leave'],
  } as const satisfies AskedQuestion;
}

function afterAnswer(
  input: AccountInput,
  candidates: readonly CandidateAccount[],
  entitled: boolean,
  { choice, by }: { readonly choice: { readonly adopt: string } | 'create' | 'leave'; readonly by: string },
): AccountSteps {
  if (choice === 'leave') return nothing;
  if (choice === 'create') {
    return entitled ? createSteps(input, { beside: candidates.map(({ accountId }) => accountId), by }) : nothing;
  }
  const chosen = candidates.find(({ accountId }) => accountId === choice.adopt);
  return chosen === undefined ? nothing : adoption(input, chosen, { class: 'link', because: `${by} said it is theirs` });
}

/** Taking an account on, and what follows from the state it was listed in. Its groups are known only afterwards. */
function adoption(
  input: AccountInput,
  candidate: CandidateAccount,
  how: { readonly class: 'adopt' | 'link'; readonly because: string },
): AccountSteps {
  const { target } = input.account;
  const after = stepsAfterAdoption(input, candidate, how.class);
  const adopt = makeChange(input, target.role === 'identity' ? 'user.adopt' : 'account.adopt', how.class, {
    because: how.because,
    // A cut waits for nothing but this.
    priority: after.changes.some(isAccessCut) ? 0 : 1,
    accountId: candidate.accountId,
    payload: [candidate.accountId],
  });
  return { ...after, changes: [adopt, ...after.changes] };
}

function stepsAfterAdoption(input: AccountInput, { accountId, state }: CandidateAccount, how: 'adopt' | 'link'): AccountSteps {
  const { wanted } = input.account;
  const isOff = state === 'disabled';
  const known: KnownAccount = {
    accountId,
    state,
    provenance: how === 'adopt' ? 'adopted' : 'manual',
    wrote: {},
    groups: {},
    disabledAt: null,
    offBy: isOff ? 'others' : null,
    staged: false,
  };
  if (wanted === 'off' || wanted === 'none') return stepsToRemove(input, known);
  if (wanted === 'suspended') return suspendChange(input, known);
  return wanted === 'active' && isOff ? enableChange(input, known) : nothing;
}

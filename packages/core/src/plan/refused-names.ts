// Names that a target refuses as taken while it shows nobody who has them: a person is asked, and the call is not repeated.

import type { Digest } from '../roster/digest.ts';
import { profileFor } from './profile.ts';
import { type AskedQuestion, answerTo, questionId } from './questions.ts';
import type { AccountInput, AccountSteps } from './steps.ts';

/** One text for the names a change gives on its target, keyed. */
export function namesHash({
  account: { target },
  profile,
  digest,
}: Pick<AccountInput, 'account' | 'profile'> & { readonly digest: Digest }): string {
  const { userName, email } = profileFor(profile, target.can.attributes);
  return digest.keyed(JSON.stringify(['names', target.id, userName ?? null, email ?? null]));
}

/** The steps of one account without the one that would give the refused names once more. Other names are nobody's business. */
export function stopRefusedName(input: AccountInput, steps: AccountSteps): AccountSteps {
  const { person, account, refusedNames, answers } = input;
  const refused = refusedNames?.get(account.target.id);
  const vain = refused === undefined ? undefined : steps.changes.find(({ names }) => names === refused.names);
  if (refused === undefined || vain === undefined) return steps;
  const because = 'the target refuses this name as taken and shows no account that has it';
  const question = {
    id: questionId('conflict', account.target.id, person.id),
    kind: 'conflict',
    person: person.id,
    target: account.target.id,
    facts: JSON.stringify([refused.names, refused.attempt]),
    because,
    severity: 'normal',
    candidates: [],
    choices: ['retry', 'leave'],
  } as const satisfies AskedQuestion;
  const answer = answerTo(question, answers);
  if (answer?.choice === 'retry') return steps;
  const waiting = { person: person.id, target: account.target.id, kind: 'name-refused' as const };
  const rest = { ...steps, changes: steps.changes.filter((change) => change !== vain) };
  if (answer !== undefined)
    return { ...rest, waiting: [...steps.waiting, { ...waiting, because: `${because}; left as it is, by ${answer.by}` }] };
  return {
    ...rest,
    waiting: [...steps.waiting, { ...waiting, because, question: question.id }],
    questions: [...(steps.questions ?? []), question],
  };
}

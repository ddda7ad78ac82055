// Accounts that are turned off and on, or renamed, again and again: a person is asked before the next turn. Cuts always go.

import { type Change, type ChangeClass, isAccessCut } from './change.ts';
import type { FlapLimit, Turns } from './person-input.ts';
import { type AskedQuestion, answerTo, questionId } from './questions.ts';
import type { AccountInput, AccountSteps } from './steps.ts';

export const flapDefaults: FlapLimit = { turns: 3, days: 7 };

type Loop = keyof Turns;

/** By class, the loop that a change would go on with. */
const goesOn: Partial<Record<ChangeClass, Loop>> = { create: 'offs', enable: 'offs', reactivate: 'offs', rename: 'renames' };

export const loopOf = ({ class: of }: Change): Loop | undefined => goesOn[of];

const words: Readonly<Record<Loop, string>> = { offs: 'turned off', renames: 'renamed' };

/** Cuts, and taking on what is there already: nobody gets into anything by them. */
const goesAnyway = (change: Change): boolean => isAccessCut(change) || change.class === 'adopt' || change.class === 'link';

/** What is left of one account's steps. Only where they would go on with a loop, and then everything but cuts waits. */
export function stopFlapping(input: AccountInput, steps: AccountSteps): AccountSteps {
  const { person, account, turns, flap = flapDefaults, calendar } = input;
  const known = turns?.get(account.target.id);
  if (known === undefined) return steps;
  const since = calendar.now - flap.days * 24 * 3_600_000;
  const times = (loop: Loop): readonly number[] => known[loop].filter((at) => at > since);
  const loop = steps.changes.map(loopOf).find((each) => each !== undefined && times(each).length >= flap.turns);
  if (loop === undefined) return steps;
  const because = `${words[loop]} ${times(loop).length} times within ${flap.days} days`;
  const question = {
    id: questionId('flapping', account.target.id, person.id),
    kind: 'flapping',
    person: person.id,
    target: account.target.id,
    facts: JSON.stringify([loop, times(loop).at(-1)]),
    because,
    severity: 'normal',
    candidates: [],
    choices: ['continue', 'leave'],
  } as const satisfies AskedQuestion;
  const answer = answerTo(question, input.answers);
  if (answer?.choice === 'continue') return steps;
  const waiting = { person: person.id, target: account.target.id, kind: 'flapping' as const };
  const rest = { ...steps, changes: steps.changes.filter(goesAnyway) };
  if (answer !== undefined)
    return { ...rest, waiting: [...steps.waiting, { ...waiting, because: `${because}; left as it is, by ${answer.by}` }] };
  return {
    ...rest,
    waiting: [...steps.waiting, { ...waiting, because, question: question.id }],
    questions: [...(steps.questions ?? []), question],
  };
}

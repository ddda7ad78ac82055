// Taking an account away: off first, deleted later, and never deleted unasked when we did not make it.
import type { Change, WaitingCase } from './change.ts';
import { deletionAt } from './desired.ts';
import type { KnownAccount } from './person-input.ts';
import { type AskedQuestion, answerTo } from './questions.ts';
import { type AccountInput, type AccountSteps, asked, kindsOf, makeChange, nothing, onlyChanges, questionAbout } from './steps.ts';

export function stepsToRemove(input: AccountInput, known: KnownAccount): AccountSteps {
  const { target, because, wanted } = input.account;
  // Somebody suspended, or without this app for another reason, is turned off for good on leaving: the days count from then.
  if (known.state === 'disabled' && (wanted === 'none' || known.disabledAt !== null)) return stepsToDelete(input, known);
  // Nobody who has not started can sign in with a staged user; it waits for the new date.
  if (wanted === 'none' && known.staged && input.person.phase === 'upcoming') return nothing;
  if (target.removal === 'disable') return onlyChanges(disableChange(input, known));
  return stepsToDeleteOnce(input, known, 'leaver-cannot-be-disabled', because);
}

export function disableChange(input: AccountInput, { accountId }: KnownAccount): Change {
  const { target, because, wanted } = input.account;
  return makeChange(input, kindsOf(target.role).disable, 'disable', {
    because,
    priority: 0,
    accountId,
    due: wanted === 'off' ? input.person.cutAt : null,
    ...(target.role === 'identity' ? { mode: 'deactivate' as const } : {}),
    irreversible: target.can.irreversible.has('disable'),
    payload: [accountId, 'deactivate'],
  });
}

function stepsToDelete(input: AccountInput, known: KnownAccount): AccountSteps {
  const { target, wanted } = input.account;
  const days = target.schedule.deleteAfterDays;
  if (days === null || wanted !== 'off' || known.disabledAt === null || !target.can.verbs.has('delete')) return nothing;
  if (deletionAt(known.disabledAt, days) > input.calendar.now) return nothing;
  return stepsToDeleteOnce(input, known, 'not-ours-to-delete', `left more than ${days} days ago`);
}

/** Deletes what we created, or what a person promoted; about any other account a person is asked. */
function stepsToDeleteOnce(input: AccountInput, known: KnownAccount, kind: WaitingCase['kind'], because: string): AccountSteps {
  if (known.provenance === 'created') return onlyChanges(deleteChange(input, known, because));
  const problem =
    kind === 'not-ours-to-delete' ? 'we did not create this account' : 'this target can only delete, and we did not create the account';
  const isOn = known.state !== 'disabled';
  const question = {
    ...questionAbout(input, 'removal', known.accountId, isOn ? `NOT CUT: ${problem}` : problem),
    kind: 'removal',
    severity: isOn && input.account.wanted === 'off' ? 'high' : 'normal',
    choices: ['delete', 'keep'],
  } as const satisfies AskedQuestion;
  const answer = answerTo(question, input.answers);
  if (answer?.choice === 'delete') return onlyChanges(deleteChange(input, known, `${because}; promoted by ${answer.by}`));
  return answer === undefined ? asked(input, kind, question, problem) : nothing;
}

function deleteChange(input: AccountInput, known: KnownAccount, because: string): Change {
  return makeChange(input, kindsOf(input.account.target.role).delete, 'delete', {
    because,
    priority: 0,
    accountId: known.accountId,
    irreversible: input.account.target.can.irreversible.has('delete'),
    payload: [known.accountId, 'delete'],
  });
}

export function suspendChange(input: AccountInput, { accountId, state }: KnownAccount): AccountSteps {
  const { target, because } = input.account;
  if (state === 'disabled' || !target.can.verbs.has('disable')) return nothing;
  const facts = {
    because,
    priority: 0,
    accountId,
    ...(input.account.target.role === 'identity' ? { mode: 'suspend' as const } : {}),
    payload: [accountId, 'suspend'],
  } as const;
  return onlyChanges(makeChange(input, kindsOf(target.role).disable, 'disable', facts));
}

// The steps that bring one account of one person from what the ledger knows to what is wanted.
import { stepsToRemove } from './cutting.ts';
import { createSteps, stepsToKeep } from './keeping.ts';
import { matchSteps } from './matching.ts';
import type { KnownAccount } from './person-input.ts';
import { spareProtected } from './protection.ts';
import { type AskedQuestion, answerTo } from './questions.ts';
import { type AccountInput, type AccountSteps, asked, nothing, questionAbout, waitingFor } from './steps.ts';

export function accountSteps(input: AccountInput): AccountSteps {
  const { wanted, target } = input.account;
  if (wanted === 'keep') return nothing;
  const known = input.accounts.get(target.id);
  if (known === undefined) return spareProtected(input, stepsWithoutAccount(input), undefined);
  if (known.state === 'gone') return spareProtected(input, stepsAfterLoss(input, known), undefined);
  const removes = wanted === 'off' || wanted === 'none';
  return spareProtected(input, removes ? stepsToRemove(input, known) : stepsToKeep(input, known), known.accountId);
}

const isEntitled = ({ account: { wanted } }: AccountInput): boolean => wanted === 'active' || wanted === 'staged' || wanted === 'suspended';

function stepsWithoutAccount(input: AccountInput): AccountSteps {
  const { wanted, target } = input.account;
  const matches = input.candidates.get(target.id) ?? [];
  const candidates = matches.filter(({ linkedTo }) => linkedTo === undefined);
  const entitled = isEntitled(input);
  const stillOn = candidates.filter(({ state }) => state !== 'disabled' && state !== 'gone');
  if (!entitled && (wanted !== 'off' || stillOn.length === 0)) return nothing;
  if (candidates.length > 0) return matchSteps(input, candidates, entitled);
  const taken = matches.find(({ byName }) => byName);
  if (taken !== undefined) return waitingFor(input, 'name-taken', `their work e-mail is the login of ${taken.linkedTo}`, [taken.accountId]);
  // A number that two people carry keeps nobody out.
  return createSteps(input, { beside: matches.map(({ accountId }) => accountId) });
}

/** The account was there and somebody else deleted it: whoever did may have meant it. */
function stepsAfterLoss(input: AccountInput, { accountId }: KnownAccount): AccountSteps {
  if (!isEntitled(input)) return nothing;
  const because = 'somebody else deleted the account';
  const question = {
    ...questionAbout(input, 'gone', accountId, because),
    kind: 'gone',
    choices: ['create', 'leave'],
  } as const satisfies AskedQuestion;
  const answer = answerTo(question, input.answers);
  if (answer?.choice === 'create') return stepsWithoutAccount(input);
  return answer === undefined ? asked(input, 'account-lost', question) : nothing;
}

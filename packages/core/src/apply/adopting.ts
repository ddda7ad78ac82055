// An account that was there before us is read once more before it is taken on: the list that showed it may be of another day.
import type { WriteContext } from '../connector/context.ts';
import type { Account } from '../model/account.ts';
import { canShow, readAccount } from '../read/account.ts';
import { type Attachment, rememberAccounts } from '../read/inventory.ts';
import { matchHashes } from '../read/ledger.ts';
import { type DecidingSession, readSetting } from '../read/session.ts';
import { findAccounts } from './looking.ts';
import { gatherWork, type Work } from './work.ts';

/** The account to adopt; where a target cannot show one by id, it is looked for once more. */
export async function readForAdoption(work: Work, accountId: string, context: WriteContext): Promise<Account | undefined> {
  const { target } = work;
  if (canShow(target)) return readAccount(target, accountId, context);
  const answer = await findAccounts(work, context);
  return answer.kind === 'found' ? answer.accounts.find(({ id }) => id === accountId) : undefined;
}

/**
 * Whether the person is still matched with the account as it is now: renamed since it was listed, it may be somebody else's.
 * What is new about it is remembered for the next plan.
 */
export async function isStillTheirs(session: DecidingSession, { task, change, target }: Work, account: Account): Promise<boolean> {
  const { store, tenant, digest } = session;
  const [listed] = await store.get(tenant, 'inventory', [[target.id, account.id]]);
  const keys = matchHashes(digest, account);
  // An app may show less of one account than of all of them.
  const showsAll = 'users' in target;
  const asListed =
    listed !== undefined && keys.every((key) => listed.keys.includes(key)) && (!showsAll || keys.length === listed.keys.length);
  if (asListed) return true;
  const attached = await readSetting<Attachment>(session, `attached:${target.id}`);
  await rememberAccounts(session, target.id, [account], attached?.reading ?? 1);
  const [again] = await gatherWork(session, target, [task]);
  return again !== undefined && 'wantedNow' in again && again.wantedNow?.payloadHash === change.payloadHash;
}

// Accounts that somebody may have changed, looked at one by one and held against the ledger: what a target's hints ask for.
import { isTenureError } from '../connector/errors.ts';
import type { Target } from '../connector/target.ts';
import type { AccountRow } from '../store/collections.ts';
import type { StoreOp } from '../store/port.ts';
import { allRows } from '../store/scan.ts';
import { canShow, groupsOfAccount, readAccount } from './account.ts';
import { compareAll } from './compare-accounts.ts';
import { listAnewOp, mappedGroups } from './drift.ts';
import { type Attachment, forgetAccount, reasonToLeaveOut, rememberAccounts } from './inventory.ts';
import { noteFailedReading } from './reading-notes.ts';
import { type DecidingSession, readSetting, writeAll } from './session.ts';

/** What a target's hints ask for. */
export interface AccountsAsked {
  readonly ids: readonly string[];
  /** Something happened there that could not be narrowed to accounts. */
  readonly everything: boolean;
}

/** More accounts than this are listed with all others by the next full plan: that costs less than looking at each. */
const mostLooks = 500;

/**
 * Reads the linked ones among these accounts and takes what they show into the ledger: what is off, on or gone there is so
 * from now on. Attributes and memberships are only reported, as by drift. Answers the people it concerns, who want a plan.
 * May go on beside a run. What cannot be looked at now is left to the next full plan, which lists the target anew. I/O: for
 * an identity provider two calls per linked account, for an app one.
 */
export async function lookAtAccounts(session: DecidingSession, target: Target, asked: AccountsAsked): Promise<readonly string[]> {
  const attached = await readSetting<Attachment>(session, `attached:${target.id}`);
  // Never listed: the first plan does that.
  if (attached === undefined) return [];
  if (asked.everything || asked.ids.length > mostLooks || !canShow(target)) {
    await writeAll(session, [listAnewOp(target.id)]);
    return [];
  }
  const rows = await linkedRows(session, target.id, asked.ids);
  if (rows.length === 0) return [];
  const gone = new Set<AccountRow>();
  try {
    for (const row of rows) if (!(await isShown(session, target, row, attached.reading ?? 1))) gone.add(row);
  } catch (error) {
    const because = reasonToLeaveOut(session, error);
    await noteFailedReading(session, target.id, error, because);
    session.context.log.warn({ target: target.id, code: isTenureError(error) ? error.code : null }, 'hinted accounts could not be read');
    await writeAll(session, [listAnewOp(target.id)]);
    return [];
  }
  const comparison = { session, target, reading: attached.reading ?? 1, mapped: new Set(mappedGroups(session)), repair: false } as const;
  return session.together.turn(async () => {
    // Where the whole target is being listed at this moment, that listing has the last word on those who are there.
    const shown = rows.filter((row) => !gone.has(row));
    const changed = await compareAll({ ...comparison, absence: 'nothing' }, shown);
    return [...changed, ...(await compareAll({ ...comparison, absence: 'gone' }, [...gone]))];
  });
}

/** Read before the target is: whatever a run writes meanwhile is newer than what we see. */
async function linkedRows(session: DecidingSession, target: string, ids: readonly string[]): Promise<AccountRow[]> {
  const found: AccountRow[] = [];
  for (const id of new Set(ids)) found.push(...(await allRows(session, 'account', { index: 'account', equals: [target, id] })));
  return found;
}

/** One account as it is now, into what is known of the target. False: it is gone. */
async function isShown(session: DecidingSession, target: Target, { accountId }: AccountRow, reading: number): Promise<boolean> {
  const account = await readAccount(target, accountId, session.context);
  const steps: StoreOp[] = [
    { op: 'delete', in: 'drift', key: [target.id, accountId] },
    { op: 'delete', in: 'member', key: [target.id, accountId] },
  ];
  const isThere = account !== undefined && account.state !== 'gone';
  if (isThere) {
    await rememberAccounts(session, target.id, [account], reading);
    const mapped = new Set(mappedGroups(session));
    for (const groupId of mapped.size === 0 ? [] : await groupsOfAccount(target, accountId, session.context)) {
      if (mapped.has(groupId)) steps.push({ op: 'put', in: 'member', row: { target: target.id, accountId, groupId } });
    }
  } else await forgetAccount(session, target.id, accountId);
  await writeAll(session, steps);
  return isThere;
}

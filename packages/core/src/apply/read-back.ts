// After a lost answer or a crash nobody knows whether a write took effect: the target is read before anything else.
import type { WriteContext } from '../connector/context.ts';
import type { Account } from '../model/account.ts';
import type { ChangeClass } from '../plan/change.ts';
import type { DecidingSession } from '../read/session.ts';
import type { AccountRow } from '../store/collections.ts';
import { findKeys, newRow, type Performed, readAccount, switchedOff } from './perform.ts';
import type { Work } from './work.ts';

/** `done`: it had taken effect; `not-done`: it had not and may be done again; `cannot-tell`: doing it again is safe only by the verb's own contract. */
export type ReadBack =
  | { readonly found: 'done'; readonly performed: Performed }
  | { readonly found: 'not-done' }
  | { readonly found: 'cannot-tell' };

/** Reads; never writes. Throws what the connector throws. */
export async function readBack(session: DecidingSession, work: Work, context: WriteContext): Promise<ReadBack> {
  const { change, account } = work;
  if (change.class === 'create') return readBackCreate(session, work, context);
  if (account === undefined || !canShow(work)) return { found: 'cannot-tell' };
  const wanted = wantedState(change.class);
  if (wanted === undefined) return { found: 'cannot-tell' };
  // Off looks the same whether suspended or turned off for good.
  if (change.class === 'disable' && account.state === 'disabled') return { found: 'cannot-tell' };
  // A user may show as off while sessions and tokens live on: turning it off again ends them, reading does not.
  if (change.kind === 'user.disable') return { found: 'cannot-tell' };
  const shown = await readAccount(work.target, account.accountId, context);
  const after = stateAfter(session, work, wanted, account, shown);
  return after === undefined ? { found: 'not-done' } : { found: 'done', performed: { outcome: 'changed', account: after } };
}

/** What a read can show to have happened. */
function wantedState(changeClass: ChangeClass): 'disable' | 'delete' | 'enable' | undefined {
  if (changeClass === 'reactivate') return 'enable';
  return changeClass === 'disable' || changeClass === 'delete' || changeClass === 'enable' ? changeClass : undefined;
}

function canShow({ target }: Work): boolean {
  return 'users' in target || target.accounts.get !== undefined;
}

function stateAfter(
  session: DecidingSession,
  work: Work,
  wanted: 'disable' | 'delete' | 'enable',
  row: AccountRow,
  shown: Account | undefined,
): AccountRow | undefined {
  const gone = shown === undefined || shown.state === 'gone';
  if (wanted === 'delete') return gone ? { ...row, state: 'gone', wrote: {}, groups: {}, disabledAt: null } : undefined;
  if (wanted === 'enable')
    return shown?.state === 'active' ? { ...row, state: 'active', staged: false, disabledAt: null, offBy: null } : undefined;
  return gone || shown.state === 'disabled' ? switchedOff(session, work, row) : undefined;
}

async function readBackCreate(session: DecidingSession, work: Work, context: WriteContext): Promise<ReadBack> {
  const { target } = work;
  const answer = 'users' in target ? await target.users.find(findKeys(work), context) : await target.accounts.find(findKeys(work), context);
  if (answer.kind === 'cannot-tell') return { found: 'cannot-tell' };
  const [only, ...more] = answer.kind === 'found' ? answer.accounts : [];
  if (only === undefined) return { found: 'not-done' };
  if (more.length > 0) return { found: 'cannot-tell' };
  return { found: 'done', performed: { outcome: 'changed', account: madeRow(session, work, only) } };
}

/** The ledger's row for an account an earlier try made; undefined when the accounts do not prove that. */
export function createdBefore(session: DecidingSession, work: Work, accounts: readonly Account[]): AccountRow | undefined {
  const [only, ...more] = accounts;
  return only !== undefined && more.length === 0 && only.externalId === work.person.id ? madeRow(session, work, only) : undefined;
}

function madeRow(session: DecidingSession, work: Work, account: Account): AccountRow {
  const groups = Object.fromEntries((work.change.groups ?? []).map(({ id }) => [id, 'added' as const]));
  // Only our own key proves that we made it. Without one it is ours to use and to disable, not to delete.
  const provenance = account.externalId === work.person.id ? 'created' : 'adopted';
  return { ...newRow(session, work, account, work.profile), provenance, groups, staged: work.change.state === 'staged' };
}

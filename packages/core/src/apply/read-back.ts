// After a lost answer or a crash nobody knows whether a write took effect: the target is read before anything else.
import { listAudit } from '../audit/trail.ts';
import type { WriteContext } from '../connector/context.ts';
import type { Target } from '../connector/target.ts';
import type { Account, AttributeValue, ProfileAttribute } from '../model/account.ts';
import type { ChangeClass } from '../plan/change.ts';
import { canShow, groupsOfAccount, readAccount } from '../read/account.ts';
import { matchHashes } from '../read/ledger.ts';
import type { DecidingSession } from '../read/session.ts';
import type { AccountRow } from '../store/collections.ts';
import { findObstacles } from './looking.ts';
import { attributesOf, groupOf, joined, newRow, type Performed, parted, removed, switchedOff, switchedOn, updated } from './perform.ts';
import { type Work, writeContext } from './work.ts';

/** `done`: it had taken effect; `not-done`: it had not and may be done again; `cannot-tell`: doing it again is safe only by the verb's own contract. */
export type ReadBack =
  | { readonly found: 'done'; readonly performed: Performed }
  | { readonly found: 'not-done' }
  /** Accounts stand in the way that nothing proves to be ours. */
  | { readonly found: 'others'; readonly accounts: readonly Account[] }
  | { readonly found: 'cannot-tell' };

/** Reads; never writes. Throws what the connector throws. */
export async function readBack(session: DecidingSession, work: Work, context: WriteContext): Promise<ReadBack> {
  const { change, account } = work;
  if (change.class === 'create') return readBackCreate(session, work, context);
  // Taking an account on writes to our own ledger alone.
  if (change.class === 'adopt' || change.class === 'link') return { found: 'not-done' };
  if (account === undefined) return { found: 'cannot-tell' };
  if (change.class === 'group-add' || change.class === 'group-removal') return readBackMembership(work, account, context);
  if (!canShow(work.target)) return { found: 'cannot-tell' };
  if (change.class === 'update' || change.class === 'rename' || change.class === 'clear')
    return readBackUpdate(session, work, account, context);
  const wanted = wantedState(change.class);
  if (wanted === undefined) return { found: 'cannot-tell' };
  // Off looks the same whether suspended or turned off for good.
  if (change.class === 'disable' && account.state === 'disabled') return { found: 'cannot-tell' };
  // It may show as off while sessions and tokens live on: turning it off again ends them, reading does not.
  if (change.class === 'disable' && endsSessions(work.target)) return { found: 'cannot-tell' };
  const shown = await readAccount(work.target, account.accountId, context);
  const after = stateAfter(session, work, wanted, account, shown);
  return after === undefined
    ? { found: 'not-done' }
    : { found: 'done', performed: { outcome: 'changed', account: after, seen: shown?.state ?? 'gone' } };
}

const endsSessions = (target: Target): boolean => 'users' in target || target.endsSessions === true;

/** What a read can show to have happened. */
function wantedState(changeClass: ChangeClass): 'disable' | 'delete' | 'enable' | undefined {
  if (changeClass === 'reactivate') return 'enable';
  return changeClass === 'disable' || changeClass === 'delete' || changeClass === 'enable' ? changeClass : undefined;
}

function stateAfter(
  session: DecidingSession,
  work: Work,
  wanted: 'disable' | 'delete' | 'enable',
  row: AccountRow,
  shown: Account | undefined,
): AccountRow | undefined {
  const gone = shown === undefined || shown.state === 'gone';
  if (wanted === 'delete') return gone ? removed(row) : undefined;
  if (wanted === 'enable') return shown?.state === 'active' ? switchedOn(row) : undefined;
  return gone || shown.state === 'disabled' ? switchedOff(session, work, row) : undefined;
}

async function readBackMembership(work: Work, row: AccountRow, context: WriteContext): Promise<ReadBack> {
  const groupId = groupOf(work);
  const isIn = (await groupsOfAccount(work.target, row.accountId, context)).includes(groupId);
  const account = isIn ? joined(row, groupId, 'added') : parted(row, groupId);
  return isIn === (work.change.class === 'group-add')
    ? { found: 'done', performed: { outcome: 'changed', account } }
    : { found: 'not-done' };
}

/** Done when every attribute shows the value that was sent; a target that shows only some of them leaves it open. */
async function readBackUpdate(session: DecidingSession, work: Work, row: AccountRow, context: WriteContext): Promise<ReadBack> {
  const shown = (await readAccount(work.target, row.accountId, context))?.profile ?? {};
  const wanted = Object.entries(attributesOf(work)) as [ProfileAttribute, AttributeValue][];
  if (wanted.some(([name]) => shown[name] === undefined)) return { found: 'cannot-tell' };
  return wanted.every(([name, value]) => shown[name] === value)
    ? { found: 'done', performed: { outcome: 'changed', account: updated(session, work, row) } }
    : { found: 'not-done' };
}

async function readBackCreate(session: DecidingSession, work: Work, context: WriteContext): Promise<ReadBack> {
  const answer = await findObstacles(work, context);
  if (answer.kind === 'cannot-tell') return { found: 'cannot-tell' };
  if (answer.kind === 'absent' || answer.accounts.length === 0) return { found: 'not-done' };
  const account = await createdBefore(session, work, answer.accounts);
  return account === undefined
    ? { found: 'others', accounts: answer.accounts }
    : { found: 'done', performed: { outcome: 'changed', account } };
}

/**
 * The ledger's row for an account an earlier try made; undefined when the accounts do not show that. An account is not
 * ours that is protected, linked to another person, or was there when the target was listed. Our own key is proof; a user
 * name alone is believed only for an account that nobody had seen before our try, and makes it adopted, never created.
 */
export async function createdBefore(session: DecidingSession, work: Work, accounts: readonly Account[]): Promise<AccountRow | undefined> {
  const [only, ...more] = accounts;
  if (only === undefined || more.length > 0 || only.protectedBecause !== undefined) return undefined;
  if (!carriesOurKey(work, only) && !(await isNewUnderOurName(session, work, only))) return undefined;
  const owners = await session.store.scan(session.tenant, 'account', { index: 'account', equals: [work.target.id, only.id], limit: 1 });
  if (owners.rows.length > 0) return undefined;
  const present = await groupsOfAccount(work.target, only.id, writeContext(session, work.task));
  return madeRow(session, work, only, present, (await triedBefore(session, work)) ?? []);
}

const happened: ReadonlySet<unknown> = new Set(['applied', 'unchanged', 'pending']);

/**
 * The groups of creations that were sent in earlier runs and of which nobody ever learned what became: the trail has them.
 * Undefined: there was none, or an account of theirs was met there afterwards.
 */
export async function triedBefore(session: DecidingSession, { person, target }: Work): Promise<readonly string[] | undefined> {
  let groups: readonly string[] | undefined;
  for await (const { kind, facts, detail } of listAudit(session, { person: person.id })) {
    if (kind !== 'write' || facts['target'] !== target.id) continue;
    if (happened.has(facts['outcome'])) groups = undefined;
    if (facts['class'] !== 'create' || facts['outcome'] !== 'unknown') continue;
    const sent = detail?.['groups'];
    groups = [...(groups ?? []), ...(Array.isArray(sent) ? sent.map(String) : [])];
  }
  return groups;
}

/** Our own key, or where a target keeps none, the employee number together with the user name. */
function carriesOurKey({ person, profile }: Work, account: Account): boolean {
  if (account.externalId !== undefined) return account.externalId === person.id;
  const number = account.employeeNumber !== undefined && account.employeeNumber === person.primary.employeeNumber;
  return number && account.userName !== undefined && account.userName.toLowerCase() === profile.userName?.toLowerCase();
}

async function isNewUnderOurName(
  { store, tenant, digest }: DecidingSession,
  { target, profile }: Work,
  account: Account,
): Promise<boolean> {
  const foreign = account.externalId !== undefined;
  if (foreign || account.userName === undefined || account.userName.toLowerCase() !== profile.userName?.toLowerCase()) return false;
  const rows = await store.get(
    tenant,
    'candidate',
    matchHashes(digest, account).map((hash) => [target.id, hash]),
  );
  return !rows.some((row) => row?.accounts.includes(account.id));
}

/**
 * What the interrupted try got done, and no more: groups it did not come to, what it said otherwise than HR does by now, and letting
 * in a user who stands there waiting are left to the next plan.
 */
function madeRow(
  session: DecidingSession,
  work: Work,
  account: Account,
  present: readonly string[],
  earlier: readonly string[],
): AccountRow {
  const given = [...(work.change.groups ?? []).map(({ id }) => id), ...earlier];
  const groups = Object.fromEntries(given.filter((id) => present.includes(id)).map((id) => [id, 'added' as const]));
  const shown = account.profile ?? {};
  const told = Object.fromEntries(
    Object.entries(work.profile).filter(([name, value]) => {
      const seen = shown[name as ProfileAttribute];
      return seen === undefined || seen === value;
    }),
  );
  // Without our own key it is ours to use and to disable, not to delete.
  const provenance = account.externalId === work.person.id ? 'created' : 'adopted';
  const waits = 'users' in work.target && account.state === 'pending';
  const row: AccountRow = { ...newRow(session, work, account, told), provenance, groups, staged: work.change.state === 'staged' || waits };
  // Made to be on: whoever turned it off since may have meant it.
  return account.state === 'disabled' ? switchedOff(session, work, row, true) : row;
}

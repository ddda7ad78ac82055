// Cuts that nobody has seen to take effect: looked at again before a plan is made.
import { commitAudited } from '../audit/record.ts';
import type { Target } from '../connector/target.ts';
import type { AccountState } from '../model/account.ts';
import type { AccountRow } from '../store/collections.ts';
import type { StoreOp } from '../store/port.ts';
import { allRows } from '../store/scan.ts';
import { canShow, readAccount } from './account.ts';
import type { Session } from './session.ts';

/** One read each: a plan does not wait for more of them. Those that are left come with the next one. */
const mostLooks = 200;

/**
 * Looks at accounts whose cut awaits its end. Off: nothing is awaited any more. Gone: the ledger forgets it. On although the target had said that it
 * was done: the ledger says so again, and the plan cuts again. On because the target has not finished: it stays awaited.
 * A target that cannot be read now changes nothing. Writes to the store only.
 */
export async function lookAgain(session: Session, targets: readonly Target[]): Promise<void> {
  const shown = new Map(targets.filter(canShow).map((target) => [target.id, target]));
  const rows = await allRows(session, 'account', { index: 'awaits' });
  for (const row of rows.filter(({ target }) => shown.has(target)).slice(0, mostLooks)) await lookAt(session, shown.get(row.target), row);
}

async function lookAt(session: Session, target: Target | undefined, row: AccountRow): Promise<void> {
  if (target === undefined) return;
  let seen: AccountState;
  try {
    seen = (await readAccount(target, row.accountId, session.context))?.state ?? 'gone';
  } catch {
    session.context.signal.throwIfAborted();
    return;
  }
  const next = afterLook(row, seen);
  if (next === row) return;
  const key = [row.target, row.person];
  const update: StoreOp = { op: 'update', in: 'account', key, set: next, when: { accountId: row.accountId, awaits: row.awaits } };
  const gone: readonly StoreOp[] = next.state === 'gone' ? goneOps(row) : [];
  await commitAudited(session, next.state === row.state ? [update] : [update, ...gone, ...(await decideAgain(session, row.person))], [
    { kind: 'read-back', person: row.person, facts: { target: row.target, seen }, detail: { accountId: row.accountId } },
  ]);
}

/** Whoever counted as settled is decided upon by this plan, also when no feed names them any more. */
export async function decideAgain({ store, tenant, calendar }: Session, person: string): Promise<StoreOp[]> {
  const [head] = await store.get(tenant, 'employee', [[person]], ['id']);
  return head === undefined ? [] : [{ op: 'update', in: 'employee', key: [person], set: { settled: null, dueAt: calendar.now } }];
}

/** An account that went as we had asked is nobody's: the audit trail keeps that it was. A return makes a new one. */
function goneOps({ target, person, accountId }: AccountRow): StoreOp[] {
  return [
    { op: 'delete', in: 'account', key: [target, person] },
    { op: 'delete', in: 'claim', key: [target, accountId] },
    { op: 'delete', in: 'inventory', key: [target, accountId] },
  ];
}

function afterLook(row: AccountRow, seen: AccountState): Pick<AccountRow, 'state' | 'disabledAt' | 'offBy' | 'awaits'> | AccountRow {
  const { disabledAt, offBy, state } = row;
  if (seen === 'gone') return { state: 'gone', disabledAt: null, offBy: null, awaits: null };
  if (seen === 'disabled') return { state, disabledAt, offBy, awaits: null };
  if (seen === 'unknown' || row.awaits === 'finish') return row;
  return { state: seen, disabledAt: null, offBy: null, awaits: null };
}

// Some accounts of the ledger against what their target shows: what differs goes into the ledger and the findings.
import { commitAudited } from '../audit/record.ts';
import type { Target } from '../connector/target.ts';
import { changedByOthers } from '../plan/person-input.ts';
import type { AccountRow, InventoryRow } from '../store/collections.ts';
import type { StoreOp } from '../store/port.ts';
import { canShow, readAccount } from './account.ts';
import { decideAgain } from './awaited.ts';
import type { Drift } from './compare-account.ts';
import { compareAccount } from './compare-account.ts';
import { ownDifferences } from './own-differences.ts';
import { accountProtection } from './protected.ts';
import { type DecidingSession, writeAll } from './session.ts';

export interface Comparison {
  readonly session: DecidingSession;
  readonly target: Target;
  readonly reading: number;
  readonly mapped: ReadonlySet<string>;
  readonly repair: boolean;
  /** Whether an account that is not in the inventory is gone: at once, after one more look at it, or not at all. */
  readonly absence: 'gone' | 'look' | 'nothing';
}

/** Answers the people whose accounts are on, off or gone otherwise than we thought. */
export async function compareAll(comparison: Comparison, rows: readonly AccountRow[]): Promise<readonly string[]> {
  const { session, target, reading, mapped } = comparison;
  const { store, tenant } = session;
  const listed = await store.get(
    tenant,
    'inventory',
    rows.map(({ accountId }) => [target.id, accountId]),
  );
  const pairs = rows.flatMap(({ accountId }) => [...mapped].map((groupId) => [target.id, accountId, groupId] as const));
  const members = await store.get(tenant, 'member', pairs);
  const memberships = new Map<string, Set<string>>(rows.map(({ accountId }) => [accountId, new Set()]));
  for (const row of members) if (row !== undefined) memberships.get(row.accountId)?.add(row.groupId);
  const found = rows.map((row, index) => {
    const seen = listed[index]?.reading === reading ? listed[index] : undefined;
    return { row, seen, comparison: compareAccount(row, seen, mapped, memberships.get(row.accountId) ?? new Set()) };
  });
  const changed = found.filter((each) => each.comparison.what.length > 0 || each.comparison.row !== each.row);
  const own = await ownDifferences(session, target, changed);
  const people: string[] = [];
  for (const { row, seen, comparison: difference } of own) {
    if (await settleOne(comparison, row, seen, difference)) people.push(row.person);
  }
  await noteProtections(session, target, found);
  return people;
}

/**
 * One account into the ledger and the findings; true when its state is another one. What a run writes meanwhile is newer
 * than what we have seen: then nothing is written.
 */
async function settleOne(
  { session, target, repair, absence }: Comparison,
  row: AccountRow,
  seen: InventoryRow | undefined,
  difference: ReturnType<typeof compareAccount>,
): Promise<boolean> {
  if (seen === undefined && absence === 'nothing') return false;
  if (seen === undefined && absence === 'look' && (await isStillThere(session, target, row.accountId))) return false;
  const { what, attributes, groupsAdded, groupsRemoved } = difference;
  const wrote = { ...difference.row.wrote, ...Object.fromEntries(attributes.map((name) => [name, changedByOthers])) };
  const groups = Object.fromEntries(Object.entries(row.groups).filter(([id]) => !groupsRemoved.includes(id)));
  const taken = groupsAdded.filter((id) => session.policy.authoritative.has(id));
  const found = Object.fromEntries(taken.map((id) => [id, 'found' as const]));
  const known: AccountRow = repair ? { ...difference.row, wrote, groups } : difference.row;
  const next: AccountRow = taken.length === 0 ? known : { ...known, groups: { ...known.groups, ...found } };
  const stateChanged = next.state !== row.state || next.offBy !== row.offBy;
  const ops: StoreOp[] = [];
  if (next !== row) ops.push(ledgerOp(row, next, repair || taken.length > 0));
  if (stateChanged || taken.length > 0 || (repair && what.length > 0)) ops.push(...(await decideAgain(session, row.person)));
  if (what.length > 0) {
    const { person, accountId } = row;
    const value: Drift = { kind: 'account', target: target.id, person, accountId, what, attributes, groupsAdded, groupsRemoved };
    ops.push({ op: 'put', in: 'drift', row: { target: target.id, accountId, value } });
  }
  if (what.includes('turned-on')) ops.push(...(await openAgain(session, row)));
  const facts = { target: target.id, seen: next.state };
  const entries = stateChanged ? [{ kind: 'read-back', person: row.person, facts, detail: { accountId: row.accountId } } as const] : [];
  if (ops.length === 0) return false;
  const { applied } = await commitAudited(session, ops, entries);
  return applied && stateChanged;
}

function ledgerOp(row: AccountRow, next: AccountRow, repair: boolean): StoreOp {
  const { accountId, target, person } = row;
  const { state, staged, disabledAt, offBy, awaits, wrote, groups } = next;
  const set = { state, staged, disabledAt, offBy, awaits, ...(repair ? { wrote, groups } : {}) };
  const when = { accountId, state: row.state, offBy: row.offBy, awaits: row.awaits };
  return { op: 'update', in: 'account', key: [target, person], set, when };
}

async function isStillThere(session: DecidingSession, target: Target, accountId: string): Promise<boolean> {
  if (!canShow(target)) return false;
  const account = await readAccount(target, accountId, session.context);
  return account !== undefined && account.state !== 'gone';
}

/** A leaver who can get in again stands in open access from now on, not from the next plan on. */
async function openAgain({ store, tenant, calendar }: DecidingSession, { person, target, accountId }: AccountRow): Promise<StoreOp[]> {
  const [head] = await store.get(tenant, 'employee', [[person]], ['id', 'phase']);
  if (head?.phase !== 'left') return [];
  return [{ op: 'put', in: 'openAccess', row: { person, target, accountId, since: calendar.now } }];
}

/** What the target itself protects, as it stands now. What a person protects stays as they said. */
async function noteProtections(
  session: DecidingSession,
  target: Target,
  found: readonly { readonly row: AccountRow; readonly seen: InventoryRow | undefined }[],
): Promise<void> {
  const shown = found.flatMap(({ seen }) => (seen === undefined ? [] : [seen]));
  const ids = shown.map(({ accountId }) => accountProtection(target.id, accountId));
  const rows = await session.store.get(
    session.tenant,
    'protection',
    ids.map((id) => [id]),
  );
  const ops = shown.flatMap(({ protectedBecause }, index): StoreOp[] => {
    const [id, known] = [ids[index] ?? '', rows[index]];
    if (protectedBecause !== null && known === undefined) {
      return [{ op: 'put', in: 'protection', row: { id, because: protectedBecause, by: null, at: session.calendar.now } }];
    }
    return protectedBecause === null && known?.by === null ? [{ op: 'delete', in: 'protection', key: [id] }] : [];
  });
  await writeAll(session, ops);
}

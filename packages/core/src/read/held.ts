// Held parts in the store: what a guard held once keeps its content until it is approved or its time is over.

import { toInstant } from '../model/dates.ts';
import type { Change, ChangeClass } from '../plan/change.ts';
import { type HeldPart, partKey } from '../plan/guard.ts';
import type { ApprovalRow, HeldPartRow } from '../store/collections.ts';
import type { StoreOp } from '../store/port.ts';
import { allRows, scanAll } from '../store/scan.ts';
import type { Session } from './session.ts';

type Place = Pick<Session, 'store' | 'tenant'>;

export interface HeldParts {
  /** By hash, in the order they were held. */
  readonly open: ReadonlyMap<string, HeldPartRow>;
  /** Whose time is over. */
  readonly over: readonly HeldPartRow[];
}

export async function heldPartsAt(place: Place, now: number): Promise<HeldParts> {
  const all = await allRows(place, 'heldPart');
  all.sort((one, other) => one.heldAt - other.heldAt || (partKey(one) < partKey(other) ? -1 : 1));
  const open = all.filter(({ state, expiresAt }) => state === 'open' && expiresAt > now);
  return { open: new Map(open.map((part) => [part.hash, part])), over: all.filter(({ expiresAt }) => expiresAt <= now) };
}

/** Finds the part in which a change waits. Goes by content: what has changed since it was held is another change. */
export type HeldIn = (change: Change) => string | undefined;

const nowhere: HeldIn = () => undefined;
const keysPerRead = 2_000;
const contentKey = ({ id, payloadHash }: { readonly id: string; readonly payloadHash: string }): string => `${id} ${payloadHash}`;

/** Where these changes wait, among these parts. Reads nothing where no part is about their class and target. */
export async function heldIn(
  { store, tenant }: Place,
  parts: ReadonlyMap<string, HeldPartRow>,
  changes: readonly Change[],
): Promise<HeldIn> {
  const keys = new Set([...parts.values()].map(partKey));
  const asked = changes.filter((change) => keys.has(partKey(change)));
  if (asked.length === 0) return nowhere;
  const found = new Map<string, string>();
  for (let from = 0; from < asked.length; from += keysPerRead) {
    const batch = asked.slice(from, from + keysPerRead).map(({ id, payloadHash }) => [id, payloadHash]);
    const rows = await store.get(tenant, 'heldChange', batch, ['id', 'payloadHash', 'part']);
    for (const row of rows) if (row !== undefined && parts.has(row.part)) found.set(contentKey(row), row.part);
  }
  return (change) => found.get(contentKey(change));
}

export function heldChangeOp(change: Change, part: string): StoreOp {
  const { id, payloadHash, person } = change;
  return { op: 'put', in: 'heldChange', row: { id, payloadHash, part, person, change: { ...change, held: part } } };
}

/** The changes of one part, in order of person. */
export async function* changesOfPart({ store, tenant }: Place, part: string): AsyncGenerator<readonly Change[]> {
  for await (const rows of scanAll(store, tenant, 'heldChange', { index: 'part', equals: [part] }))
    yield rows.map(({ change }) => change as Change);
}

/** The steps that take a part away, changes and all. */
export async function partDeletion({ store, tenant }: Place, part: string): Promise<StoreOp[]> {
  const ops: StoreOp[] = [{ op: 'delete', in: 'heldPart', key: [part] }];
  const query = { index: 'part', equals: [part], columns: ['id', 'payloadHash'] } as const;
  for await (const rows of scanAll(store, tenant, 'heldChange', query))
    for (const { id, payloadHash } of rows) ops.push({ op: 'delete', in: 'heldChange', key: [id, payloadHash] });
  return ops;
}

/** Whether a run may still use the approval. */
const isGood = ({ usedAt, until }: ApprovalRow, now: number): boolean => usedAt === null && until > now;

/** Hashes of the parts that somebody let go and that no run has taken up. */
export async function letGo(place: Place, now: number): Promise<string[]> {
  const approvals = await allRows(place, 'approval');
  return approvals.filter((row) => isGood(row, now)).map(({ hash }) => hash);
}

/** The approvals of these parts that the next run uses, by hash. */
export async function approvalsOf({ store, tenant }: Place, parts: readonly string[], now: number): Promise<Map<string, ApprovalRow>> {
  const rows = await store.get(
    tenant,
    'approval',
    parts.map((part) => [part]),
  );
  return new Map(rows.flatMap((row) => (row !== undefined && isGood(row, now) ? [[row.hash, row]] : [])));
}

/** Every part that waits, approved or not, in the order they were held. Reads the store. */
export async function* listHeld(place: Place, now: number): AsyncGenerator<HeldPart> {
  const { open } = await heldPartsAt(place, now);
  const approvals = await approvalsOf(place, [...open.keys()], now);
  for (const part of open.values()) yield heldPartOf(part, approvals.get(part.hash));
}

/** A part as a plan shows it. */
export function heldPartOf(part: HeldPartRow, approval?: ApprovalRow): HeldPart {
  const { target, class: of, people, limit, because, hash, heldAt, expiresAt } = part;
  return {
    target,
    class: of as ChangeClass,
    people,
    limit,
    because,
    hash,
    heldAt: toInstant(heldAt),
    expiresAt: toInstant(expiresAt),
    ...(approval === undefined ? {} : { approved: { by: approval.by, until: toInstant(approval.until) } }),
  };
}

// The guards of one plan: what is counted, what is held, and what earlier plans hold already.

import { toInstant } from '../model/dates.ts';
import type { Change, ChangeClass, PlanPart } from '../plan/change.ts';
import { isAccessCut } from '../plan/change.ts';
import { createGuardTally, type GuardLimits, type GuardTally, guardVerdict, type HeldPart, isCounted, partKey } from '../plan/guard.ts';
import type { HeldPartRow } from '../store/collections.ts';
import type { StoreOp } from '../store/port.ts';
import { eventRowOp } from './decide.ts';
import { approvalsOf, type HeldIn, type HeldParts, heldChangeOp, heldIn, heldPartOf, heldPartsAt, partDeletion } from './held.ts';
import { passedWithinDay } from './passed.ts';
import { type DecidingSession, type Session, writeAll } from './session.ts';

export interface HoldingInput {
  readonly guards: GuardLimits;
  readonly firstTargets: ReadonlySet<string>;
  /** False for a plan about some people, or about part of a reading: it cannot tell that nobody is wanted off any more. */
  readonly whole: boolean;
  /** How long the plan and what it holds may be applied, in milliseconds. */
  readonly validMs: number;
  /** Why the access cuts of this plan pass the guards. */
  readonly emergency?: string | undefined;
}

export interface Holding {
  /** Reads where these changes wait already. */
  heldIn(changes: readonly Change[]): Promise<HeldIn>;
  /** Counts a part of the plan. */
  add(part: PlanPart, heldIn: HeldIn): void;
  /** What the guards say, once every part has been counted. */
  verdict(hashes: ReadonlyMap<string, string>): Promise<Verdict>;
}

export interface Verdict {
  readonly held: readonly HeldPart[];
  /** By `target class`, the hash of the part that this plan holds. */
  readonly own: ReadonlyMap<string, string>;
  /** `target class` of what counts against the guards' day. */
  readonly counted: readonly string[];
  /** Makes the parts known, together with the plan. */
  readonly ops: readonly StoreOp[];
}

export async function openHolding(session: DecidingSession, input: HoldingInput): Promise<Holding> {
  const parts = await heldPartsAt(session, session.calendar.now);
  const tally = createGuardTally();
  return {
    async heldIn(changes) {
      const found = await heldIn(session, parts.open, changes);
      // Whoever says that somebody must lose access now does not wait for who approves a crowd.
      return input.emergency === undefined ? found : (change) => (isAccessCut(change) ? undefined : found(change));
    },
    add: tally.add,
    verdict: (hashes) => judge(session, input, parts, tally, hashes),
  };
}

async function judge(
  session: DecidingSession,
  input: HoldingInput,
  { open, over }: HeldParts,
  tally: GuardTally,
  hashes: ReadonlyMap<string, string>,
): Promise<Verdict> {
  const wanted = (part: HeldPartRow): number => Math.max(tally.wanted.get(part.hash) ?? 0, input.whole ? 0 : part.wanted);
  const managed = new Map<string, number>();
  const [rows, counted]: [HeldPartRow[], string[]] = [[], []];
  for (const { target, class: of, people } of tally.fresh()) {
    const count = managed.get(target) ?? (await managedAccounts(session, target));
    managed.set(target, count);
    const facts = { limits: input.guards, target, class: of, firstRun: input.firstTargets.has(target) || count === 0 };
    if (!isCounted(facts)) continue;
    const key = partKey({ target, class: of });
    counted.push(key);
    const waiting = [...open.values()].filter((part) => partKey(part) === key).reduce((sum, part) => sum + wanted(part), 0);
    const passed = await passedWithinDay(session, target, of);
    const verdict = guardVerdict({ ...facts, people, managed: count, waiting, passed });
    if (verdict !== undefined) rows.push(newPart(session, input, { target, class: of, people, ...verdict }, hashes.get(key) ?? ''));
  }
  const named = [...open.values()].filter(({ hash }) => tally.wanted.has(hash));
  const approvals = await approvalsOf(
    session,
    named.map(({ hash }) => hash),
    session.calendar.now,
  );
  const deletions = await Promise.all(
    over.filter(({ hash }) => !rows.some((row) => row.hash === hash)).map(({ hash }) => partDeletion(session, hash)),
  );
  await writeAll(session, deletions.flat());
  return {
    held: [...named, ...rows].map((part) => heldPartOf(part, approvals.get(part.hash))),
    own: new Map(rows.map((row) => [partKey(row), row.hash])),
    counted,
    ops: [
      ...[...open.values()]
        .filter((part) => wanted(part) !== part.wanted)
        .map((part): StoreOp => ({ op: 'update', in: 'heldPart', key: [part.hash], set: { wanted: wanted(part) } })),
      ...rows.flatMap((row): StoreOp[] => [{ op: 'put', in: 'heldPart', row }, heldEventOp(row)]),
    ],
  };
}

function newPart(
  { calendar }: Session,
  { validMs }: HoldingInput,
  facts: {
    readonly target: string;
    readonly class: ChangeClass;
    readonly people: number;
    readonly limit: number;
    readonly because: string;
  },
  hash: string,
): HeldPartRow {
  return { ...facts, hash, wanted: facts.people, heldAt: calendar.now, expiresAt: calendar.now + validMs, state: 'open' };
}

function heldEventOp({ target, class: of, people, limit, because, hash, heldAt, expiresAt }: HeldPartRow): StoreOp {
  const times = { at: toInstant(heldAt), expiresAt: toInstant(expiresAt) };
  return eventRowOp({ type: 'held', target, class: of, people, limit, because, hash, ...times }, heldAt);
}

/** A part of the plan with its held changes marked, and what freezes those that this plan holds. */
export function markHeld(
  part: PlanPart,
  heldIn: HeldIn,
  own: Verdict['own'],
): { readonly part: PlanPart; readonly ops: readonly StoreOp[] } {
  const ops: StoreOp[] = [];
  const changes = part.changes.map((change) => {
    const earlier = heldIn(change);
    const held = earlier ?? own.get(partKey(change));
    if (held === undefined) return change;
    if (earlier === undefined) ops.push(heldChangeOp(change, held));
    return { ...change, held };
  });
  return changes.some(({ held }) => held !== undefined) ? { part: { ...part, changes }, ops } : { part, ops };
}

/** Accounts that are on: those that are off must not make room for more cuts. */
async function managedAccounts({ store, tenant }: Session, target: string): Promise<number> {
  const counts = await Promise.all(
    ['active', 'pending', 'unknown'].map((state) => store.count(tenant, 'account', { index: 'state', equals: [target, state] })),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

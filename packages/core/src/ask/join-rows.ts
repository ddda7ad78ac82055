// The rows of somebody who turns out to be somebody else, as steps of one commit: what matters for access goes over, what
// can only be asked or tried anew is dropped.
import { identityHashes } from '../read/identities.ts';
import { personProtection } from '../read/protected.ts';
import { readSetting, type Session } from '../read/session.ts';
import type { AccountRow, EmployeeRow, ExceptionRow, QuestionRow } from '../store/collections.ts';
import type { StoreOp } from '../store/port.ts';
import { allRows } from '../store/scan.ts';
import { departmentAmong } from './access.ts';

/** One of the two, with everything the judgement stands on. */
export interface Side {
  readonly person: string;
  readonly heads: readonly EmployeeRow[];
  readonly accounts: readonly AccountRow[];
}

/** What becomes of the accounts of both. */
export interface Moves {
  /** Accounts of the one who is joined that go over. */
  readonly moved: readonly AccountRow[];
  /** Accounts that are off and nobody's from now on. */
  readonly dropped: readonly AccountRow[];
}

/** Everything of `from` becomes `into`'s, or ends. Reads; the caller writes. */
export async function joiningOps(session: Session, from: Side, into: Side, moves: Moves): Promise<StoreOp[]> {
  const standing = await standingOps(session, from, into);
  return [
    ...headOps(from, into),
    ...accountOps(from, into, moves),
    ...(await openAccessOps(session, from, into, moves)),
    ...(await exceptionOps(session, from, into)),
    ...(await decidedOps(session, from.person, into.person)),
    ...standing,
    ...(await turnOps(session, from, into, moves)),
    ...(await questionOps(session, from.person, into.person)),
    ...(await claimOps(session, from.person)),
    ...(await allRows(session, 'failure', { index: 'person', equals: [from.person] })).map(
      ({ id }): StoreOp => ({ op: 'delete', in: 'failure', key: [id] }),
    ),
    ...(await unfinishedPlanOps(session, from.person)),
    { op: 'delete', in: 'recheck', key: [from.person] },
    { op: 'put', in: 'recheck', row: { person: into.person } },
  ];
}

/** No head of theirs is settled: the next plan looks at all of them. The seat of either is the person's. */
function headOps(from: Side, into: Side): StoreOp[] {
  const own = (side: Side) => side.heads.find(({ id }) => id === side.person)?.activation ?? null;
  const activation = own(from) === 'managed' ? 'managed' : own(into);
  const head = ({ id, person }: EmployeeRow): StoreOp => ({
    op: 'update',
    in: 'employee',
    key: [id],
    set: { person: into.person, settled: null, activation: id === into.person ? activation : null },
    when: { person },
  });
  const employees = [...into.heads, ...from.heads].map(({ id }) => id);
  return [
    ...[...into.heads, ...from.heads].map(head),
    { op: 'delete', in: 'person', key: [from.person] },
    { op: 'put', in: 'person', row: { id: into.person, employees } },
  ];
}

function accountOps(from: Side, into: Side, { moved, dropped }: Moves): StoreOp[] {
  return [
    ...[...from.accounts, ...dropped].map(({ target, person }): StoreOp => ({ op: 'delete', in: 'account', key: [target, person] })),
    ...moved.map((row): StoreOp => ({ op: 'put', in: 'account', row: { ...row, person: into.person } })),
  ];
}

/** Since when something is on that should be off does not begin anew. */
async function openAccessOps(session: Session, from: Side, into: Side, { moved }: Moves): Promise<StoreOp[]> {
  const rows = await allRows(session, 'openAccess', { equals: [from.person] });
  const over = rows.filter(({ accountId }) => moved.some((row) => row.accountId === accountId));
  return [
    { op: 'delete', in: 'openAccess', key: [from.person] },
    ...over.map((row): StoreOp => ({ op: 'put', in: 'openAccess', row: { ...row, person: into.person } })),
  ];
}

/**
 * What was given or taken for either holds for both; what was taken counts more than what was given, and of two of a kind the
 * one that lasts longer, or takes longer. Being joined is no move: what ends with one goes on from where the person is now.
 */
async function exceptionOps(session: Session, from: Side, into: Side): Promise<StoreOp[]> {
  const department = await departmentAmong(session, [...into.heads, ...from.heads]);
  const rebased = async ({ heads, person }: Side): Promise<ExceptionRow[]> => {
    const rows = await allRows(session, 'exception', { equals: [person] });
    const before = await departmentAmong(session, heads);
    return rows.map((row) => (row.untilMoveFrom === before ? { ...row, untilMoveFrom: department } : row));
  };
  const merged = new Map<string, ExceptionRow>();
  for (const row of [...(await rebased(into)), ...(await rebased(from))]) {
    const other = merged.get(row.target);
    if (other === undefined || outweighs(row, other)) merged.set(row.target, row);
  }
  return [
    { op: 'delete', in: 'exception', key: [from.person] },
    ...[...merged.values()].map((row): StoreOp => ({ op: 'put', in: 'exception', row: { ...row, person: into.person } })),
  ];
}

function outweighs(one: ExceptionRow, other: ExceptionRow): boolean {
  if (one.kind !== other.kind) return one.kind === 'revoke';
  const [a, b] = [one, other].map(({ until }) => until ?? Number.POSITIVE_INFINITY) as [number, number];
  if (a !== b) return a > b;
  return one.untilMoveFrom === null && other.untilMoveFrom !== null;
}

/** A protection of either is one of the person; what was said about being managed is the same for both, or was refused. */
async function decidedOps({ store, tenant }: Session, from: string, into: string): Promise<StoreOp[]> {
  const [protection] = await store.get(tenant, 'protection', [[personProtection(from)]]);
  const [activation] = await store.get(tenant, 'activation', [[from]]);
  return [
    { op: 'delete', in: 'protection', key: [personProtection(from)] },
    { op: 'delete', in: 'activation', key: [from] },
    ...(protection === undefined
      ? []
      : [{ op: 'insert-if-absent', in: 'protection', row: { ...protection, id: personProtection(into) } } as const]),
    ...(activation === undefined ? [] : [{ op: 'insert-if-absent', in: 'activation', row: { ...activation, person: into } } as const]),
  ];
}

/** Grace that has begun goes on; an address made for one stays where the other has none, and nobody else is given it. */
async function standingOps({ store, tenant, digest }: Session, from: Side, into: Side): Promise<StoreOp[]> {
  const [theirs, own] = await store.get(tenant, 'standing', [[from.person], [into.person]]);
  if (theirs === undefined) return [];
  const { address, addressFrom } = own?.address == null ? theirs : own;
  const losing = { ...theirs.losing, ...own?.losing };
  const row = { person: into.person, losing, address, addressFrom, returning: own?.returning === true || theirs.returning };
  const hashes = identityHashes(digest, { employeeNumber: null, workEmails: [theirs.address] });
  return [
    { op: 'delete', in: 'standing', key: [from.person] },
    { op: 'put', in: 'standing', row },
    ...hashes.map((hash): StoreOp => ({ op: 'put', in: 'identity', row: { hash, person: into.person } })),
  ];
}

/** How often an account turned goes with the account. */
async function turnOps(session: Session, from: Side, into: Side, { moved }: Moves): Promise<StoreOp[]> {
  const rows = (await allRows(session, 'turn', { equals: [from.person] })).filter((row) =>
    moved.some(({ target }) => target === row.target),
  );
  return [
    { op: 'delete', in: 'turn', key: [from.person] },
    ...rows.map((row): StoreOp => ({ op: 'put', in: 'turn', row: { ...row, person: into.person } })),
  ];
}

/** Where an employment is that HR does not list is asked and answered by employment; everything else is asked anew. */
async function questionOps(session: Session, from: string, into: string): Promise<StoreOp[]> {
  const rows = await allRows(session, 'question', { index: 'subject', equals: [from] });
  return rows.map(
    (row: QuestionRow): StoreOp =>
      row.kind === 'absence'
        ? { op: 'update', in: 'question', key: [row.id], set: { subject: into } }
        : { op: 'delete', in: 'question', key: [row.id] },
  );
}

async function claimOps(session: Session, from: string): Promise<StoreOp[]> {
  const rows = (await allRows(session, 'claim', {})).filter(({ person }) => person === from);
  return rows.map(({ target, accountId, person }) => ({ op: 'delete', in: 'claim', key: [target, accountId, person] }));
}

/** What a plan that is being made has found about them by now. */
async function unfinishedPlanOps(session: Session, from: string): Promise<StoreOp[]> {
  const building = await readSetting<string>(session, 'building');
  return building === undefined ? [] : [{ op: 'delete', in: 'planPart', key: [building, from] }];
}

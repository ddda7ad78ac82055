// Every row that is about one person, as steps that delete it or blank what leads to them.

import { partDeletion } from '../read/held.ts';
import { unlistOps } from '../read/inventory.ts';
import type { Session } from '../read/session.ts';
import type { SubjectRow } from '../store/collections.ts';
import type { CollectionName, Row, ScanQuery, StoreOp } from '../store/port.ts';
import { scanAll } from '../store/scan.ts';
import type { Remains } from './refusals.ts';

/** Heads, the person and the audit subject stay for the last commit: until then a second call finds the person again. */
export async function deletionsOf(session: Session, remains: Remains, subject: SubjectRow | undefined): Promise<StoreOp[]> {
  const { person, heads } = remains;
  const protections = [`person/${person}`, ...remains.accounts.map(({ target, accountId }) => `account/${target}/${accountId}`)];
  return [
    ...heads.map(({ seq }): StoreOp => ({ op: 'delete', in: 'record', key: [seq] })),
    { op: 'delete', in: 'standing', key: [person] },
    { op: 'delete', in: 'turn', key: [person] },
    { op: 'delete', in: 'openAccess', key: [person] },
    { op: 'delete', in: 'exception', key: [person] },
    { op: 'delete', in: 'activation', key: [person] },
    { op: 'delete', in: 'recheck', key: [person] },
    ...[person, ...heads.map(({ id }) => id)].map((id): StoreOp => ({ op: 'delete', in: 'recall', key: [id] })),
    ...protections.map((id): StoreOp => ({ op: 'delete', in: 'protection', key: [id] })),
    ...(await accountRows(session, remains)),
    ...(await rowsWhere(session, 'identity', {}, (row) => (row.person === person ? [row.hash] : undefined))),
    ...(await rowsWhere(session, 'claim', {}, (row) => (row.person === person ? [row.target, row.accountId, person] : undefined))),
    ...(await rowsWhere(session, 'manualTask', {}, (row) => (row.person === person ? [row.target, person, row.kind] : undefined))),
    ...(await rowsWhere(session, 'event', { index: 'subject', equals: [person] }, ({ seq }) => [seq])),
    ...(await questionRows(session, remains)),
    ...(await planRows(session, person)),
    ...(await heldRows(session, person)),
    ...(await rowsWhere(session, 'passed', { index: 'person', equals: [person] }, (row) => [row.target, row.class, person])),
    ...(await taskRows(session, person)),
    ...(await rowsWhere(session, 'failure', { index: 'person', equals: [person] }, ({ id }) => [id])),
    ...(await inboxRows(session, remains)),
    ...(subject === undefined ? [] : await auditRows(session, subject)),
  ];
}

async function rowsWhere<Name extends CollectionName>(
  { store, tenant }: Session,
  collection: Name,
  query: Omit<ScanQuery<Name>, 'limit'>,
  keyOf: (row: Row<Name>) => readonly (string | number)[] | undefined,
): Promise<StoreOp[]> {
  const ops: StoreOp[] = [];
  for await (const rows of scanAll(store, tenant, collection, { ...query, limit: 2_000 })) {
    for (const row of rows) {
      const key = keyOf(row);
      if (key !== undefined) ops.push({ op: 'delete', in: collection, key } as StoreOp);
    }
  }
  return ops;
}

/** Their accounts, and what the last reading of a target said about them. */
async function accountRows(session: Session, { accounts }: Remains): Promise<StoreOp[]> {
  const ops: StoreOp[] = [];
  for (const { target, accountId, person } of accounts) {
    const listed = await session.store.get(session.tenant, 'inventory', [[target, accountId]]);
    ops.push(
      { op: 'delete', in: 'account', key: [target, person] },
      { op: 'delete', in: 'member', key: [target, accountId] },
      { op: 'delete', in: 'drift', key: [target, accountId] },
      ...(await unlistOps(
        session,
        target,
        listed.filter((row) => row !== undefined),
      )),
    );
  }
  return ops;
}

async function questionRows(session: Session, { person, heads }: Remains): Promise<StoreOp[]> {
  const subjects = [...new Set([person, ...heads.map(({ id }) => id)])];
  const found = await Promise.all(
    subjects.map((subject) => rowsWhere(session, 'question', { index: 'subject', equals: [subject] }, ({ id }) => [id])),
  );
  return found.flat();
}

/** A plan that names them goes whole: with a row less it would not be the plan of its hash any more. */
async function planRows({ store, tenant }: Session, person: string): Promise<StoreOp[]> {
  const ops: StoreOp[] = [];
  for await (const plans of scanAll(store, tenant, 'plan', { columns: ['hash', 'build'] })) {
    const keys = plans.map(({ build }) => [build, person]);
    const parts = await store.get(tenant, 'planPart', keys, ['build']);
    for (const [index, { hash, build }] of plans.entries()) {
      if (parts[index] === undefined) continue;
      ops.push({ op: 'delete', in: 'plan', key: [hash] }, { op: 'delete', in: 'planPart', key: [build] });
    }
  }
  return ops;
}

/** A held part that names them goes whole, as plans do. */
async function heldRows(session: Session, person: string): Promise<StoreOp[]> {
  const parts = new Set<string>();
  for await (const rows of scanAll(session.store, session.tenant, 'heldChange', { index: 'person', equals: [person], columns: ['part'] }))
    for (const { part } of rows) parts.add(part);
  const ops = await Promise.all([...parts].map((part) => partDeletion(session, part)));
  return ops.flat();
}

async function taskRows(session: Session, person: string): Promise<StoreOp[]> {
  const ops: StoreOp[] = [];
  for await (const tasks of scanAll(session.store, session.tenant, 'task', { index: 'person', equals: [person], columns: ['id'] })) {
    for (const { id } of tasks) {
      ops.push(...(await rowsWhere(session, 'journal', { index: 'task', equals: [id] }, ({ seq }) => [seq])));
      ops.push({ op: 'delete', in: 'task', key: [id] });
    }
  }
  return ops;
}

/** What was left in the inbox about them and has been taken. */
function inboxRows(session: Session, { person, heads }: Remains): Promise<StoreOp[]> {
  const ids = new Set([person, ...heads.map(({ id }) => id)]);
  return rowsWhere(session, 'inbox', { index: 'state', equals: ['taken'] }, ({ seq, data }) => (names(data, ids) ? [seq] : undefined));
}

function names(data: unknown, ids: ReadonlySet<string>): boolean {
  if (typeof data === 'string') return ids.has(data);
  return typeof data === 'object' && data !== null && Object.values(data).some((value) => names(value, ids));
}

async function auditRows({ store, tenant }: Session, { subject }: SubjectRow): Promise<StoreOp[]> {
  const ops: StoreOp[] = [];
  for await (const rows of scanAll(store, tenant, 'audit', { index: 'subject', equals: [subject], columns: ['seq'] }))
    for (const { seq } of rows) ops.push({ op: 'update', in: 'audit', key: [seq], set: { detail: null } });
  return ops;
}

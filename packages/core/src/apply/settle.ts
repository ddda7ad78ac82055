// The commits around a write: intent before it, outcome after it. Each is one atomic step of the store.
import type { AuditEntry } from '../audit/entry.ts';
import { commitAudited } from '../audit/record.ts';
import type { Change } from '../plan/change.ts';
import { notPassedOps } from '../read/passed.ts';
import type { Session } from '../read/session.ts';
import { turnOps } from '../read/turns.ts';
import type { AccountRow, TaskRow } from '../store/collections.ts';
import type { StoreOp } from '../store/port.ts';
import { scanAll } from '../store/scan.ts';
import { failureOps } from './dead-letters.ts';
import type { ChangeOutcome, SettledChange } from './outcome.ts';

/** Takes a ready task and writes down what is about to be done. False: somebody else has it. */
export async function claim({ store, tenant, context }: Session, task: TaskRow): Promise<boolean> {
  const result = await store.commit(tenant, [
    { op: 'update', in: 'task', key: [task.id], set: { state: 'running', attempts: task.attempts + 1 }, when: { state: 'ready' } },
    journal(task, 'intent', context.now(), { attempt: task.attempts + 1 }),
  ]);
  return result.applied;
}

/** What a task that goes back to the queue is told on its way. */
export interface PutBack {
  readonly delayMs: number;
  readonly because: string;
  /** True when the try may have taken effect without our knowing. */
  readonly blind: boolean;
}

/** Puts a task back for a later try. */
export async function putBack({ store, tenant, context }: Session, task: TaskRow, { delayMs, because, blind }: PutBack): Promise<void> {
  const notBefore = context.now() + delayMs;
  await store.commit(tenant, [
    { op: 'update', in: 'task', key: [task.id], set: { state: 'ready', notBefore, blind: blind || task.blind } },
    journal(task, 'retry', context.now(), { because, notBefore }),
  ]);
}

/** Ends a task: outcome, ledger and the tasks that stood on it, in one commit. Returns the tasks that were given up with it. */
export async function settle(session: Session, task: TaskRow, settled: SettledChange, account?: AccountRow): Promise<readonly TaskRow[]> {
  const ops = [...endOps(session, task, settled), ...(await failureOps(session, task, settled))];
  if (account !== undefined) ops.push(ledgerOp(account), ...listingOps(account));
  if (happened.has(settled.outcome)) ops.push(...(await turnOps(session, task.change as Change)));
  const goesOn = settled.outcome === 'applied' || settled.outcome === 'unchanged' || settled.outcome === 'pending';
  const followers = task.leads ? await followersOf(session, task) : [];
  if (goesOn) {
    for (const follower of followers) ops.push({ op: 'update', in: 'task', key: [follower.id], set: { state: 'ready' } });
    await commitAudited(session, ops, auditOf(task, settled, account));
    countEnded(session, task, settled);
    return [];
  }
  const given = await allFollowers(session, followers);
  const skipped: SettledChange = { outcome: 'skipped', because: `the change before it was ${settled.outcome}` };
  for (const follower of given) ops.push(...endOps(session, follower, skipped));
  await commitAudited(session, ops, auditOf(task, settled, account));
  countEnded(session, task, settled);
  for (const follower of given) countEnded(session, follower, skipped);
  return given;
}

function countEnded({ telemetry, tenant }: Session, { target, change }: TaskRow, { outcome, code }: SettledChange): void {
  telemetry.add('tenure.changes', { tenant, target, class: (change as Change).class, outcome, code });
}

/** What was sent to a target is in the audit trail; a change that was skipped was not sent. */
function auditOf(task: TaskRow, { outcome, code, because, seen, notes }: SettledChange, account?: AccountRow): AuditEntry[] {
  if (outcome === 'skipped') return [];
  const { kind, class: of, attributes, groups, ...change } = task.change as Change;
  const accountId = account?.accountId ?? change.accountId;
  const { run, plan, target } = task;
  return [
    {
      kind: 'write',
      person: task.person,
      facts: { target, change: kind, class: of, outcome, code, seen, run, plan, attributes },
      detail: { accountId, groups: groups?.map(({ id }) => id), because, notes },
    },
  ];
}

const happened: ReadonlySet<ChangeOutcome> = new Set(['applied', 'pending', 'unknown']);
const undone: ReadonlySet<ChangeOutcome> = new Set(['unchanged', 'skipped', 'failed']);

/** The steps that end a task, without its followers. */
export function endOps({ context }: Pick<Session, 'context'>, task: TaskRow, settled: SettledChange): StoreOp[] {
  return [
    { op: 'update', in: 'task', key: [task.id], set: { state: 'settled', outcome: settled } },
    journal(task, 'outcome', context.now(), settled),
    ...(task.counted && undone.has(settled.outcome) ? notPassedOps(task.change as Change) : []),
  ];
}

/** Whoever stands on these tasks, directly or not. Chains are short: an adoption, an enabling, what follows. */
async function allFollowers(session: Session, followers: readonly TaskRow[]): Promise<TaskRow[]> {
  const all: TaskRow[] = [...followers];
  for (const follower of all) if (follower.leads) all.push(...(await followersOf(session, follower)));
  return all;
}

/** The ledger holds what is there: an account that is gone is nobody's. The journal keeps that it was. */
function ledgerOp(row: AccountRow): StoreOp {
  return row.state === 'gone' ? { op: 'delete', in: 'account', key: [row.target, row.person] } : { op: 'put', in: 'account', row };
}

/** Nobody lays claim any more to an account that is somebody's, and one that is gone is not listed any more. */
function listingOps({ target, accountId, state }: AccountRow): StoreOp[] {
  const claims: StoreOp = { op: 'delete', in: 'claim', key: [target, accountId] };
  return state === 'gone' ? [claims, { op: 'delete', in: 'inventory', key: [target, accountId] }] : [claims];
}

async function followersOf({ store, tenant }: Session, task: TaskRow): Promise<TaskRow[]> {
  const followers: TaskRow[] = [];
  for await (const rows of scanAll(store, tenant, 'task', { index: 'after', equals: [task.id] })) {
    followers.push(...rows.filter(({ state }) => state === 'waiting'));
  }
  return followers;
}

function journal(task: TaskRow, step: 'intent' | 'outcome' | 'retry', at: number, data: unknown): StoreOp {
  return { op: 'append', in: 'journal', row: { task: task.id, run: task.run, step, at, data } };
}

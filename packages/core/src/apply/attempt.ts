// One try at one task: check that it is still wanted, claim it, do it, settle it, or decide what an error means.
import { askAbout, rememberProtected } from '../ask/refused.ts';
import { type AnyTenureError, type ErrorCode, isTenureError, TenureError } from '../connector/errors.ts';
import type { Account } from '../model/account.ts';
import type { Person } from '../model/person.ts';
import type { Change } from '../plan/change.ts';
import { keysOf, ownerOf } from '../read/candidates.ts';
import { type Attachment, rememberAccounts } from '../read/inventory.ts';
import { matchHashes } from '../read/ledger.ts';
import { isRefusedName } from '../read/refused-names.ts';
import type { DecidingSession } from '../read/session.ts';
import { readSetting, settingOp } from '../read/session.ts';
import type { AccountRow, TaskRow } from '../store/collections.ts';
import { confirm } from './confirm.ts';
import { findObstacles } from './looking.ts';
import type { OnRunEvent, SettledChange } from './outcome.ts';
import { type Performed, perform } from './perform.ts';
import { createdBefore, readBack, triedBefore } from './read-back.ts';
import { claim, type PutBack, putBack, settle } from './settle.ts';
import { type Work, writeContext } from './work.ts';

/** How often a change is tried before it counts as failed; waiting for a rate limit is not a try. */
const mostAttempts = 5;

/** A process that ends in the middle says nothing about the change; one that ends every process must not go on for ever. */
const mostInterruptions = 100;

export type Attempt =
  | { readonly kind: 'settled'; readonly settled: SettledChange; readonly given: readonly TaskRow[] }
  | { readonly kind: 'delayed'; readonly code: ErrorCode | null }
  | { readonly kind: 'not-ours' }
  /** The target refuses us altogether: nothing more is sent to it in this run. */
  | { readonly kind: 'target-stopped'; readonly code: ErrorCode };

export async function attempt(session: DecidingSession, work: Work, emit: OnRunEvent): Promise<Attempt> {
  const { task, change } = work;
  const stale = staleness(work);
  if (stale !== undefined) return settled(session, task, stale);
  if (!(await claim(session, task))) return { kind: 'not-ours' };
  emit({ type: 'change-started', run: task.run, change });
  try {
    await session.holdLease();
    const context = writeContext(session, task);
    const result = await perform(session, work, context);
    if ('obstacle' in result) return await obstructed(session, work, result.obstacle);
    if ('overtaken' in result) return await settled(session, task, { outcome: 'skipped', because: result.overtaken }, result.account);
    const confirmed = await confirm(work, result, context);
    return await settled(session, task, settledAs(confirmed), confirmed.account);
  } catch (error) {
    return await afterError(session, work, error, emit);
  }
}

/** What an interrupted try left behind: read back before anything else. */
export async function resume(session: DecidingSession, work: Work, emit: OnRunEvent): Promise<Attempt> {
  try {
    return await afterLostAnswer(session, work, emit, { because: 'interrupted', code: null, interrupted: true });
  } catch (error) {
    return await afterError(session, work, error, emit);
  }
}

function staleness({ change, wantedNow, account }: Work): SettledChange | undefined {
  if (wantedNow === undefined) {
    return isSo(change, account) ? { outcome: 'unchanged' } : { outcome: 'skipped', because: 'it is not wanted any more' };
  }
  return wantedNow.payloadHash === change.payloadHash
    ? undefined
    : { outcome: 'skipped', because: 'what it would write has changed; plan again' };
}

/** True when the ledger already shows what the change is for. */
function isSo(change: Change, account: AccountRow | undefined): boolean {
  if (change.class === 'create' || change.class === 'adopt' || change.class === 'link')
    return account !== undefined && account.state !== 'gone';
  if (account === undefined) return false;
  if (change.class === 'disable') return account.state === 'disabled' || account.state === 'gone';
  if (change.class === 'delete') return account.state === 'gone';
  if (change.class === 'enable' || change.class === 'reactivate') return account.state !== 'disabled' && !account.staged;
  const group = change.groups?.[0]?.id ?? '';
  if (change.class === 'group-add') return account.groups[group] !== undefined;
  if (change.class === 'group-removal') return account.groups[group] === undefined;
  return account.state !== 'gone';
}

const outcomeOf = (outcome: 'changed' | 'unchanged' | 'pending'): SettledChange['outcome'] => (outcome === 'changed' ? 'applied' : outcome);

function settledAs({ outcome, seen, notes = [] }: Performed): SettledChange {
  return { outcome: outcomeOf(outcome), ...(seen === undefined ? {} : { seen }), ...(notes.length === 0 ? {} : { notes }) };
}

async function settled(session: DecidingSession, task: TaskRow, result: SettledChange, account?: AccountRow): Promise<Attempt> {
  return { kind: 'settled', settled: result, given: await settle(session, task, result, account) };
}

/** An account was there already: an earlier try's, or one that is remembered so that the next plan proposes to take it on. */
async function obstructed(session: DecidingSession, work: Work, accounts: readonly Account[]): Promise<Attempt> {
  const { task, target } = work;
  const mayBeOurs = task.blind || (await triedBefore(session, work)) !== undefined;
  const own = mayBeOurs ? await createdBefore(session, work, accounts) : undefined;
  if (own !== undefined) return settled(session, task, { outcome: 'applied' }, own);
  if (!accounts.some((account) => carriesKeyOf(session, work.person, account)))
    return failed(session, work, strangersInTheWay(work, accounts));
  const owners = await Promise.all(accounts.map(({ id }) => ownerOf(session, target.id, id)));
  const name = `attached:${target.id}`;
  const known = await readSetting<Attachment>(session, name);
  await rememberAccounts(session, target.id, accounts, known?.reading ?? 1);
  const count = (known?.accounts ?? 0) + accounts.length;
  await session.store.commit(session.tenant, [
    settingOp(name, { at: session.calendar.now, ...known, accounts: count } satisfies Attachment),
  ]);
  const taken = owners.every((owner) => owner !== undefined && owner !== task.person);
  const because = taken
    ? `the account with this person’s keys is that of ${owners.join(', ')}, who has to give them up first`
    : 'an account with this person’s keys exists; the next plan proposes to adopt it';
  return settled(session, task, { outcome: 'skipped', because });
}

/** Whether the next plan would know the account for one that may be this person's. */
function carriesKeyOf({ digest }: DecidingSession, person: Person, account: Account): boolean {
  const own = matchHashes(digest, keysOf(person));
  return matchHashes(digest, account).some((hash) => own.includes(hash));
}

/** The target takes two names for the same that we do not, `zoë` and `zoe`: no plan would propose anything. */
function strangersInTheWay({ target, change }: Work, accounts: readonly Account[]): AnyTenureError {
  const fact = 'accounts stand in the way that carry none of this person’s keys as HR spells them';
  const accountIds = accounts.map(({ id }) => id);
  return new TenureError('CONNECTOR_CONFLICT', { system: target.id, verb: change.kind, fact, details: { accountIds } });
}

async function afterError(session: DecidingSession, work: Work, error: unknown, emit: OnRunEvent): Promise<Attempt> {
  try {
    return await judge(session, work, error, emit);
  } catch (second) {
    return await afterBlindLook(session, work, second, emit);
  }
}

/** Looking what became of a try has failed too: the verbs are safe to repeat, so the try is, as long as there are some left. */
async function afterBlindLook(session: DecidingSession, work: Work, error: unknown, emit: OnRunEvent): Promise<Attempt> {
  const { task, target } = work;
  if (session.context.signal.aborted || (isTenureError(error) && error.code.startsWith('STORE_'))) throw error;
  if (!isTenureError(error)) return settled(session, task, { ...unexpected(work, error), outcome: 'unknown' });
  if (error.code === 'CONNECTOR_UNAUTHENTICATED') return targetStopped(session, task, error.code, true);
  if (mayTryAgain(task, error))
    return delayed(session, work, { delayMs: delayOf(task, error), because: error.message, blind: true }, error.code, emit);
  const because = `${target.id} does not show what became of it: ${error.message}. ${error.hint}`;
  return settled(session, task, { outcome: 'unknown', code: error.code, because });
}

async function targetStopped(session: DecidingSession, task: TaskRow, code: ErrorCode, blind = false): Promise<Attempt> {
  await putBack(session, task, { delayMs: 0, because: code, blind });
  return { kind: 'target-stopped', code };
}

async function judge(session: DecidingSession, work: Work, error: unknown, emit: OnRunEvent): Promise<Attempt> {
  if (session.context.signal.aborted) throw error;
  const { task } = work;
  if (!isTenureError(error)) return settled(session, task, unexpected(work, error));
  if (error.code.startsWith('STORE_')) throw error;
  if (error.code === 'CONNECTOR_UNAUTHENTICATED') return targetStopped(session, task, error.code);
  if (error.code === 'CONNECTOR_CONFLICT' && work.change.class === 'create') return afterConflict(session, work, error, emit);
  // The target was asked and goes on showing the old state: the next plan cuts again, and whoever is on stays in sight.
  if (error.code === 'CONNECTOR_NOT_EFFECTIVE' && work.change.class !== 'create')
    return settled(session, task, { outcome: 'failed', code: error.code, because: `${error.message}. ${error.hint}` });
  // An answer that could not be read is a lost one: what it answered to may have happened.
  if (error.retry === 'read-first' || error.code === 'CONNECTOR_RESPONSE_UNREADABLE')
    return afterLostAnswer(session, work, emit, { because: error.message, code: error.code, interrupted: false });
  if (error.retry === 'after-delay' && mayTryAgain(task, error))
    return delayed(session, work, { delayMs: delayOf(task, error), because: error.message, blind: false }, error.code, emit);
  if (error.code === 'CONNECTOR_PROTECTED_ACCOUNT') await rememberProtected(session, work.person, work.change, error.details.because);
  return failed(session, work, error);
}

async function failed(session: DecidingSession, { task, change, person }: Work, { code, message, hint }: AnyTenureError): Promise<Attempt> {
  // What was refused now may have been made by an earlier try whose answer was lost.
  const outcome = task.blind && change.class === 'create' ? 'unknown' : 'failed';
  const ended = await settled(session, task, { outcome, code, because: `${message}. ${hint}` });
  if (isRefusedName({ change, code })) await askAbout(session, person);
  return ended;
}

/** A fault of the connector's own code. Its message may hold anything, so only its kind is kept. */
function unexpected({ target }: Work, error: unknown): SettledChange {
  const kind = error instanceof Error ? error.name : typeof error;
  return {
    outcome: 'failed',
    code: 'CONTRACT_ANSWER_DIFFERS',
    because: `${target.id}: the connector threw a ${kind} that is no TenureError`,
  };
}

async function afterConflict(session: DecidingSession, work: Work, error: AnyTenureError, emit: OnRunEvent): Promise<Attempt> {
  const { task } = work;
  const answer = await findObstacles(work, writeContext(session, task));
  if (answer.kind === 'found') return obstructed(session, work, answer.accounts);
  // Whoever had the name may have given it up as we looked: asked once more before anybody is.
  if (answer.kind === 'absent' && task.attempts === 0)
    return delayed(session, work, { delayMs: backOff(task), because: error.message, blind: false }, error.code, emit);
  return failed(session, work, error);
}

interface LostAnswer {
  readonly because: string;
  readonly code: ErrorCode | null;
  /** The process ended, not the call: nothing speaks against trying again at once. */
  readonly interrupted: boolean;
}

/** A user whose creation broke off may stand there waiting: whoever was to be let in by it is let in now. Safe to repeat. */
async function letIn(session: DecidingSession, { change, target, task }: Work, performed: Performed): Promise<Performed> {
  const { account } = performed;
  if (change.class !== 'create' || change.state !== 'active' || !account.staged || !('users' in target)) return performed;
  const { outcome } = await target.users.enable({ accountId: account.accountId }, writeContext(session, task));
  return { ...performed, outcome: outcome === 'pending' ? 'pending' : performed.outcome, account: { ...account, staged: false } };
}

async function afterLostAnswer(session: DecidingSession, work: Work, emit: OnRunEvent, lost: LostAnswer): Promise<Attempt> {
  const { because, code, interrupted } = lost;
  const { task } = work;
  const back = await readBack(session, work, writeContext(session, task));
  if (back.found === 'done') {
    const done = await letIn(session, work, back.performed);
    return settled(session, task, settledAs(done), done.account);
  }
  if (back.found === 'others') return obstructed(session, work, back.accounts);
  // Only the end of a process brings a task here that was counted already.
  const tries = interrupted ? task.attempts : task.attempts + 1;
  if (tries < (interrupted ? mostInterruptions : mostAttempts))
    return delayed(session, work, { delayMs: interrupted ? 0 : backOff(task), because, blind: true }, code, emit);
  const outcome = back.found === 'not-done' ? 'failed' : 'unknown';
  return settled(session, task, { outcome, ...(code === null ? {} : { code }), because });
}

/** Longer than this a run does not wait for one change: it comes back with the next plan. */
const longestDelayMs = 15 * 60_000;

async function delayed(session: DecidingSession, work: Work, how: PutBack, code: ErrorCode | null, emit: OnRunEvent): Promise<Attempt> {
  const { delayMs } = how;
  if (delayMs > longestDelayMs) {
    const because = `${how.because}. It asks to wait for ${Math.ceil(delayMs / 60_000)} minutes; the next plan takes it up.`;
    return settled(session, work.task, { outcome: how.blind ? 'unknown' : 'failed', ...(code === null ? {} : { code }), because });
  }
  await putBack(session, work.task, how);
  emit({ type: 'change-delayed', run: work.task.run, change: work.change, code, delayMs });
  return { kind: 'delayed', code };
}

function mayTryAgain(task: TaskRow, error: AnyTenureError): boolean {
  return task.attempts + 1 < (error.code === 'CONNECTOR_RATE_LIMITED' ? mostAttempts * 20 : mostAttempts);
}

function delayOf(task: TaskRow, error: AnyTenureError): number {
  const asked = error.code === 'CONNECTOR_RATE_LIMITED' || error.code === 'CONNECTOR_UNAVAILABLE' ? error.details.retryAfterMs : undefined;
  return asked ?? backOff(task);
}

/** 1 s, 4 s, 16 s, 64 s: the vendor's own fast retries have been used up in the connector. */
const backOff = (task: TaskRow): number => 1_000 * 4 ** Math.min(task.attempts, 3);

// Each kind of change as calls to one target, and what the ledger holds afterwards. Nothing here retries or decides.
import type { WriteContext } from '../connector/context.ts';
import { TenureError } from '../connector/errors.ts';
import type { AppProvisioner, DisableMode, IdentityProvider, Target, WriteAnswer, WriteOutcome } from '../connector/target.ts';
import { type Account, type AccountProfile, attributesIn } from '../model/account.ts';
import type { ChangeKind } from '../plan/change.ts';
import { hasLeft } from '../plan/desired.ts';
import { attributeHash, withoutNulls } from '../plan/profile.ts';
import { canShow, groupsOfAccount } from '../read/account.ts';
import { forgetAccount } from '../read/inventory.ts';
import type { DecidingSession } from '../read/session.ts';
import type { AccountRow } from '../store/collections.ts';
import { lastWrite } from '../tell/last-write.ts';
import { isStillTheirs, readForAdoption } from './adopting.ts';
import { findObstacles } from './looking.ts';
import type { Work } from './work.ts';

export interface Performed extends WriteAnswer {
  /** The ledger's row as it is now. */
  readonly account: AccountRow;
}

/** An account that stood in the way of a creation: to be matched by the next plan. */
export interface Obstacle {
  readonly obstacle: readonly Account[];
}

/** What the target shows by now speaks against the change: nothing was done. */
export interface Overtaken {
  readonly overtaken: string;
  /** The ledger's row, where it has to say so from now on. */
  readonly account?: AccountRow | undefined;
}

type Performer = (session: DecidingSession, work: Work, context: WriteContext) => Promise<Performed | Obstacle | Overtaken>;

/** Does one change. Throws what the connector throws; then the ledger is as it was. */
export async function perform(session: DecidingSession, work: Work, context: WriteContext): Promise<Performed | Obstacle | Overtaken> {
  const result = await performers[work.change.kind](session, work, context);
  if ('outcome' in result) checkAnswer(work, result);
  return result;
}

const outcomes: ReadonlySet<unknown> = new Set<WriteOutcome>(['changed', 'unchanged', 'pending']);
const states: ReadonlySet<unknown> = new Set<Account['state']>(['active', 'pending', 'disabled', 'gone', 'unknown']);

/** An answer the contract does not know tells nothing about what happened: it is as good as lost. */
function checkAnswer({ target, change }: Work, { outcome, account }: Performed): void {
  const known = outcomes.has(outcome) && states.has(account.state) && typeof account.accountId === 'string' && account.accountId !== '';
  if (known) return;
  const facts = { system: target.id, verb: change.kind, fact: 'the connector answered what its contract does not know', details: {} };
  throw new TenureError('CONNECTOR_OUTCOME_UNKNOWN', facts);
}

const performers: Readonly<Record<ChangeKind, Performer>> = {
  'user.create': async (session, work, context) => {
    const { users } = identityOf(work.target);
    const groups = (work.change.groups ?? []).map(({ id }) => id);
    const staged = work.change.state === 'staged';
    const profile = withoutNulls(work.profile);
    const answer = await users.create({ profile, groups, state: staged ? 'staged' : 'active' }, context);
    const added = Object.fromEntries(groups.map((id) => [id, 'added' as const]));
    return { ...told(answer), account: { ...newRow(session, work, answer.account, profile), groups: added, staged } };
  },
  'account.create': async (session, work, context) => {
    const { accounts } = appOf(work.target);
    const profile = withoutNulls(work.profile);
    // Most applications give no promise about uniqueness: look first, and never create beside an account that exists.
    const found = await findObstacles(work, context);
    if (found.kind === 'found') return { obstacle: found.accounts };
    const answer = await accounts.create({ profile }, context);
    return { ...told(answer), account: newRow(session, work, answer.account, profile) };
  },
  'user.adopt': adopt,
  'account.adopt': adopt,
  'user.update': update,
  'account.update': update,
  'user.enable': enable,
  'account.enable': enable,
  'user.disable': async (session, work, context) => {
    const row = rowOf(work);
    const request = { accountId: row.accountId, mode: work.change.mode ?? 'deactivate' };
    const answer = await identityOf(work.target).users.disable(request, context);
    return { ...told(answer), account: switchedOff(session, work, row, await offBefore(session, work, answer)) };
  },
  'account.disable': async (session, work, context) => {
    const row = rowOf(work);
    const disable = verbOf(work, appOf(work.target).accounts.disable?.bind(appOf(work.target).accounts));
    const answer = await disable({ accountId: row.accountId }, context);
    return { ...told(answer), account: switchedOff(session, work, row, await offBefore(session, work, answer)) };
  },
  'user.delete': remove,
  'account.delete': remove,
  'group.add': async (_session, work, context) => {
    const row = rowOf(work);
    const groupId = groupOf(work);
    const answer = await identityOf(work.target).groups.add({ accountId: row.accountId, groupId }, context);
    // After a lost answer `unchanged` is our own doing; on the first try somebody else was there before us.
    const how = answer.outcome === 'unchanged' && !work.task.blind ? 'found' : 'added';
    return { ...told(answer), account: joined(row, groupId, how) };
  },
  'group.remove': async (_session, work, context) => {
    const row = rowOf(work);
    const groupId = groupOf(work);
    const answer = await identityOf(work.target).groups.remove({ accountId: row.accountId, groupId }, context);
    return { ...told(answer), account: parted(row, groupId) };
  },
};

/** What is kept of an answer. */
const told = ({ outcome, seen, notes }: WriteAnswer): WriteAnswer => ({ outcome, seen, notes });

async function adopt(session: DecidingSession, work: Work, context: WriteContext): Promise<Performed | Overtaken> {
  const accountId = work.change.accountId ?? '';
  const account = await readForAdoption(work, accountId, context);
  const gone = { system: work.target.id, verb: 'adopt account', id: accountId };
  if (account === undefined && work.change.class === 'adopt' && canShow(work.target)) {
    // Taken away since it was listed: whoever it was for is looked at anew, and hired if nobody else is theirs.
    await forgetAccount(session, work.target.id, accountId);
    return { overtaken: 'the account is not there any more; plan again' };
  }
  if (account === undefined) throw new TenureError('CONNECTOR_REJECTED', { ...gone, fact: 'it is not there any more', details: {} });
  if (account.protectedBecause !== undefined) {
    const details = { because: account.protectedBecause };
    throw new TenureError('CONNECTOR_PROTECTED_ACCOUNT', { ...gone, fact: 'it is protected', details });
  }
  if (!(await isStillTheirs(session, work, account))) return { overtaken: 'the account is not what it was listed as; plan again' };
  const wanted = new Set([...session.policy.groups.flatMap(({ groups }) => groups.map(({ id }) => id))]);
  const groups: Record<string, 'found'> = {};
  for (const id of await groupsOfAccount(work.target, accountId, context)) if (wanted.has(id)) groups[id] = 'found';
  // What HR says today is the base line: nothing of an adopted account is overwritten until HR changes it.
  const provenance = work.change.class === 'link' ? 'manual' : 'adopted';
  const row: AccountRow = { ...newRow(session, work, account, work.profile), provenance, groups };
  return { outcome: 'changed', account: account.state === 'disabled' ? { ...switchedOff(session, work, row), offBy: 'others' } : row };
}

async function update(session: DecidingSession, work: Work, context: WriteContext): Promise<Performed> {
  const row = rowOf(work);
  const { target } = work;
  const request = { accountId: row.accountId, attributes: attributesOf(work) };
  const answer =
    'users' in target
      ? await target.users.update(request, context)
      : await verbOf(work, target.accounts.update?.bind(target.accounts))(request, context);
  return { ...told(answer), account: updated(session, work, row) };
}

/** What an update sets: every value is there, null where one is cleared. */
export function attributesOf({ change, profile }: Work): AccountProfile {
  return Object.fromEntries((change.attributes ?? []).map((name) => [name, profile[name] ?? null]));
}

/** The row of an account that holds what the update sets. */
export function updated(session: DecidingSession, work: Work, row: AccountRow): AccountRow {
  return { ...row, wrote: { ...row.wrote, ...wroteHashes(session, work.target.id, attributesOf(work)) } };
}

/** The row of an account that is in the group. */
export function joined(row: AccountRow, groupId: string, how: 'added' | 'found'): AccountRow {
  return { ...row, groups: { ...row.groups, [groupId]: how } };
}

/** The row of an account that is not in the group any more. */
export function parted(row: AccountRow, groupId: string): AccountRow {
  return { ...row, groups: Object.fromEntries(Object.entries(row.groups).filter(([id]) => id !== groupId)) };
}

async function enable(session: DecidingSession, work: Work, context: WriteContext): Promise<Performed | Overtaken> {
  const row = rowOf(work);
  const { target } = work;
  const request = { accountId: row.accountId };
  const was = await howWeTurnedItOff(session, work, row);
  if (was === 'suspend' && 'users' in target && (await target.users.get(request, context))?.off === 'deactivated')
    return { overtaken: 'it is deactivated, and was only to be suspended; the next plan asks', account: { ...row, offBy: 'others' } };
  const answer =
    'users' in target
      ? await target.users.enable({ ...request, was }, context)
      : await verbOf(work, target.accounts.enable?.bind(target.accounts))(request, context);
  return { ...told(answer), account: switchedOn(row) };
}

/**
 * How we turned off the account of somebody who had not left: they were away, or it was taken from them for another reason.
 * Undefined: they had left, or it was not us. What nobody remembers was a suspension: then more is asked, never less.
 */
async function howWeTurnedItOff(session: DecidingSession, { task }: Work, row: AccountRow): Promise<DisableMode | undefined> {
  if (row.offBy !== 'us' || row.disabledAt !== null || row.state !== 'disabled') return undefined;
  const last = await lastWrite(
    session,
    task.person,
    task.target,
    ({ class: of }, { outcome, code }) =>
      of === 'disable' && outcome !== 'skipped' && (outcome !== 'failed' || code === 'CONNECTOR_NOT_EFFECTIVE'),
  );
  return last?.change.mode ?? 'suspend';
}

async function remove(session: DecidingSession, work: Work, context: WriteContext): Promise<Performed> {
  const row = rowOf(work);
  const { target } = work;
  const request = { accountId: row.accountId };
  const verb = 'users' in target ? target.users.delete?.bind(target.users) : target.accounts.delete?.bind(target.accounts);
  const answer = await verbOf(work, verb)(request, context);
  // What has yet to go is still theirs; it is forgotten when a look shows that it went.
  const goes = answer.outcome === 'pending' && canShow(target);
  return { ...told(answer), account: goes ? { ...switchedOff(session, work, row), awaits: 'finish' } : removed(row) };
}

/** A ledger row for an account that was just made or taken on. */
export function newRow(session: DecidingSession, { person, target }: Work, account: Account, told: AccountProfile): AccountRow {
  return {
    target: target.id,
    person: person.id,
    accountId: account.id,
    state: account.state,
    provenance: 'created',
    since: session.calendar.now,
    wrote: wroteHashes(session, target.id, told),
    groups: {},
    disabledAt: null,
    offBy: null,
    staged: false,
    awaits: null,
  };
}

function wroteHashes({ digest }: DecidingSession, target: string, profile: AccountProfile): Record<string, string> {
  return Object.fromEntries(attributesIn(profile).map((name) => [name, attributeHash(digest, target, name, profile[name] ?? null)]));
}

/** The row of an account that its owner can use. */
export function switchedOn(row: AccountRow): AccountRow {
  return { ...row, state: 'active', staged: false, disabledAt: null, offBy: null, awaits: null };
}

/** The row of an account that is no more. */
export function removed(row: AccountRow): AccountRow {
  return { ...row, state: 'gone', wrote: {}, groups: {}, disabledAt: null, awaits: null };
}

/** True when somebody else had turned it off. After a lost answer, or a yes that showed no effect yet, `unchanged` is our own doing. */
async function offBefore(session: DecidingSession, { task }: Work, { outcome }: WriteAnswer): Promise<boolean> {
  if (outcome !== 'unchanged' || task.blind) return false;
  const before = await lastWrite(session, task.person, task.target, ({ class: of }) => of === 'disable');
  return before?.outcome !== 'unknown' && before?.code !== 'CONNECTOR_NOT_EFFECTIVE';
}

/**
 * The row of an account that is off. Only for somebody who left do the days until deletion begin. What others turned off stays
 * theirs: it is never turned on again without asking, whatever we have asked for since.
 */
export function switchedOff(session: DecidingSession, { person }: Work, row: AccountRow, byOthers = false): AccountRow {
  const left = hasLeft(row.target, person, session.policy, session.today());
  const disabledAt = left ? (row.disabledAt ?? session.calendar.now) : null;
  return {
    ...row,
    state: 'disabled',
    staged: false,
    disabledAt,
    offBy: byOthers || row.offBy === 'others' ? 'others' : 'us',
    awaits: null,
  };
}

function rowOf({ account, change, target }: Work): AccountRow {
  if (account !== undefined) return account;
  throw contractBreach(target.id, change.kind, 'a ledger row for the account');
}

export function groupOf({ change, target }: Work): string {
  const id = change.groups?.[0]?.id;
  if (id !== undefined) return id;
  throw contractBreach(target.id, change.kind, 'a group in the change');
}

function verbOf<Verb>({ target, change }: Work, verb: Verb | undefined): Verb {
  if (verb !== undefined) return verb;
  throw contractBreach(target.id, change.kind, 'a connector that still has this verb');
}

function contractBreach(system: string, verb: string, expected: string): TenureError {
  return new TenureError('CONTRACT_ANSWER_DIFFERS', { system, verb, fact: `expected ${expected}`, details: { expected } });
}

function identityOf(target: Target): IdentityProvider {
  if ('users' in target) return target;
  throw contractBreach(target.id, 'user', 'an identity provider');
}

function appOf(target: Target): AppProvisioner {
  if ('accounts' in target) return target;
  throw contractBreach(target.id, 'account', 'an app');
}

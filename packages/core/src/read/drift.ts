// What others changed in a target: its inventory read by pages and held against the ledger, page by page.
import { TenureError } from '../connector/errors.ts';
import type { IdentityProvider, Target } from '../connector/target.ts';
import type { StoreOp } from '../store/port.ts';
import { scanAll } from '../store/scan.ts';
import type { Drift } from './compare-account.ts';
import { compareAll } from './compare-accounts.ts';
import { type Attachment, forgetAccounts, listTarget, reasonToLeaveOut } from './inventory.ts';
import { walkPages } from './pages.ts';
import { noteFailedReading } from './reading-notes.ts';
import { type DecidingSession, readSetting, settingOp, writeAll } from './session.ts';

const keysPerRead = 5_000;

/**
 * Lists a target anew and takes what it shows into the ledger: what is off, on or gone there is so from now on, and the
 * next plan decides upon whoever it concerns. Attributes and groups are only reported; with `repair` the next plan puts
 * them back. Findings are left in the store for {@link listDrift}. Writes to no target.
 */
export async function lookForDrift(session: DecidingSession, target: Target, { repair }: { readonly repair: boolean }): Promise<void> {
  await session.store.commit(session.tenant, [
    { op: 'delete', in: 'drift', key: [target.id] },
    { op: 'delete', in: 'member', key: [target.id] },
  ]);
  try {
    await look(session, target, repair);
  } catch (error) {
    const because = reasonToLeaveOut(session, error);
    await noteFailedReading(session, target.id, error, because);
    const value: Drift = { kind: 'unreadable', target: target.id, because };
    await session.store.commit(session.tenant, [{ op: 'put', in: 'drift', row: { target: target.id, accountId: '', value } }]);
  }
}

export async function* listDrift(
  { store, tenant }: Pick<DecidingSession, 'store' | 'tenant'>,
  targets: readonly Target[],
): AsyncGenerator<Drift> {
  for (const { id } of targets) {
    for await (const rows of scanAll(store, tenant, 'drift', { equals: [id] })) for (const { value } of rows) yield value as Drift;
  }
}

async function look(session: DecidingSession, target: Target, repair: boolean): Promise<void> {
  const list = 'users' in target ? target.users.list : target.accounts.list;
  if (list === undefined) throw unlisted(target, 'it cannot list its accounts');
  const reading = await readAgain(session, target);
  const mapped = 'users' in target ? await readMembers(session, target) : [];
  const believed = await isWhole(session, target, reading);
  const limit = Math.max(20, Math.min(500, Math.floor(keysPerRead / (mapped.length + 1))));
  for await (const rows of scanAll(session.store, session.tenant, 'account', { equals: [target.id], limit })) {
    await compareAll({ session, target, reading, mapped: new Set(mapped), repair, absence: believed ? 'look' : 'nothing' }, rows);
  }
  if (!believed) throw unlisted(target, 'too many known accounts are not in its list; none of them is taken for gone');
  await forgetAccounts(session, target.id, reading);
}

async function readAgain(session: DecidingSession, target: Target): Promise<number> {
  const name = `attached:${target.id}`;
  const before = await readSetting<Attachment>(session, name);
  const reading = (before?.reading ?? 0) + 1;
  const accounts = await listTarget(session, target, reading);
  await writeAll(session, [settingOp(name, { at: session.calendar.now, accounts, reading } satisfies Attachment)]);
  return reading;
}

/** Ids of the groups of the map. */
export const mappedGroups = ({ policy }: DecidingSession): string[] => [
  ...new Set(policy.groups.flatMap(({ groups }) => groups.map(({ id }) => id))),
];

/** The members of every mapped group, by pages, into the store. Returns the ids of those groups. */
async function readMembers(session: DecidingSession, provider: IdentityProvider): Promise<string[]> {
  const groups = mappedGroups(session);
  for (const groupId of groups) {
    const list = (request: { readonly cursor?: string | undefined; readonly limit: number }) =>
      provider.groups.members({ ...request, groupId }, session.context);
    const walk = { system: provider.id, verb: 'list members of group', limit: 200, context: session.context, list };
    for await (const ids of walkPages<string>(walk)) {
      const rows = ids.map((accountId) => ({ target: provider.id, accountId, groupId }));
      await writeAll(
        session,
        rows.map((row) => ({ op: 'put', in: 'member', row })),
      );
    }
  }
  return groups;
}

/** Whether nearly every known account is in the list: a list that lost many has lost them itself. */
async function isWhole({ store, tenant }: DecidingSession, { id }: Target, reading: number): Promise<boolean> {
  let [known, missing] = [0, 0];
  for await (const rows of scanAll(store, tenant, 'account', { equals: [id], columns: ['target', 'accountId', 'state'] })) {
    const present = rows.filter(({ state }) => state !== 'gone');
    const seen = await store.get(
      tenant,
      'inventory',
      present.map(({ accountId }) => [id, accountId]),
      ['reading'],
    );
    known += present.length;
    missing += seen.filter((row) => row?.reading !== reading).length;
  }
  return missing <= Math.max(3, known * 0.05);
}

function unlisted({ id }: Target, fact: string): TenureError {
  return new TenureError('FEED_INCOMPLETE', { system: id, verb: 'list accounts', fact, details: { reasons: [fact] } });
}

const anew = (target: string): string => `list-anew:${target}`;

/** The next full plan lists this target anew, however fresh what is known of it seems. */
export const listAnewOp = (target: string): StoreOp => settingOp(anew(target), true);

/**
 * Lists targets anew that were listed longer ago than this, and those of which we know that we missed something. A target
 * that cannot be listed is decided upon as it was known.
 */
export async function refreshInventories(session: DecidingSession, targets: readonly Target[], maxAgeMs: number): Promise<void> {
  for (const target of targets) {
    const known = await readSetting<Attachment>(session, `attached:${target.id}`);
    const lists = 'users' in target || target.accounts.list !== undefined;
    if (known === undefined || !lists) continue;
    const missed = await readSetting<boolean>(session, anew(target.id));
    if (missed !== true && session.calendar.now - known.at <= maxAgeMs) continue;
    await lookForDrift(session, target, { repair: false });
    const after = await readSetting<Attachment>(session, `attached:${target.id}`);
    if (missed === true && after?.reading !== known.reading) await writeAll(session, [settingOp(anew(target.id), false)]);
  }
}

/** True for what a caller may have meant when a target of this name was asked for. */
export function targetsNamed(targets: readonly Target[], name: string | undefined): readonly Target[] {
  const named = targets.filter(({ id }) => name === undefined || id === name);
  if (named.length > 0 || name === undefined) return named;
  const problem = { path: 'target', reason: 'no target of this id is attached' };
  throw new TenureError('OPTIONS_INVALID', {
    system: 'lifecycle',
    verb: 'look',
    fact: `target: ${problem.reason}`,
    details: { problems: [problem] },
  });
}

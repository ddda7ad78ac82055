// The accounts a target already has, listed once when it is first attached, so that nobody is created twice.
import { isTenureError } from '../connector/errors.ts';
import type { Target } from '../connector/target.ts';
import type { Account } from '../model/account.ts';
import { type AccountProfile, attributesIn } from '../model/account.ts';
import { isRecordId } from '../model/text.ts';
import { attributeHash } from '../plan/profile.ts';
import type { Digest } from '../roster/digest.ts';
import { nameWords } from '../roster/joining.ts';
import type { InventoryRow } from '../store/collections.ts';
import type { StoreOp } from '../store/port.ts';
import { scanAll } from '../store/scan.ts';
import { identityHashes } from './identities.ts';
import { matchHashes } from './ledger.ts';
import { walkPages } from './pages.ts';
import { noteFailedReading } from './reading-notes.ts';
import { readSetting, type Session, settingOp, writeAll } from './session.ts';

/** When a target was last listed, and how many accounts it had of which nobody knew the owner. */
export interface Attachment {
  readonly at: number;
  readonly accounts: number;
  /** The number of that reading. */
  readonly reading?: number | undefined;
}

export interface InventoryFindings {
  /** Targets with listed accounts to match against. */
  readonly listed: ReadonlySet<string>;
  /** Targets attached for the first time by this plan. */
  readonly first: ReadonlySet<string>;
  /** Targets that could not be read, with the reason: they are left out of this plan. */
  readonly unreadable: ReadonlyMap<string, string>;
}

/** Lists every target that was never listed. I/O: one walk per new target, two store calls per page. Safe to repeat. */
export async function attachTargets(session: Session, targets: readonly Target[]): Promise<InventoryFindings> {
  const listed = new Set<string>();
  const first = new Set<string>();
  const unreadable = new Map<string, string>();
  for (const target of targets) {
    const name = `attached:${target.id}`;
    const known = await readSetting<Attachment>(session, name);
    if (known !== undefined) {
      if (known.accounts > 0) listed.add(target.id);
      continue;
    }
    try {
      const accounts = await listTarget(session, target, 1);
      await writeAll(session, [settingOp(name, { at: session.calendar.now, accounts, reading: 1 } satisfies Attachment)]);
      first.add(target.id);
      if (accounts > 0) listed.add(target.id);
    } catch (error) {
      const because = reasonToLeaveOut(session, error);
      unreadable.set(target.id, because);
      await noteFailedReading(session, target.id, error, because);
    }
  }
  return { listed, first, unreadable };
}

/**
 * Why a target that could not be read is left out, without what a foreign error may say.
 *
 * @throws what is no fault of the target: the store's errors, and anything once we are stopped.
 */
export function reasonToLeaveOut({ context }: Pick<Session, 'context'>, error: unknown): string {
  if (context.signal.aborted) throw error;
  if (!isTenureError(error)) return `the connector threw a ${error instanceof Error ? error.name : typeof error} that is no TenureError`;
  if (error.code.startsWith('STORE_')) throw error;
  return error.message;
}

/** Walks all accounts of a target into the inventory. Returns how many there are; a target that lists none has none. */
export async function listTarget(session: Session, target: Target, reading: number): Promise<number> {
  const list = 'users' in target ? target.users.list.bind(target.users) : target.accounts.list?.bind(target.accounts);
  if (list === undefined) return 0;
  return session.telemetry.span('tenure.inventory', { target: target.id }, async (note) => {
    const { context } = session;
    let count = 0;
    for await (const accounts of walkPages<Account>({ system: target.id, verb: 'list accounts', limit: 200, context, list })) {
      await rememberAccounts(session, target.id, accounts, reading);
      count += accounts.length;
    }
    note({ items: count });
    return count;
  });
}

/** Adds accounts to the inventory and to the look-up by key, and takes away keys they have given up. Safe to repeat. */
export async function rememberAccounts(session: Session, target: string, accounts: readonly Account[], reading: number): Promise<void> {
  const { store, tenant } = session;
  const present = accounts.filter(({ state }) => state !== 'gone');
  const rows = new Map(present.map((account) => [account.id, inventoryRow(session, target, account, reading)]));
  const before = await store.get(
    tenant,
    'inventory',
    [...rows.keys()].map((id) => [target, id]),
  );
  const carriers = new Map<string, { readonly added: string[]; readonly dropped: string[] }>();
  const note = (hash: string, how: 'added' | 'dropped', id: string): void => {
    const entry = carriers.get(hash) ?? { added: [], dropped: [] };
    entry[how].push(id);
    carriers.set(hash, entry);
  };
  for (const [index, row] of [...rows.values()].entries()) {
    const known = before[index]?.keys ?? [];
    for (const hash of row.keys) if (!known.includes(hash)) note(hash, 'added', row.accountId);
    for (const hash of known) if (!row.keys.includes(hash)) note(hash, 'dropped', row.accountId);
  }
  await writeAll(session, [
    ...[...rows.values()].map((row) => ({ op: 'put', in: 'inventory', row }) as const),
    ...(await carrierOps(session, target, carriers)),
  ]);
}

async function carrierOps(
  { store, tenant }: Session,
  target: string,
  carriers: ReadonlyMap<string, { readonly added: readonly string[]; readonly dropped: readonly string[] }>,
): Promise<StoreOp[]> {
  const hashes = [...carriers.keys()];
  const rows = await store.get(
    tenant,
    'candidate',
    hashes.map((hash) => [target, hash]),
  );
  return hashes.map((hash, index) => {
    const { added, dropped } = carriers.get(hash) ?? { added: [], dropped: [] };
    const others = (rows[index]?.accounts ?? []).filter((id) => !added.includes(id) && !dropped.includes(id));
    const accounts = [...others, ...added];
    if (accounts.length === 0) return { op: 'delete', in: 'candidate', key: [target, hash] };
    return { op: 'put', in: 'candidate', row: { target, hash, accounts } };
  });
}

function inventoryRow({ digest }: Session, target: string, account: Account, reading: number): InventoryRow {
  const { externalId, profile } = account;
  const isId = externalId !== undefined && isRecordId(externalId) && !externalId.includes('@');
  const shown = { ...profile, ...withoutAbsent(account) };
  const attributes = attributesIn(shown).map((name) => [name, attributeHash(digest, target, name, shown[name] ?? null)] as const);
  return {
    target,
    accountId: account.id,
    reading,
    state: account.state,
    protectedBecause: account.protectedBecause ?? null,
    externalId: isId ? externalId : null,
    keys: matchHashes(digest, account),
    identities: identityHashes(digest, { employeeNumber: account.employeeNumber, workEmails: [account.email, account.userName] }),
    names: nameHashes(digest, [profile?.givenName, profile?.familyName]),
    attributes: Object.fromEntries(attributes),
  };
}

function withoutAbsent({ userName, externalId, employeeNumber, email }: Account): AccountProfile {
  return Object.fromEntries(Object.entries({ userName, externalId, employeeNumber, email }).filter(([, value]) => value !== undefined));
}

/** The words of a name as keyed hashes. */
export function nameHashes(digest: Digest, names: readonly (string | null | undefined)[]): string[] {
  return nameWords(names).map((word) => digest.keyed(`name\n${word}`));
}

/** Forgets accounts that the reading of this number, and a whole one, did not list any more. */
export async function forgetAccounts(session: Session, target: string, reading: number): Promise<void> {
  for await (const rows of scanAll(session.store, session.tenant, 'inventory', { equals: [target] })) {
    await dropRows(
      session,
      target,
      rows.filter((row) => row.reading < reading),
    );
  }
}

/** Forgets one account that is not there any more. Safe to repeat. */
export async function forgetAccount(session: Session, target: string, accountId: string): Promise<void> {
  const rows = await session.store.get(session.tenant, 'inventory', [[target, accountId]]);
  await dropRows(
    session,
    target,
    rows.filter((row) => row !== undefined),
  );
}

async function dropRows(session: Session, target: string, rows: readonly InventoryRow[]): Promise<void> {
  await writeAll(session, await unlistOps(session, target, rows));
}

/** The steps that take accounts out of the inventory and their keys out of the look-up. What others carry as well stays theirs. */
export async function unlistOps(session: Session, target: string, rows: readonly InventoryRow[]): Promise<StoreOp[]> {
  const carriers = new Map<string, { readonly added: string[]; readonly dropped: string[] }>();
  for (const { accountId, keys } of rows) {
    for (const hash of keys) {
      const entry = carriers.get(hash) ?? { added: [], dropped: [] };
      entry.dropped.push(accountId);
      carriers.set(hash, entry);
    }
  }
  const gone = rows.map(({ accountId }): StoreOp => ({ op: 'delete', in: 'inventory', key: [target, accountId] }));
  // The row goes last: as long as it is there its keys are known.
  return [...(await carrierOps(session, target, carriers)), ...gone];
}

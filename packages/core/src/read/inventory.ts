// The accounts a target already has, listed once when it is first attached, so that nobody is created twice.
import { isTenureError } from '../connector/errors.ts';
import type { Target } from '../connector/target.ts';
import type { Account } from '../model/account.ts';
import type { ListedAccount } from '../store/collections.ts';
import { matchHashes } from './ledger.ts';
import { walkPages } from './pages.ts';
import { readSetting, type Session, settingOp, writeAll } from './session.ts';

interface Attachment {
  readonly at: number;
  readonly accounts: number;
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
      const accounts = await listTarget(session, target);
      await writeAll(session, [settingOp(name, { at: session.calendar.now, accounts } satisfies Attachment)]);
      first.add(target.id);
      if (accounts > 0) listed.add(target.id);
    } catch (error) {
      unreadable.set(target.id, reasonToLeaveOut(session, error));
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

async function listTarget(session: Session, target: Target): Promise<number> {
  const list = 'users' in target ? target.users.list.bind(target.users) : target.accounts.list?.bind(target.accounts);
  if (list === undefined) return 0;
  let count = 0;
  for await (const accounts of walkPages<Account>({
    system: target.id,
    verb: 'list accounts',
    limit: 200,
    context: session.context,
    list,
  })) {
    await rememberCandidates(session, target.id, accounts);
    count += accounts.length;
  }
  return count;
}

/** Adds accounts to the look-up by key. Safe to repeat. */
export async function rememberCandidates(session: Session, target: string, accounts: readonly Account[]): Promise<void> {
  const byHash = new Map<string, ListedAccount[]>();
  for (const account of accounts) {
    if (account.state === 'gone') continue;
    for (const hash of matchHashes(session.digest, account)) {
      const row = { accountId: account.id, state: account.state, protectedBecause: account.protectedBecause ?? null };
      byHash.set(hash, [...(byHash.get(hash) ?? []), row]);
    }
  }
  const hashes = [...byHash.keys()];
  const present = await session.store.get(
    session.tenant,
    'candidate',
    hashes.map((hash) => [target, hash]),
  );
  const ops = hashes.map((hash, index) => {
    const fresh = byHash.get(hash) ?? [];
    const others = (present[index]?.accounts ?? []).filter(({ accountId }) => !fresh.some((row) => row.accountId === accountId));
    return { op: 'put', in: 'candidate', row: { target, hash, accounts: [...others, ...fresh] } } as const;
  });
  await writeAll(session, ops);
}

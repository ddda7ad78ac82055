// Accounts of a target that belong to nobody HR knows: held against the ledger and the roster, page by page.
import type { Target } from '../connector/target.ts';
import type { AccountState, Situation } from '../model/account.ts';
import { type Instant, toInstant } from '../model/dates.ts';
import type { InventoryRow } from '../store/collections.ts';
import { scanAll } from '../store/scan.ts';
import { ownerOf } from './candidates.ts';
import { identityHashes } from './identities.ts';
import type { Attachment } from './inventory.ts';
import { loadPeople } from './people.ts';
import { type DecidingSession, readSetting } from './session.ts';

/** An account nobody is linked to and nobody in HR matches, or that was left to nobody when two people were joined. */
export interface Orphan {
  readonly target: string;
  readonly accountId: string;
  readonly state: AccountState;
  readonly situation: Extract<Situation, 'orphan' | 'protected'>;
  /** Why it may not be touched; null when nothing protects it. */
  readonly protectedBecause: string | null;
  /** When the target was listed; `drift` lists it anew. */
  readonly listedAt: Instant;
}

/** As the targets were last listed. Reads the store only; holds one page. */
export async function* listOrphans(session: DecidingSession, targets: readonly Target[]): AsyncGenerator<Orphan> {
  const { store, tenant } = session;
  for (const { id } of targets) {
    const listed = await readSetting<Attachment>(session, `attached:${id}`);
    if (listed === undefined) continue;
    for await (const rows of scanAll(store, tenant, 'inventory', { equals: [id], limit: 250 })) {
      const owners = await Promise.all(rows.map(({ accountId }) => ownerOf(session, id, accountId)));
      const unlinked = rows.filter((_, index) => owners[index] === undefined);
      for (const { accountId, state, protectedBecause } of await withoutMatch(session, unlinked)) {
        const situation = protectedBecause === null ? 'orphan' : 'protected';
        yield { target: id, accountId, state, situation, protectedBecause, listedAt: toInstant(listed.at) };
      }
    }
  }
}

/** Those that no one in HR matches by our key, employee number or address. */
async function withoutMatch(session: DecidingSession, rows: readonly InventoryRow[]): Promise<InventoryRow[]> {
  const { store, tenant } = session;
  const heads = await store.get(
    tenant,
    'employee',
    rows.map(({ externalId }) => [externalId ?? '']),
    ['id'],
  );
  const hashes = [...new Set(rows.flatMap(({ identities }) => identities))];
  const known = await store.get(
    tenant,
    'identity',
    hashes.map((hash) => [hash]),
  );
  const holders = new Map(known.flatMap((row) => (row === undefined ? [] : [[row.hash, row.person]])));
  const people = await loadPeople(session, [...new Set(holders.values())]);
  // Whoever had the address once and goes by another one now is no match.
  const carried = new Set(
    [...people.values()].flatMap(({ employments }) =>
      employments.flatMap(({ employeeNumber, workEmail }) => identityHashes(session.digest, { employeeNumber, workEmails: [workEmail] })),
    ),
  );
  const left = await store.get(
    tenant,
    'setting',
    rows.map(({ target, accountId }) => [leftToNobody(target, accountId)]),
    ['name'],
  );
  return rows.filter(
    ({ identities }, index) =>
      left[index] !== undefined || (heads[index] === undefined && !identities.some((hash) => holders.has(hash) && carried.has(hash))),
  );
}

/** The setting that tells of an account whose keys are somebody's who has another one there. */
export const leftToNobody = (target: string, accountId: string): string => `left-to-nobody:${target}/${accountId}`;

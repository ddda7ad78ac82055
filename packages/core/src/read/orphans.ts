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

/** An account nobody is linked to, and nobody in HR matches who has no other one there. */
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

/** Those that no one in HR matches by our key, employee number or address, but for people who have another account there. */
async function withoutMatch(session: DecidingSession, rows: readonly InventoryRow[]): Promise<InventoryRow[]> {
  const { store, tenant } = session;
  const heads = await store.get(
    tenant,
    'employee',
    rows.map(({ externalId }) => [externalId ?? '']),
    ['id', 'person'],
  );
  const hashes = [...new Set(rows.flatMap(({ identities }) => identities))];
  const known = await store.get(
    tenant,
    'identity',
    hashes.map((hash) => [hash]),
  );
  const people = await loadPeople(session, [...new Set(known.flatMap((row) => row?.person ?? []))]);
  // Whoever had the address once and goes by another one now is no match.
  const carriers = new Map(
    [...people.values()].flatMap(({ id, employments }) =>
      employments
        .flatMap(({ employeeNumber, workEmail }) => identityHashes(session.digest, { employeeNumber, workEmails: [workEmail] }))
        .map((hash) => [hash, id] as const),
    ),
  );
  const matched = rows.map(({ target, identities }, index) =>
    [heads[index]?.person, ...identities.map((hash) => carriers.get(hash))].flatMap((id) => (id === undefined ? [] : [[target, id]])),
  );
  const others = await store.get(tenant, 'account', matched.flat(), ['target', 'person', 'state']);
  const provided = new Set(others.flatMap((row) => (row === undefined || row.state === 'gone' ? [] : [row.person])));
  return rows.filter((_, index) => matched[index]?.every(([, id]) => id !== undefined && provided.has(id)) === true);
}

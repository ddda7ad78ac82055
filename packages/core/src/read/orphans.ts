// Accounts of a target that belong to nobody HR knows: held against the ledger and the roster, page by page.
import type { Target } from '../connector/target.ts';
import type { AccountState, Situation } from '../model/account.ts';
import { type Instant, toInstant } from '../model/dates.ts';
import { questionId } from '../plan/questions.ts';
import type { InventoryRow } from '../store/collections.ts';
import { compareCells } from '../store/layout.ts';
import { scanAll } from '../store/scan.ts';
import { identityHashes } from './identities.ts';
import type { Attachment } from './inventory.ts';
import { loadPeople } from './people.ts';
import { reasonsToSpare } from './protected.ts';
import { givenAnswer } from './questions.ts';
import { type DecidingSession, readSetting } from './session.ts';

/**
 * An account nobody is linked to and nobody in HR is asked about: it matches nobody, or only people who have another one there or
 * for whom somebody said to leave it alone.
 */
export interface Orphan {
  readonly target: string;
  readonly accountId: string;
  readonly state: AccountState;
  readonly situation: Extract<Situation, 'orphan' | 'protected'>;
  /** Why it may not be touched; null when nothing protects it. */
  readonly protectedBecause: string | null;
  /** Somebody whose key it carries though it is not linked to them: it stays on when they leave. Null: nobody. */
  readonly resembles: string | null;
  /** When the target was listed; `drift` lists it anew. */
  readonly listedAt: Instant;
}

const rowsPerPage = 250;

/** As the targets were last listed. Reads the store only; holds one page. */
export async function* listOrphans(session: DecidingSession, targets: readonly Target[]): AsyncGenerator<Orphan> {
  for (const { id } of targets) {
    const listed = await readSetting<Attachment>(session, `attached:${id}`);
    if (listed !== undefined) yield* orphansIn(session, id, toInstant(listed.at));
  }
}

async function* orphansIn(session: DecidingSession, target: string, listedAt: Instant): AsyncGenerator<Orphan> {
  const isLinked = linkedAccounts(session, target);
  for await (const rows of scanAll(session.store, session.tenant, 'inventory', { equals: [target], limit: rowsPerPage })) {
    const unlinked: InventoryRow[] = [];
    for (const row of rows) if (!(await isLinked(row.accountId))) unlinked.push(row);
    const free = await withoutOwner(session, unlinked);
    const reasons = await reasonsToSpare(
      session,
      free.map(({ row }) => row),
    );
    for (const [index, { row, resembles }] of free.entries()) {
      const { accountId, state } = row;
      const protectedBecause = reasons[index] ?? null;
      const situation = protectedBecause === null ? 'orphan' : 'protected';
      yield { target, accountId, state, situation, protectedBecause, resembles, listedAt };
    }
  }
}

/** Whether an account is somebody's; asked in the order of their ids, it goes through the ledger once. */
function linkedAccounts({ store, tenant }: DecidingSession, target: string): (accountId: string) => Promise<boolean> {
  const query = { index: 'account', equals: [target], limit: rowsPerPage, columns: ['accountId'] } as const;
  const pages = scanAll(store, tenant, 'account', query);
  let page: readonly string[] = [];
  let at = 0;
  let ended = false;
  return async (accountId) => {
    while (!ended) {
      for (; at < page.length; at += 1) {
        const order = compareCells(page[at] ?? '', accountId);
        if (order >= 0) return order === 0;
      }
      const next = await pages.next();
      ended = next.done === true;
      page = next.done === true ? [] : next.value.map((row) => row.accountId);
      at = 0;
    }
    return false;
  };
}

interface Unowned {
  readonly row: InventoryRow;
  readonly resembles: string | null;
}

/** Those that nobody in HR could take for theirs: whoever matches one by our key, employee number or address has another one there, or none. */
async function withoutOwner(session: DecidingSession, rows: readonly InventoryRow[]): Promise<Unowned[]> {
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
  const holders = new Map(known.flatMap((row) => (row === undefined ? [] : [[row.hash, row.person]])));
  const people = await loadPeople(session, [...new Set(holders.values())]);
  // Whoever had the address once and goes by another one now is no match.
  const carried = new Set(
    [...people.values()].flatMap(({ employments }) =>
      employments.flatMap(({ employeeNumber, workEmail }) => identityHashes(session.digest, { employeeNumber, workEmails: [workEmail] })),
    ),
  );
  const matching = rows.map(({ identities }, index) => {
    const byKey = identities.flatMap((hash) => (carried.has(hash) ? (holders.get(hash) ?? []) : []));
    return [...new Set([...(heads[index] === undefined ? [] : [heads[index].person]), ...byKey])];
  });
  const pairs = rows.flatMap(({ target }, index) => (matching[index] ?? []).map((person) => [target, person] as const));
  const others = await store.get(tenant, 'account', pairs, ['target', 'person', 'state']);
  // Whoever it was left alone for is not asked again.
  const asked = await store.get(
    tenant,
    'question',
    pairs.map(([target, person]) => [questionId('match', target, person)]),
  );
  const declined = pairs.filter((_, index) => {
    const row = asked[index];
    return row !== undefined && givenAnswer(row)?.choice === 'leave';
  });
  const present = others.flatMap((row) => (row === undefined || row.state === 'gone' ? [] : [[row.target, row.person]]));
  const served = new Set([...present, ...declined].map((pair) => JSON.stringify(pair)));
  return rows.flatMap((row, index): Unowned[] => {
    const persons = matching[index] ?? [];
    return persons.every((person) => served.has(JSON.stringify([row.target, person]))) ? [{ row, resembles: persons[0] ?? null }] : [];
  });
}

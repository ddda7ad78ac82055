// Listed accounts that carry a key of somebody who has none: whose they are already, who else matches them, and what
// speaks against them.
import type { Person } from '../model/person.ts';
import type { CandidateAccount } from '../plan/person-input.ts';
import { normalizeKey } from '../roster/joining.ts';
import type { InventoryRow } from '../store/collections.ts';
import { nameHashes } from './inventory.ts';
import { type Ledger, matchHashes } from './ledger.ts';
import { loadPeople } from './people.ts';
import { reasonsToSpare } from './protected.ts';
import type { DecidingSession } from './session.ts';

/** Candidates by person, then by target. */
export type Candidates = ReadonlyMap<string, ReadonlyMap<string, readonly CandidateAccount[]>>;

interface Match {
  readonly person: Person;
  readonly target: string;
  /** The strongest key of theirs that leads to it. */
  readonly hash: string;
  readonly accountId: string;
}

/** Accounts that carry a key of these people, and whose they are already, by person and target. */
export async function candidatesOf(session: DecidingSession, people: readonly Person[], ledger: Ledger): Promise<Candidates> {
  const found = new Map<string, Map<string, CandidateAccount[]>>();
  const matches = await matchesOf(session, people, ledger);
  if (matches.length === 0) return found;
  const keys = matches.map(({ target, accountId }) => [target, accountId]);
  const listed = await session.store.get(session.tenant, 'inventory', keys);
  const spared = session.protecting ? await sparedAmong(session, listed) : new Map<string, string | null>();
  for (const [index, match] of matches.entries()) {
    const account = listed[index];
    const linkedTo = await ownerOf(session, match.target, match.accountId);
    if (account === undefined || (linkedTo !== undefined && !(await stillCarries(session, linkedTo, match.hash)))) continue;
    const byTarget = found.get(match.person.id) ?? new Map<string, CandidateAccount[]>();
    const candidate: CandidateAccount = {
      accountId: account.accountId,
      state: account.state,
      protectedBecause: spared.get(placeOf(account)) ?? account.protectedBecause,
      linkedTo,
      certain: !match.hash.startsWith('m'),
      byName: sharesName(account, matchHashes(session.digest, keysOf(match.person))),
      doubt: await doubtAbout(session, match, account),
      rivals: linkedTo === undefined ? await rivalsOf(session, match, account) : [],
    };
    found.set(match.person.id, byTarget.set(match.target, [...(byTarget.get(match.target) ?? []), candidate]));
  }
  return found;
}

const placeOf = ({ target, accountId }: Pick<InventoryRow, 'target' | 'accountId'>): string => JSON.stringify([target, accountId]);

async function sparedAmong(session: DecidingSession, listed: readonly (InventoryRow | undefined)[]): Promise<Map<string, string | null>> {
  const accounts = listed.filter((row) => row !== undefined);
  const reasons = await reasonsToSpare(session, accounts);
  return new Map(accounts.map((row, index) => [placeOf(row), reasons[index] ?? null]));
}

async function matchesOf(session: DecidingSession, people: readonly Person[], ledger: Ledger): Promise<Match[]> {
  const targets = session.policy.targets.filter(({ id }) => session.listed.has(id));
  const asked = targets.flatMap(({ id }) =>
    people.flatMap((person) => {
      if (ledger.get(person.id)?.has(id) === true) return [];
      return matchHashes(session.digest, keysOf(person)).map((hash) => ({ person, target: id, hash }));
    }),
  );
  if (asked.length === 0) return [];
  const rows = await session.store.get(
    session.tenant,
    'candidate',
    asked.map(({ target, hash }) => [target, hash]),
  );
  const matches = new Map<string, Match>();
  for (const [index, question] of asked.entries()) {
    for (const accountId of rows[index]?.accounts ?? []) {
      const key = JSON.stringify([question.person.id, question.target, accountId]);
      if (!matches.has(key)) matches.set(key, { ...question, accountId });
    }
  }
  return [...matches.values()];
}

/** Only asked for the few accounts that match somebody without a link. */
export async function ownerOf({ store, tenant }: DecidingSession, target: string, accountId: string): Promise<string | undefined> {
  const page = await store.scan(tenant, 'account', { index: 'account', equals: [target, accountId], limit: 1 });
  return page.rows[0]?.person;
}

/** Whether the owner still goes by this key: after a rename the account has given it up, whatever the listing said. */
async function stillCarries(session: DecidingSession, owner: string, hash: string): Promise<boolean> {
  const person = (await loadPeople(session, [owner])).get(owner);
  return person === undefined || matchHashes(session.digest, keysOf(person)).includes(hash);
}

/** What speaks against an account being this person's: another employee's id on it, or, where only a number or an address fits, another name. */
async function doubtAbout(session: DecidingSession, { person, hash }: Match, account: InventoryRow): Promise<string | null> {
  const { store, tenant, digest } = session;
  const own = matchHashes(digest, keysOf(person));
  if (account.externalId !== null && account.externalId !== person.id) {
    const [head] = await store.get(tenant, 'employee', [[account.externalId]], ['id', 'person']);
    if (head !== undefined && head.person !== person.id) return `it carries the id of ${head.person}`;
  }
  if (hash.startsWith('x')) return null;
  const number = account.keys.find((key) => key.startsWith('n'));
  const ownNumber = own.find((key) => key.startsWith('n'));
  if (number !== undefined && ownNumber !== undefined && number !== ownNumber) return 'it carries another employee number';
  const byNumber = hash.startsWith('n');
  if (byNumber && sharesName(account, own)) return null;
  if (account.names.length === 0) return null;
  const names = nameHashes(
    digest,
    person.employments.flatMap(({ firstName, preferredName, lastName }) => [firstName, preferredName, lastName]),
  );
  if (names.length === 0 || names.some((word) => account.names.includes(word))) return null;
  return byNumber ? 'only the employee number fits; the names differ' : 'only the address fits; the names differ';
}

/** Whether the account goes by a user name or address of these keys. */
const sharesName = ({ keys }: InventoryRow, own: readonly string[]): boolean =>
  keys.some((key) => key.startsWith('m') && own.includes(key));

/**
 * Other people without an account there whose match is as strong, as far as they have been decided upon. Whoever's own key
 * an account carries has no rival in somebody whose address it carries as well.
 */
async function rivalsOf(session: DecidingSession, { person, target, accountId, hash }: Match, account: InventoryRow): Promise<string[]> {
  const { store, tenant } = session;
  const page = await store.scan(tenant, 'claim', { equals: [target, accountId], limit: 20 });
  const others = page.rows.map((row) => row.person).filter((id) => id !== person.id);
  return others.length === 0 ? [] : claimantsAmong(session, others, account, strengthOf(hash));
}

/** Which of these people still match the account, at least as strongly as said, and have none of their own there. */
export async function claimantsAmong(
  session: DecidingSession,
  ids: readonly string[],
  account: InventoryRow,
  strength = 0,
): Promise<string[]> {
  const { store, tenant, digest } = session;
  const people = await loadPeople(session, ids);
  const keys = [...people.keys()].map((id) => [account.target, id]);
  const linked = new Set((await store.get(tenant, 'account', keys)).flatMap((row) => (row === undefined ? [] : [row.person])));
  const matching = [...people.values()].filter((person) => {
    const hash = matchHashes(digest, keysOf(person)).find((each) => account.keys.includes(each));
    return !linked.has(person.id) && hash !== undefined && strengthOf(hash) >= strength;
  });
  return matching.map(({ id }) => id);
}

/** An address may be given out again, an employee number not, and our own key is proof. */
const strengthOf = (hash: string): number => ['m', 'n', 'x'].indexOf(hash.charAt(0));

/** What a person is known by in targets. */
export function keysOf({ id, primary, address }: Person): {
  externalId: string;
  employeeNumber: string | undefined;
  email: string | undefined;
} {
  const email = normalizeKey(primary.workEmail) === undefined ? address : (primary.workEmail ?? undefined);
  return { externalId: id, employeeNumber: primary.employeeNumber ?? undefined, email };
}

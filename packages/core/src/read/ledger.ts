// The ledger and the candidates of a batch of people, in one call each.

import type { Account } from '../model/account.ts';
import type { Person } from '../model/person.ts';
import type { CandidateAccount } from '../plan/difference.ts';
import type { Digest } from '../roster/digest.ts';
import { normalizeKey } from '../roster/joining.ts';
import type { AccountRow, ListedAccount } from '../store/collections.ts';
import { loadPeople } from './people.ts';
import type { DecidingSession } from './session.ts';

/** Accounts by person, then by target. */
export type Ledger = ReadonlyMap<string, ReadonlyMap<string, AccountRow>>;

export async function ledgerOf(session: DecidingSession, people: readonly string[]): Promise<Ledger> {
  const targets = session.policy.targets.map(({ id }) => id);
  const keys = people.flatMap((person) => targets.map((target) => [target, person] as const));
  const rows = await session.store.get(session.tenant, 'account', keys);
  const ledger = new Map<string, Map<string, AccountRow>>(people.map((person) => [person, new Map()]));
  for (const row of rows) if (row !== undefined) ledger.get(row.person)?.set(row.target, row);
  return ledger;
}

/** The keyed hashes an account can be matched by, strongest first. The letter says what kind of key it is. */
export function matchHashes(digest: Digest, keys: Pick<Account, 'externalId' | 'employeeNumber' | 'userName' | 'email'>): string[] {
  const kinds = [
    ['x', keys.externalId],
    ['n', keys.employeeNumber],
    ['m', keys.userName],
    ['m', keys.email],
  ] as const;
  const hashes = kinds.flatMap(([kind, text]) => {
    // The key we wrote ourselves is compared as it is: ids may differ in nothing but case.
    const key = kind === 'x' ? text || undefined : normalizeKey(text);
    return key === undefined ? [] : [`${kind}${digest.keyed(`match\n${kind}\n${key}`)}`];
  });
  return [...new Set(hashes)];
}

interface MatchQuestion {
  readonly person: string;
  readonly target: string;
  readonly hash: string;
}

/** Candidates by person, then by target. */
export type Candidates = ReadonlyMap<string, ReadonlyMap<string, readonly CandidateAccount[]>>;

/** Accounts that carry a key of these people, and whose they are already, by person and target. */
export async function candidatesOf(session: DecidingSession, people: readonly Person[], ledger: Ledger): Promise<Candidates> {
  const targets = session.policy.targets.filter(({ id }) => session.listed.has(id));
  const asked = targets.flatMap(({ id }) => people.flatMap((person) => matchQuestions(session, person, id, ledger)));
  const found = new Map<string, Map<string, CandidateAccount[]>>();
  if (asked.length === 0) return found;
  const rows = await session.store.get(
    session.tenant,
    'candidate',
    asked.map(({ target, hash }) => [target, hash]),
  );
  for (const [index, question] of asked.entries()) {
    for (const account of rows[index]?.accounts ?? []) {
      const linkedTo = await ownerOf(session, question.target, account.accountId);
      if (linkedTo === undefined || (await stillCarries(session, linkedTo, question.hash)))
        addCandidate(found, question, { ...account, linkedTo });
    }
  }
  return found;
}

function matchQuestions({ digest }: DecidingSession, person: Person, target: string, ledger: Ledger): MatchQuestion[] {
  if (ledger.get(person.id)?.has(target) === true) return [];
  return matchHashes(digest, keysOf(person)).map((hash) => ({ person: person.id, target, hash }));
}

function addCandidate(
  found: Map<string, Map<string, CandidateAccount[]>>,
  question: MatchQuestion,
  account: ListedAccount & Pick<CandidateAccount, 'linkedTo'>,
): void {
  const byTarget = found.get(question.person) ?? new Map<string, CandidateAccount[]>();
  const list = byTarget.get(question.target) ?? [];
  if (list.some(({ accountId }) => accountId === account.accountId)) return;
  found.set(question.person, byTarget.set(question.target, [...list, { ...account, certain: !question.hash.startsWith('m') }]));
}

/** Only asked for the few accounts that match somebody without a link. */
async function ownerOf({ store, tenant }: DecidingSession, target: string, accountId: string): Promise<string | undefined> {
  const page = await store.scan(tenant, 'account', { index: 'account', equals: [target, accountId], limit: 1 });
  return page.rows[0]?.person;
}

/** Whether the owner still goes by this key: after a rename the account has given it up, whatever the listing said. */
async function stillCarries(session: DecidingSession, owner: string, hash: string): Promise<boolean> {
  const person = (await loadPeople(session, [owner])).get(owner);
  return person === undefined || matchHashes(session.digest, keysOf(person)).includes(hash);
}

function keysOf({ id, primary }: Person): { externalId: string; employeeNumber: string | undefined; email: string | undefined } {
  return { externalId: id, employeeNumber: primary.employeeNumber ?? undefined, email: primary.workEmail ?? undefined };
}

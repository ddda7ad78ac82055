// The ledger of a batch of people in one call, and the keys that people and accounts are matched by.

import type { Account } from '../model/account.ts';
import type { Digest } from '../roster/digest.ts';
import { normalizeKey } from '../roster/joining.ts';
import type { AccountRow } from '../store/collections.ts';
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

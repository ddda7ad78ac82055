// Looking an account up, whatever the app takes for equal: only an account that carries exactly the key is a hit.
import type { Account, ConnectorContext, FindAnswer, FindKeys } from '@tenure/core/connector';
import type { NativeLookup } from './api.ts';

export async function findAccounts(lookups: readonly NativeLookup[], keys: FindKeys, context: ConnectorContext): Promise<FindAnswer> {
  const accounts = new Map<string, Account>();
  const verdicts = new Set<boolean>();
  for (const { key, look } of lookups) {
    const value = keys[key];
    if (value === undefined || value === '') continue;
    const looked = await look(value, context);
    const hits = looked.accounts.filter((account) => account.state !== 'gone' && carries(account, key, value));
    for (const hit of hits) accounts.set(hit.id, hit);
    verdicts.add(looked.decided || hits.length > 0);
  }
  if (accounts.size > 0) return { kind: 'found', accounts: [...accounts.values()] };
  return verdicts.has(true) && !verdicts.has(false) ? { kind: 'absent' } : { kind: 'cannot-tell' };
}

/** Our own key counts with its case, names of people and addresses without. */
function carries(account: Account, key: keyof FindKeys, value: string): boolean {
  const held = account[key];
  if (held === undefined) return false;
  return key === 'externalId' ? held === value : held.toLowerCase() === value.toLowerCase();
}

// Giving somebody an address HR does not state: the first that nobody holds, and that nobody held until lately.

import type { Person } from '../model/person.ts';
import { factsOf } from '../plan/desired.ts';
import { type AddressRule, addressesFor, addressFreeAt, namesBeforeAt, type Transliterate } from '../policy/addresses.ts';
import { normalizeKey } from '../roster/joining.ts';
import type { StandingRow } from '../store/collections.ts';
import type { StoreOp } from '../store/port.ts';
import { ownerOf } from './candidates.ts';
import { identityHashes } from './identities.ts';
import { ledgerOf, matchHashes } from './ledger.ts';
import { loadPeople } from './people.ts';
import type { DecidingSession } from './session.ts';

/** An address that is the person's from now on, with the names it was made of; or accounts that hold it and may be theirs. */
export type AddressFinding =
  | { readonly kind: 'given'; readonly address: string; readonly from: string; readonly ops: readonly StoreOp[] }
  | { readonly kind: 'in-question'; readonly target: string; readonly accountIds: readonly string[] };

/** More collisions than this are no coincidence: the pattern gives everybody the same name. */
const mostTries = 500;

/** True for whoever needs one, or whose names are no longer those it was made of. */
export function needsAddress(session: DecidingSession, person: Person): boolean {
  if (session.policy.addresses === undefined || person.phase === 'left' || person.phase === 'unknown') return false;
  return normalizeKey(person.primary.workEmail) === undefined;
}

/**
 * The address of somebody who needs one. `taken` holds what this batch has given away and the store does not know yet.
 * Reads the store; writes nothing.
 */
export async function findAddress(
  session: DecidingSession,
  rule: AddressRule,
  person: Person,
  known: StandingRow | undefined,
  taken: Map<string, string>,
): Promise<AddressFinding | undefined> {
  const names = namesBeforeAt(rule, factsOf(person, session.policy), await transliteration());
  const from = names.join(' ');
  const { address = null, addressFrom = null } = known ?? {};
  const fits = names.length === 0 || addressFrom === from || rule.onRename === 'keep';
  if (address !== null && fits && (await isTheirs(session, person, address)))
    return { kind: 'given', address, from: addressFrom ?? from, ops: [] };
  let tries = 0;
  for (const candidate of addressesFor(rule, names)) {
    tries += 1;
    if (tries > mostTries) return undefined;
    const [hash] = identityHashes(session.digest, { employeeNumber: null, workEmails: [candidate] });
    if (hash === undefined || (await isTaken(session, rule, person, hash, taken))) continue;
    const holders = await holdersOf(session, person, candidate);
    if (holders.kind === 'others') continue;
    if (holders.kind === 'unknown') return { kind: 'in-question', target: holders.target, accountIds: holders.accountIds };
    taken.set(hash, person.id);
    return { kind: 'given', address: candidate, from, ops: [{ op: 'put', in: 'identity', row: { hash, person: person.id } }] };
  }
  return undefined;
}

let loaded: Promise<Transliterate> | undefined;

/** Loaded when the first address is made: its tables are of no use to anybody else. */
const transliteration = (): Promise<Transliterate> => {
  loaded ??= import('any-ascii').then(({ default: anyAscii }) => anyAscii);
  return loaded;
};

/** Whoever was away for longer than the quarantine may find their address with somebody else. */
async function isTheirs({ store, tenant, digest }: DecidingSession, person: Person, address: string): Promise<boolean> {
  const rows = await store.get(tenant, 'identity', [identityHashes(digest, { employeeNumber: null, workEmails: [address] })]);
  return rows[0] === undefined || rows[0].person === person.id;
}

async function isTaken(
  session: DecidingSession,
  rule: AddressRule,
  person: Person,
  hash: string,
  taken: ReadonlyMap<string, string>,
): Promise<boolean> {
  const [row] = await session.store.get(session.tenant, 'identity', [[hash]]);
  const owner = taken.get(hash) ?? row?.person;
  if (owner === undefined || owner === person.id) return false;
  const holder = (await loadPeople(session, [owner])).get(owner);
  if (holder?.phase !== 'left' || holder.cutAt === null) return true;
  if (addressFreeAt(rule, holder.cutAt) > session.calendar.now) return true;
  // As long as an account of theirs may go by it, whoever got the address could get into that account.
  const accounts = (await ledgerOf(session, [owner])).get(owner);
  return [...(accounts?.values() ?? [])].some(({ state }) => state !== 'gone');
}

type Holders =
  | { readonly kind: 'nobody' | 'others' }
  | { readonly kind: 'unknown'; readonly target: string; readonly accountIds: readonly string[] };

/** Whose the accounts are that already go by this address, in targets whose accounts were listed. */
async function holdersOf(session: DecidingSession, person: Person, address: string): Promise<Holders> {
  const { store, tenant, digest, listed } = session;
  const [hash] = matchHashes(digest, { userName: address });
  if (hash === undefined) return { kind: 'nobody' };
  for (const target of [...listed].sort()) {
    const [row] = await store.get(tenant, 'candidate', [[target, hash]]);
    const accountIds: string[] = [];
    for (const accountId of row?.accounts ?? []) {
      const owner = await ownerOf(session, target, accountId);
      if (owner === undefined) accountIds.push(accountId);
      else if (owner !== person.id) return { kind: 'others' };
    }
    if (accountIds.length > 0) return { kind: 'unknown', target, accountIds };
  }
  return { kind: 'nobody' };
}

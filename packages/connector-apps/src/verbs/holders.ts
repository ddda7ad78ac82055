// Who holds a name that was refused as taken. Looked for once; a name that nobody shows is an error of its own.
import {
  type AccountProfile,
  type ConnectorContext,
  type FindAnswer,
  type FindKeys,
  isTenureError,
  TenureError,
} from '@tenure/core/connector';
import type { Naming } from './place.ts';
import { taken } from './trouble.ts';

/** Where holders are looked for. */
export interface Holding extends Naming {
  find(keys: FindKeys, context: ConnectorContext): Promise<FindAnswer>;
}

/** Adds to a conflict who holds the name. `ownId`: the account that is being changed, no holder of its own name. */
export async function withHolders<Value>(
  place: Holding,
  verb: string,
  ownId: string | undefined,
  profile: AccountProfile,
  context: ConnectorContext,
  write: () => Promise<Value>,
): Promise<Value> {
  try {
    return await write();
  } catch (error) {
    if (!isTenureError(error) || error.code !== 'CONNECTOR_CONFLICT' || error.details.accountIds !== undefined) throw error;
    const found = await holdersOf(place, profile, ownId, context);
    if (found === 'unknown') throw error;
    if (found.length > 0) throw taken(place, verb, ownId, found, 'another account holds the name', error.details);
    const fact = 'the name is refused as taken, and no account shows it';
    throw new TenureError('CONNECTOR_CONFLICT_NOT_VISIBLE', {
      system: place.system,
      verb,
      id: place.shown(ownId),
      fact,
      details: error.details,
    });
  }
}

/** Ids of the accounts that carry one of the profile's keys; `unknown` when that cannot be told now. */
export async function holdersOf(
  place: Holding,
  profile: AccountProfile,
  ownId: string | undefined,
  context: ConnectorContext,
): Promise<readonly string[] | 'unknown'> {
  try {
    const answer = await place.find(keysOf(profile), context);
    if (answer.kind === 'cannot-tell') return 'unknown';
    return answer.kind === 'absent' ? [] : answer.accounts.map((account) => account.id).filter((id) => id !== ownId);
  } catch (error) {
    // The conflict is certain; that its holder cannot be looked up now does not make it less so.
    if (isTenureError(error)) return 'unknown';
    throw error;
  }
}

/** What a person can be recognised by. */
export const keysOf = ({ externalId, employeeNumber, userName, email }: AccountProfile): FindKeys => ({
  externalId: externalId ?? undefined,
  employeeNumber: employeeNumber ?? undefined,
  userName: userName ?? undefined,
  email: email ?? undefined,
});

/** @throws {TenureError} `CONNECTOR_CONFLICT` where the person is there: an app that adopts would not tell us whose account it took. */
export async function refuseIfThere(place: Holding, verb: string, profile: AccountProfile, context: ConnectorContext): Promise<void> {
  const answer = await place.find(keysOf(profile), context);
  if (answer.kind !== 'found') return;
  throw taken(
    place,
    verb,
    undefined,
    answer.accounts.map(({ id }) => id),
  );
}

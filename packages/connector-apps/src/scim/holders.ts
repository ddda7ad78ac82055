// Who holds a name that was refused as taken. Looked for once; a name that nobody shows is an error of its own.
import { type AccountProfile, type ConnectorContext, type FindKeys, isTenureError, TenureError } from '@tenure/core/connector';
import { findAccounts } from './find.ts';
import type { ScimServer } from './server.ts';
import { taken } from './trouble.ts';

/** Adds to a conflict who holds the name. */
export async function withHolders<Value>(
  server: ScimServer,
  verb: string,
  id: string | undefined,
  profile: AccountProfile,
  context: ConnectorContext,
  write: () => Promise<Value>,
): Promise<Value> {
  try {
    return await write();
  } catch (error) {
    if (!isTenureError(error) || error.code !== 'CONNECTOR_CONFLICT') throw error;
    const found = await holdersOf(server, profile, id, context);
    if (found === 'unknown') throw error;
    if (found.length > 0) throw taken(server, verb, id, found, 'another account holds the name', error.details);
    const fact = 'the name is refused as taken, and no account shows it';
    throw new TenureError('CONNECTOR_CONFLICT_NOT_VISIBLE', {
      system: server.system,
      verb,
      id: server.shown(id),
      fact,
      details: error.details,
    });
  }
}

export async function holdersOf(
  server: ScimServer,
  { externalId, userName, email }: AccountProfile,
  ownId: string | undefined,
  context: ConnectorContext,
): Promise<readonly string[] | 'unknown'> {
  const keys: FindKeys = { externalId: externalId ?? undefined, userName: userName ?? undefined, email: email ?? undefined };
  try {
    const answer = await findAccounts(server, keys, context);
    if (answer.kind === 'cannot-tell') return 'unknown';
    return answer.kind === 'absent' ? [] : answer.accounts.map((account) => account.id).filter((id) => id !== ownId);
  } catch (error) {
    // The conflict is certain; that its holder cannot be looked up now does not make it less so.
    if (isTenureError(error)) return 'unknown';
    throw error;
  }
}

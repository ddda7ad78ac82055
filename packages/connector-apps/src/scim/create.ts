// Creating and updating accounts. A name that is taken is a conflict with the holders' ids, never a take-over.
import {
  type AccountAnswer,
  type AccountProfile,
  type ConnectorContext,
  type FindKeys,
  isTenureError,
  type ProfileAttribute,
  TenureError,
  type WriteAnswer,
} from '@tenure/core/connector';
import { getUser, patchUser, postUser, type ScimServer } from './api.ts';
import { findAccounts } from './find.ts';
import { operationsFor } from './patch.ts';
import { accountOf, type Resource, resourceFor, valueAt } from './resource.ts';

export async function createAccount(server: ScimServer, profile: AccountProfile, context: ConnectorContext): Promise<AccountAnswer> {
  const missing = server.profile.required.filter((name) => (profile[name] ?? '') === '');
  if (missing.length > 0) throw incomplete(server, 'create account', undefined, missing);
  const resource = await withHolders(server, 'create account', undefined, profile, context, () =>
    postUser(server, resourceFor(profile, server.profile), context),
  );
  if (wasThereBefore(resource, profile, server)) {
    throw new TenureError('CONNECTOR_CONFLICT', {
      system: server.system,
      verb: 'create account',
      fact: 'the app answered with an account that was there before',
      details: { accountIds: [resource.id] },
    });
  }
  return { outcome: 'changed', account: accountOf(resource, server.profile) };
}

export async function updateAccount(
  server: ScimServer,
  id: string,
  attributes: AccountProfile,
  context: ConnectorContext,
): Promise<WriteAnswer> {
  const verb = 'update account';
  const cleared = server.profile.required.filter((name) => attributes[name] === null || attributes[name] === '');
  if (cleared.length > 0) throw incomplete(server, verb, id, cleared);
  const current = await getUser(server, verb, id, context);
  if (current === undefined) throw noAccount(server, verb, id);
  const operations = operationsFor(current, attributes, server.profile);
  if (operations.length === 0) return { outcome: 'unchanged' };
  const patched = await withHolders(server, verb, id, attributes, context, () => patchUser(server, verb, id, operations, context));
  if (!patched) throw noAccount(server, verb, id);
  return { outcome: 'changed' };
}

/** Two signs of a server that binds a person it knows instead of refusing: another key of theirs, or an old account. */
function wasThereBefore(resource: Resource, profile: AccountProfile, server: ScimServer): boolean {
  const externalId = valueAt(resource, server.profile.places.externalId);
  if (externalId !== undefined && typeof profile.externalId === 'string' && externalId !== profile.externalId) return true;
  const { created, lastModified } = (resource['meta'] ?? {}) as { readonly created?: unknown; readonly lastModified?: unknown };
  // Both by the server's own clock; a new account has hardly had time to be changed.
  return Date.parse(String(lastModified)) - Date.parse(String(created)) > 60_000;
}

/** Adds to a conflict who holds the name; where the app shows nobody, that is an error of its own. */
async function withHolders<Value>(
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
    const { system } = server;
    const found = await holdersOf(server, profile, id, context);
    if (found === 'unknown') throw error;
    if (found.length > 0) {
      const details = { ...error.details, accountIds: found };
      throw new TenureError('CONNECTOR_CONFLICT', { system, verb, id, fact: 'another account holds the name', details });
    }
    const fact = 'the name is refused as taken, and no account shows it';
    throw new TenureError('CONNECTOR_CONFLICT_NOT_VISIBLE', { system, verb, id, fact, details: error.details });
  }
}

async function holdersOf(
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

function incomplete({ system }: ScimServer, verb: string, id: string | undefined, fields: readonly ProfileAttribute[]): TenureError {
  const fact = `the app needs ${fields.join(', ')}`;
  return new TenureError('CONNECTOR_REJECTED', { system, verb, id, fact, details: { fields } });
}

export function noAccount({ system }: ScimServer, verb: string, id: string): TenureError {
  return new TenureError('CONNECTOR_REJECTED', { system, verb, id, fact: 'there is no such account', details: { status: 404 } });
}

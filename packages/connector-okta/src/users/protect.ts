// Who must not be turned off by a machine, asked right before it would happen.
import { type ConnectorContext, TenureError, type WriteContext } from '@tenure/core/connector';
import { getRoles, getUser } from '../api/users.ts';
import { type Org, ownsTheToken } from '../org.ts';

/**
 * Refuses administrators and the owner of the token; with `allowAdmins` the owner alone, for without that user the token
 * is void. Answers `gone` when there is no such user, where that was seen.
 *
 * @throws {TenureError} `CONNECTOR_PROTECTED_ACCOUNT`; nothing was changed. `CONNECTOR_FORBIDDEN` when roles cannot be read.
 */
export async function refuseProtected(org: Org, verb: string, id: string, context: WriteContext): Promise<'gone' | 'ordinary'> {
  const ownerId = await org.ownerId(context);
  if (id === ownerId) throw refusal(org, verb, id, ownsTheToken);
  // Where nobody can tell whose token it is, its owner is among the administrators.
  const isOwnerKnown = ownerId !== undefined || org.transport.belongsTo === 'app';
  if (context.allowAdmins === true && isOwnerKnown) return 'ordinary';
  const roles = await getRoles(org.http, id, context);
  if (roles === undefined) return withoutRoles(org, verb, id, context);
  if (roles.length > 0) throw refusal(org, verb, id, `it has administrator roles (${roles.length})`);
  return 'ordinary';
}

/** Roles that are not found can mean nobody. Only the user's own absence does; whoever is deprovisioned has lost every role. */
async function withoutRoles(org: Org, verb: string, id: string, context: ConnectorContext): Promise<'gone' | 'ordinary'> {
  const user = await getUser(org.http, { id }, context);
  if (user === undefined) return 'gone';
  if (user.status === 'DEPROVISIONED') return 'ordinary';
  const [fact, expected] = ['Okta shows the user and does not find its roles', 'the roles of the user'];
  throw new TenureError('CONNECTOR_RESPONSE_UNREADABLE', { system: org.settings.id, verb, id, fact, details: { expected } });
}

function refusal(org: Org, verb: string, id: string, because: string): TenureError {
  return new TenureError('CONNECTOR_PROTECTED_ACCOUNT', {
    system: org.settings.id,
    verb,
    id,
    fact: `the account is protected: ${because}`,
    details: { because },
  });
}

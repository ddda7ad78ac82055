// The errors that more than one verb throws.
import { type AccountState, type ErrorDetails, type ProfileAttribute, TenureError } from '@tenure/core/connector';
import type { ScimServer } from './server.ts';

export function wrongAddress(server: ScimServer, verb: string, id?: string): TenureError {
  const fact = 'the address answers 404 and not as a SCIM server; look at the base URL';
  return new TenureError('CONNECTOR_RESPONSE_UNREADABLE', {
    system: server.system,
    verb,
    id: server.shown(id),
    fact,
    details: { status: 404, expected: 'a SCIM answer' },
  });
}

export function noAccount(server: ScimServer, verb: string, id: string): TenureError {
  return new TenureError('CONNECTOR_REJECTED', {
    system: server.system,
    verb,
    id: server.shown(id),
    fact: 'there is no such account',
    details: { status: 404 },
  });
}

export function notEffective(server: ScimServer, verb: string, id: string, state: AccountState, expected: string): TenureError {
  const fact = `the app said yes and shows the account as ${state}`;
  return new TenureError('CONNECTOR_NOT_EFFECTIVE', { system: server.system, verb, id: server.shown(id), fact, details: { expected } });
}

export function incomplete(server: ScimServer, verb: string, id: string | undefined, fields: readonly ProfileAttribute[]): TenureError {
  const fact = `the app needs ${fields.join(', ')}`;
  return new TenureError('CONNECTOR_REJECTED', { system: server.system, verb, id: server.shown(id), fact, details: { fields } });
}

export function taken(
  server: ScimServer,
  verb: string,
  id: string | undefined,
  accountIds: readonly string[],
  fact = 'another account holds the name',
  more: ErrorDetails['CONNECTOR_CONFLICT'] = {},
): TenureError {
  return new TenureError('CONNECTOR_CONFLICT', {
    system: server.system,
    verb,
    id: server.shown(id),
    fact,
    details: { ...more, accountIds },
  });
}

// The errors that more than one verb throws.
import { type AccountState, type ErrorDetails, type ProfileAttribute, TenureError } from '@tenure/core/connector';
import type { Naming } from './place.ts';

/** A 404 that is not the word of the app's own interface: a wrong address, a gateway, another service. Nobody is gone. */
export function wrongAddress(place: Naming, verb: string, id: string | undefined, spoken: string): TenureError {
  const fact = `the address answers 404 and not as ${spoken}; look at the base URL`;
  return new TenureError('CONNECTOR_RESPONSE_UNREADABLE', {
    system: place.system,
    verb,
    id: place.shown(id),
    fact,
    details: { status: 404, expected: `an answer of ${spoken}` },
  });
}

/** An answer about another account than was asked for. */
export function anotherAccount(place: Naming, verb: string, id: string): TenureError {
  const [fact, expected] = ['the app answers with another account than was asked for', 'the account of this id'];
  return new TenureError('CONNECTOR_RESPONSE_UNREADABLE', { system: place.system, verb, id: place.shown(id), fact, details: { expected } });
}

export function noAccount(place: Naming, verb: string, id: string): TenureError {
  return new TenureError('CONNECTOR_REJECTED', {
    system: place.system,
    verb,
    id: place.shown(id),
    fact: 'there is no such account',
    details: { status: 404 },
  });
}

export function notEffective(
  place: Naming,
  verb: string,
  id: string,
  state: AccountState,
  expected: string,
  said = 'said yes',
): TenureError {
  const fact = `the app ${said} and shows the account as ${state}`;
  return new TenureError('CONNECTOR_NOT_EFFECTIVE', { system: place.system, verb, id: place.shown(id), fact, details: { expected } });
}

export function incomplete(place: Naming, verb: string, id: string | undefined, fields: readonly ProfileAttribute[]): TenureError {
  const fact = `the app needs ${fields.join(', ')}`;
  return new TenureError('CONNECTOR_REJECTED', { system: place.system, verb, id: place.shown(id), fact, details: { fields } });
}

export function taken(
  place: Naming,
  verb: string,
  id: string | undefined,
  accountIds: readonly string[],
  fact = 'another account holds the name',
  more: ErrorDetails['CONNECTOR_CONFLICT'] = {},
): TenureError {
  return new TenureError('CONNECTOR_CONFLICT', {
    system: place.system,
    verb,
    id: place.shown(id),
    fact,
    details: { ...more, accountIds },
  });
}

export function irreversible(place: Naming, id: string): TenureError {
  const fact = 'removal cannot be undone in this app, and `allowIrreversible` is false';
  return new TenureError('CONNECTOR_IRREVERSIBLE_REFUSED', {
    system: place.system,
    verb: 'delete account',
    id: place.shown(id),
    fact,
    details: {},
  });
}

// How a store says no: a request it cannot carry out, or a store that was closed.
import { TenureError } from '../connector/errors.ts';

/** A request that does not fit the collections. Says where and why, never which value. */
export function refused(verb: string, path: string, reason: string): TenureError<'OPTIONS_INVALID'> {
  return new TenureError('OPTIONS_INVALID', {
    system: 'store',
    verb,
    fact: `${path}: ${reason}`,
    details: { problems: [{ path, reason }] },
  });
}

export function closedStore(verb: string): TenureError<'STORE_UNREADABLE'> {
  return new TenureError('STORE_UNREADABLE', {
    system: 'store',
    verb,
    fact: 'the store is closed',
    details: { expected: 'an open store' },
    hint: 'Make a new lifecycle or open the store again; the file is as it was when it was closed.',
  });
}

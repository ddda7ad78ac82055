// What SQLite reports, in the words of the error table. Nothing of SQLite's text that could hold a value gets out.
import { type AnyTenureError, isTenureError, TenureError } from '../../connector/errors.ts';
import { refused } from '../refusal.ts';

const busy = 5;
const locked = 6;
const full = 13;
const cannotOpen = 14;
const tooBig = 18;

/** The fault of one SQLite call as a TenureError; one that already is passes through. */
export function storeFailure(verb: string, error: unknown): AnyTenureError {
  if (isTenureError(error)) return error;
  const code = resultCode(error);
  switch (code) {
    case busy:
    case locked:
      return new TenureError('STORE_BUSY', { system: 'store', verb, fact: 'another process holds the store', details: {}, cause: error });
    case full:
      return new TenureError('STORE_FULL', {
        system: 'store',
        verb,
        fact: 'no room is left; nothing was written',
        details: {},
        cause: error,
      });
    case tooBig:
      return refused(verb, 'ops', 'a value is too large');
    case cannotOpen:
      return unreadable(verb, 'the file cannot be opened: folder missing, or no permission', 'a file in a folder that exists', {
        cause: error,
        hint: 'Make the folder, and let this process read and write it; nothing was written.',
      });
    case undefined:
      return unreadable(verb, `the system answered ${systemCode(error) ?? 'with an error'}`, 'a readable store', {
        cause: error,
        hint: unread,
      });
    default:
      return unreadable(verb, `SQLite answered ${code}`, 'a readable store', { cause: error, hint: unread });
  }
}

const unread = 'The file or its disk cannot be read: look at both, and go back to a copy if it is damaged.';

/** `more`: what caused it, and what to do where that is not to check the path. */
export function unreadable(
  verb: string,
  fact: string,
  expected: string,
  more: { readonly cause?: unknown; readonly hint?: string } = {},
): TenureError<'STORE_UNREADABLE'> {
  return new TenureError('STORE_UNREADABLE', { system: 'store', verb, fact, details: { expected }, ...more });
}

export function newer(found: number, supported: number): TenureError<'STORE_NEWER'> {
  return new TenureError('STORE_NEWER', {
    system: 'store',
    verb: 'open store',
    fact: `the file has version ${found}, this program knows up to ${supported}`,
    details: { found, supported },
  });
}

/** True when somebody else holds the lock: worth asking again. */
export function isBusy(error: unknown): boolean {
  const code = resultCode(error);
  return code === busy || code === locked;
}

/** SQLite's primary result code: the low byte of the extended one. */
function resultCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}

/** The file system's code, such as `EACCES`. */
function systemCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

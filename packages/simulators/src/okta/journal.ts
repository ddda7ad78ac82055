// The journal: every request as it was answered, told apart by what it is for.
import type { Bucket } from './traffic/limits.ts';

/** `role-check`: reads whether somebody is an administrator; `token`: asks for an access token. */
export type CallKind = 'read' | 'write' | 'role-check' | 'token';

/** One request as it was answered. `status` 0: the connection was broken. */
export interface JournalEntry {
  readonly method: string;
  /** Path and query, without the origin. */
  readonly path: string;
  readonly kind: CallKind;
  readonly bucket: Bucket;
  readonly status: number;
  /** What would have been answered had the answer arrived. Absent where it did, and where nothing was done. */
  readonly lost?: number | undefined;
  /** Id of the API token or the client that asked; absent when nobody could be told. */
  readonly principal?: string | undefined;
  /** When it came in, on the server's clock. */
  readonly at: number;
}

const roleCheck = /^\/api\/v1\/(?:(?:users|groups)\/[^/]+\/roles|iam\/.*)$/;

export function kindOf(method: string, path: string): CallKind {
  if (path === '/oauth2/v1/token') return 'token';
  if (method !== 'GET') return 'write';
  return roleCheck.test(path) ? 'role-check' : 'read';
}

// The keys personal data in the store is sealed with.
import type { Credential } from '../../connector/context.ts';
import { TenureError } from '../../connector/errors.ts';
import { resolveCredential } from '../../connector/http/credential.ts';

/** One key by name. The name is in every sealed value; the key is nowhere. */
export interface EncryptionKey {
  /** Letters, digits, dashes and underscores, at most 32. Never used again for another key. */
  readonly id: string;
  /** 32 random bytes as 64 hexadecimal characters or in base64; or a function that fetches them. */
  readonly key: Credential;
}

/** Seals personal data in the store with AES-256-GCM. Hashes, ids and instants stay readable: look-ups need them. */
export interface EncryptionOptions {
  /** The first one seals; all of them unseal. Put a new one first to rotate, and call `reencrypt`. */
  readonly keys: readonly EncryptionKey[];
}

export interface SealingKeys {
  readonly current: { readonly id: string; readonly key: Buffer };
  readonly byId: ReadonlyMap<string, Buffer>;
}

/** @throws {TenureError} `OPTIONS_INVALID` when a key is not 32 bytes; never shows it. */
export async function fetchKeys({ keys }: EncryptionOptions): Promise<SealingKeys> {
  const fetched = await Promise.all(keys.map(async ({ id, key }) => ({ id, key: readKey(id, await resolveCredential(key)) })));
  const [current] = fetched;
  if (current === undefined) throw misfit('keys', 'expected at least one');
  return { current, byId: new Map(fetched.map(({ id, key }) => [id, key])) };
}

function readKey(id: string, text: string): Buffer {
  const bytes = /^[0-9a-fA-F]{64}$/.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64');
  if (bytes.length === 32) return bytes;
  throw misfit(`keys.${id}`, 'expected 32 bytes as 64 hexadecimal characters or in base64');
}

function misfit(path: string, reason: string): TenureError<'OPTIONS_INVALID'> {
  const at = `encryption.${path}`;
  const problems = [{ path: at, reason }];
  return new TenureError('OPTIONS_INVALID', { system: 'lifecycle', verb: 'read options', fact: `${at}: ${reason}`, details: { problems } });
}

// One value, sealed: AES-256-GCM under a named key, bound to its tenant, collection, row and column.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { TenureError } from '../../connector/errors.ts';
import type { SealingKeys } from './keys.ts';

const mark = 'sealed:1:';
const nonceBytes = 12;
const tagBytes = 16;

/** `sealed:1:<key id>:<nonce, ciphertext, tag>`. Every call has another nonce. */
export function seal({ current }: SealingKeys, place: string, value: unknown): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', current.key, nonce).setAAD(Buffer.from(place));
  const sealed = Buffer.concat([nonce, cipher.update(JSON.stringify(value), 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${mark}${current.id}:${sealed.toString('base64url')}`;
}

/** The id of the key a value is sealed with; undefined for one that is not sealed. */
export function keyOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || !value.startsWith(mark)) return undefined;
  return value.slice(mark.length, value.indexOf(':', mark.length));
}

/**
 * The value. One that was written before sealing began comes back as it is.
 *
 * @throws {TenureError} `STORE_UNREADABLE` when the key is missing or does not fit.
 */
export function unseal(keys: SealingKeys, place: string, value: unknown): unknown {
  const id = keyOf(value);
  if (id === undefined) return value;
  const key = keys.byId.get(id);
  if (key === undefined) throw unreadable(id, 'its key is not among the keys given');
  const bytes = Buffer.from(String(value).slice(mark.length + id.length + 1), 'base64url');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(-tagBytes));
    const text = Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]);
    return JSON.parse(text.toString('utf8'));
  } catch {
    // What OpenSSL says helps nobody, and a parser might quote the text.
    throw unreadable(id, 'the key of this id is another one, or the row was changed');
  }
}

export function unreadable(id: string, fact: string): TenureError<'STORE_UNREADABLE'> {
  const details = { expected: `the key ${id} it was sealed with` };
  const hint = `Give the key ${id} that the store was written with, under that id; nothing was changed.`;
  return new TenureError('STORE_UNREADABLE', { system: 'store', verb: 'unseal', id, fact, details, hint });
}

// A short text that changes when any of some values does.
import { createHash } from 'node:crypto';

export function digestOf(values: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('base64url').slice(0, 22);
}

// A service app with a fresh key pair, as its administrator would set it up in an org.
import { generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { OktaServer } from '@tenure/simulators/okta';
import type { OktaServiceAppOptions } from '../src/options.ts';

export const scopes: readonly string[] = [
  'okta.users.manage',
  'okta.users.read',
  'okta.groups.manage',
  'okta.groups.read',
  'okta.roles.read',
  'okta.logs.read',
  'okta.schemas.read',
];

export type KeyKind = 'rsa' | 'ec';

export const clientId = '0oa1tenure0000000000';

export interface SeededApp {
  readonly options: OktaServiceAppOptions;
  readonly pem: string;
  readonly publicKey: JsonWebKey;
}

export function seedApp(
  server: OktaServer,
  { kind = 'ec', form = 'pem', dpop = true }: { readonly kind?: KeyKind; readonly form?: 'pem' | 'jwk'; readonly dpop?: boolean } = {},
): SeededApp {
  const { privateKey, publicKey } = pairOf(kind);
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const jwk = publicKey.export({ format: 'jwk' });
  server.backend.seedServiceApp({ clientId, keys: [{ ...jwk, kid: 'key-1' }], scopes, roles: ['SUPER_ADMIN'], dpop });
  const text = form === 'pem' ? pem : JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid: 'key-1' });
  return { options: { orgUrl: server.url, clientId, privateKey: text, scopes }, pem, publicKey: jwk };
}

function pairOf(kind: KeyKind): { readonly privateKey: KeyObject; readonly publicKey: KeyObject } {
  return kind === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

// The private key of a service app, as PEM or as a JWK, read when it is needed and kept nowhere else.
import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { Credential } from '@tenure/core/connector';
import { resolveCredential } from '@tenure/core/connector/http';
import { z } from 'zod';
import { refusedCredential } from './transport.ts';

export interface OpenedKey {
  readonly signingKey: KeyObject;
  readonly alg: string;
  /** The key's own name, where a JWK has one. */
  readonly keyId?: string | undefined;
}

const jwkSchema = z.looseObject({ kty: z.string(), kid: z.string().optional(), alg: z.string().optional() });

const algorithms: Readonly<Record<string, string>> = { prime256v1: 'ES256', secp384r1: 'ES384', secp521r1: 'ES512' };

/** @throws {TenureError} `CONNECTOR_UNAUTHENTICATED` from the answer when the text is no private key that Okta takes. */
export function openKey(system: string, privateKey: Credential): () => Promise<OpenedKey> {
  return async () => {
    const text = (await resolveCredential(privateKey)).trim();
    try {
      const jwk = text.startsWith('{') ? jwkSchema.parse(JSON.parse(text)) : undefined;
      const signingKey = createPrivateKey(jwk === undefined ? text : { key: jwk, format: 'jwk' });
      const alg = jwk?.alg ?? algorithmOf(signingKey);
      if (alg === undefined) throw new TypeError('unknown kind of key');
      return { signingKey, alg, keyId: jwk?.kid };
    } catch {
      // The original message may repeat a part of the key.
      throw refusedCredential(system, 'the private key is neither PEM nor JWK of an RSA or EC key without a passphrase');
    }
  };
}

function algorithmOf(key: KeyObject): string | undefined {
  if (key.asymmetricKeyType === 'rsa') return 'RS256';
  return algorithms[key.asymmetricKeyDetails?.namedCurve ?? ''];
}

// DPoP, RFC 9449: every request proves that whoever sends the token holds the key it was given to.
import { createHash } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

interface ProofFacts {
  readonly method: string;
  readonly url: string;
  readonly nonce?: string | undefined;
  /** The token the proof is for; absent when asking for one. */
  readonly token?: string | undefined;
}

export interface Proofs {
  sign(facts: ProofFacts, now: number): Promise<string>;
}

const alg = 'ES256';

/** Proofs of one key pair that is made on first use and lives as long as the provider. */
export function openProofs(): Proofs {
  let made: ReturnType<typeof generateKeyPair> | undefined;
  return {
    async sign({ method, url, nonce, token }, now) {
      made ??= generateKeyPair(alg);
      const { privateKey, publicKey } = await made;
      const { kty, crv, x, y } = await exportJWK(publicKey);
      const address = new URL(url);
      const claims = {
        htm: method,
        htu: `${address.origin}${address.pathname}`,
        ...(nonce === undefined ? {} : { nonce }),
        ...(token === undefined ? {} : { ath: createHash('sha256').update(token).digest('base64url') }),
      };
      return new SignJWT(claims)
        .setProtectedHeader({ typ: 'dpop+jwt', alg, jwk: { kty, crv, x, y } as { kty: string } })
        .setIssuedAt(Math.floor(now / 1_000))
        .setJti(crypto.randomUUID())
        .sign(privateKey);
    },
  };
}

/** A `fetch` that adds the proof wherever a token of the kind DPoP is sent. Asked for a nonce it sends once more: nothing was done. */
export function withProof(proofs: Proofs, send: typeof globalThis.fetch = globalThis.fetch, now: () => number): typeof fetch {
  let nonce: string | undefined;
  return async (input, init) => {
    const request = new Request(input, init);
    const token = /^DPoP (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
    if (token === undefined) return send(request);
    const body = await request.clone().text();
    const once = async () => {
      const proof = await proofs.sign({ method: request.method, url: request.url, nonce, token }, now());
      const headers = new Headers(request.headers);
      headers.set('dpop', proof);
      return send(new Request(request, { headers, ...(body === '' ? {} : { body }) }));
    };
    const first = await once();
    const wanted = first.headers.get('dpop-nonce') ?? undefined;
    const renewed = wanted !== undefined && wanted !== nonce;
    nonce = wanted ?? nonce;
    return first.status === 401 && renewed ? once() : first;
  };
}

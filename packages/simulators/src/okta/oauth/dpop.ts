// Proofs of possession (RFC 9449): that whoever sends a token holds the key it is bound to, for this request, once.
import { createHash, type JsonWebKey } from 'node:crypto';
import { readJwt } from '../../serving/jwt.ts';

/** What a proof is held against. */
export interface DpopChecks {
  now(): number;
  /** Whether the identifier of a proof or an assertion is seen for the first time. */
  isNew(jti: string): boolean;
}

export interface Proof {
  readonly thumbprint: string;
  readonly nonce: unknown;
  /** The `ath` claim: the hash of the access token that goes with it. */
  readonly tokenHash: unknown;
}

const toleranceMs = 5 * 60 * 1000;

/** The proof in a `DPoP` header for one request, or why it is none. */
export function readProof(
  header: string | undefined,
  request: { readonly method: string; readonly address: string },
  { now, isNew }: DpopChecks,
): Proof | { readonly refusal: string } {
  const proof = readJwt(header ?? '');
  const key = proof?.header['jwk'] as JsonWebKey | undefined;
  if (proof === undefined || key === undefined || proof.header['typ'] !== 'dpop+jwt') return { refusal: 'The DPoP proof cannot be read' };
  if (key.d !== undefined || !proof.isSignedBy(key)) return { refusal: 'The signature of the DPoP proof is not valid' };
  const { htm, htu, iat, jti, nonce, ath } = proof.claims;
  if (htm !== request.method || htu !== request.address) return { refusal: 'The DPoP proof is for another request' };
  if (typeof iat !== 'number' || Math.abs(now() - iat * 1000) > toleranceMs) return { refusal: 'The DPoP proof is not of now' };
  if (typeof jti !== 'string' || !isNew(`proof ${jti}`)) return { refusal: 'The DPoP proof was used before' };
  return { thumbprint: thumbprintOf(key), nonce, tokenHash: ath };
}

/** The thumbprint of a key (RFC 7638). */
function thumbprintOf({ kty, e, n, crv, x, y }: JsonWebKey): string {
  const canonical = kty === 'RSA' ? { e, kty, n } : { crv, kty, x, y };
  return createHash('sha256').update(JSON.stringify(canonical)).digest('base64url');
}

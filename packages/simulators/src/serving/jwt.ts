// Signed JSON: reads and verifies what clients send, with the platform's own cryptography.
import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';

type Claims = Readonly<Record<string, unknown>>;

export interface SignedJson {
  readonly header: Claims;
  readonly claims: Claims;
  /** Whether this key has made the signature. */
  isSignedBy(key: JsonWebKey): boolean;
}

/** What is accepted: RSA and the curves of the same strength. */
const algorithms: Readonly<Record<string, { readonly type: 'RSA' | 'EC'; readonly hash: string }>> = {
  RS256: { type: 'RSA', hash: 'sha256' },
  RS384: { type: 'RSA', hash: 'sha384' },
  RS512: { type: 'RSA', hash: 'sha512' },
  ES256: { type: 'EC', hash: 'sha256' },
  ES384: { type: 'EC', hash: 'sha384' },
  ES512: { type: 'EC', hash: 'sha512' },
};

/** The token in parts; undefined when it is none, or its algorithm is not accepted. */
export function readJwt(token: string): SignedJson | undefined {
  const [head, body, signature, ...more] = token.split('.');
  if (head === undefined || body === undefined || signature === undefined || more.length > 0) return undefined;
  const [header, claims] = [objectOf(head), objectOf(body)];
  const algorithm = algorithms[String(header?.['alg'])];
  if (header === undefined || claims === undefined || algorithm === undefined) return undefined;
  return {
    header,
    claims,
    isSignedBy(key) {
      if (key.kty !== algorithm.type) return false;
      try {
        const publicKey = createPublicKey({ key, format: 'jwk' });
        const made = Buffer.from(signature, 'base64url');
        return verify(algorithm.hash, Buffer.from(`${head}.${body}`), { key: publicKey, dsaEncoding: 'ieee-p1363' }, made);
      } catch {
        return false;
      }
    },
  };
}

function objectOf(part: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

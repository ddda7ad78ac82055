// Who sends a request: read from the Authorization header, with the DPoP proof where the token is bound to a key.
import { createHash } from 'node:crypto';
import { type DpopChecks, readProof } from '../oauth/dpop.ts';
import { OktaProblem, problem } from '../problems.ts';
import type { Incoming } from '../traffic/incoming.ts';
import type { Principal, Principals } from './principals.ts';

/** @throws {OktaProblem} E0000004 without a credential, E0000011 with one that is not good any more. */
export function identify({ method, url, headers }: Incoming, principals: Principals, dpop: DpopChecks): Principal {
  const [scheme, sent] = (headers['authorization'] ?? '').split(' ');
  if (sent === undefined || sent === '') throw problem('E0000004');
  if (scheme === 'SSWS') return principals.byApiToken(sent);
  const token = scheme === 'Bearer' || scheme === 'DPoP' ? principals.accessToken(sent) : undefined;
  if (token === undefined) throw problem('E0000011');
  // Unconfirmed: how a token that is bound to a key is refused without its proof.
  if ((token.boundTo !== undefined) !== (scheme === 'DPoP')) throw problem('E0000011');
  if (token.boundTo === undefined) return principals.byApp(token);
  const proof = readProof(headers['dpop'], { method, address: url.origin + url.pathname }, dpop);
  const hash = createHash('sha256').update(sent).digest('base64url');
  if ('refusal' in proof) throw new OktaProblem('E0000011', 401, proof.refusal, []);
  if (proof.thumbprint !== token.boundTo || proof.tokenHash !== hash) throw problem('E0000011');
  return principals.byApp(token);
}

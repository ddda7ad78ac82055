// The token endpoint: an access token of one hour for a service app's signed assertion, bound to a key where DPoP is wanted.
import type { Principals } from '../principals/principals.ts';
import type { Answer } from '../routes/call.ts';
import type { Incoming } from '../traffic/incoming.ts';
import { readAssertion } from './assertion.ts';
import { type DpopChecks, readProof } from './dpop.ts';

export interface TokenEndpoint {
  answer(incoming: Incoming): Answer;
  /** From now on another nonce is wanted in proofs. */
  rotateNonce(): void;
}

export interface TokenEndpointOptions {
  readonly principals: Principals;
  readonly checks: DpopChecks;
  readonly lifeMs: number;
}

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

const refused = (error: string, description: string, status = 400, headers: Answer['headers'] = {}): Answer => ({
  status,
  body: { error, error_description: description },
  headers,
});

export function createTokenEndpoint({ principals, checks, lifeMs }: TokenEndpointOptions): TokenEndpoint {
  let turn = 1;
  const nonce = (): string => `nonce-${turn}`;

  /** The thumbprint to bind to, or the refusal. A proof that nobody asked for counts as well. */
  const boundTo = ({ method, url, headers }: Incoming, wanted: boolean): { readonly thumbprint?: string } | Answer => {
    if (headers['dpop'] === undefined) return wanted ? refused('invalid_dpop_proof', 'The DPoP proof is missing') : {};
    const proof = readProof(headers['dpop'], { method, address: url.origin + url.pathname }, checks);
    if ('refusal' in proof) return refused('invalid_dpop_proof', proof.refusal);
    if (proof.nonce === nonce()) return { thumbprint: proof.thumbprint };
    return refused('use_dpop_nonce', 'Authorization server requires nonce in DPoP proof.', 400, { 'dpop-nonce': nonce() });
  };

  return {
    rotateNonce() {
      turn += 1;
    },
    answer(incoming) {
      const form = new URLSearchParams(incoming.text);
      const wrong = wrongForm(incoming, form);
      if (wrong !== undefined) return wrong;
      const audience = incoming.url.origin + incoming.url.pathname;
      const assertion = readAssertion(form.get('client_assertion') ?? '', { now: checks.now, audience, app: principals.app });
      if ('refusal' in assertion) return refused('invalid_client', assertion.refusal, 401);
      const { client, jti } = assertion;
      const scopes = (form.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
      if (scopes.length === 0 || !scopes.every((scope) => client.scopes.includes(scope)))
        return refused('invalid_scope', 'A scope is missing or not granted to the client');
      const bound = boundTo(incoming, client.dpop);
      if ('status' in bound) return bound;
      // Only now: a client that is sent back for a nonce may come again with the same assertion.
      if (jti !== undefined && !checks.isNew(`assertion ${jti}`))
        return refused('invalid_client', 'The client_assertion was used before', 401);
      const expiresAt = checks.now() + lifeMs;
      const token = principals.issue({ clientId: client.clientId, scopes, expiresAt, boundTo: bound.thumbprint });
      const type = bound.thumbprint === undefined ? 'Bearer' : 'DPoP';
      return { status: 200, body: { token_type: type, expires_in: lifeMs / 1000, access_token: token, scope: scopes.join(' ') } };
    },
  };
}

function wrongForm({ headers }: Incoming, form: URLSearchParams): Answer | undefined {
  const isForm = (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  if (!isForm) return refused('invalid_request', 'The body must be a form');
  if (form.get('grant_type') !== 'client_credentials') return refused('unsupported_grant_type', 'Only client_credentials is supported');
  if (form.get('client_assertion_type') === assertionType) return undefined;
  return refused('invalid_client', 'Only private_key_jwt is supported', 401);
}

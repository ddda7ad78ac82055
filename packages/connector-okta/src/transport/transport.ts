// How requests of ours get to the org: who they say they are, and what carries them.
import { type ConnectorContext, TenureError } from '@tenure/core/connector';
import type { Authorize } from '@tenure/core/connector/http';

export interface Transport {
  readonly baseUrl: string;
  readonly authorize: Authorize;
  /** What sends instead of the runtime's own `fetch`. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** `user`: the credential belongs to a user of the org, who must never be turned off with it. */
  readonly belongsTo: 'user' | 'app';
  /** The id that the System Log shows as the actor of what we do, where it is known without asking. */
  readonly actorId?: string | undefined;
  /** The scopes that Okta granted; absent where a credential has none. */
  scopes?(context: ConnectorContext): Promise<readonly string[]>;
}

export function refusedCredential(system: string, fact: string, vendorCode?: string): TenureError {
  return new TenureError('CONNECTOR_UNAUTHENTICATED', { system, verb: 'fetch token', fact, details: { vendorCode } });
}

// Who may call the API: administrators by their tokens, service apps by access tokens. A token is as good as its owner.
import type { JsonWebKey } from 'node:crypto';
import type { createIds } from '../ids.ts';
import type { Actor, Emit } from '../log/events.ts';
import { problem } from '../problems.ts';
import type { OktaUser } from '../records.ts';
import type { OktaSwitches } from '../switches.ts';
import type { UserStore } from '../users/store.ts';

/** A service app: an OAuth client that signs in with its private key. */
export interface OktaServiceApp {
  readonly clientId: string;
  /** Public keys as JWK; `kid` must tell them apart when there are several. */
  readonly keys: readonly JsonWebKey[];
  /** Scopes granted to the app. */
  readonly scopes: readonly string[];
  readonly roles: readonly string[];
  /** Whether tokens are only given against a DPoP proof. */
  readonly dpop: boolean;
}

export interface AccessToken {
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
  /** Thumbprint of the key that a DPoP token is bound to. */
  readonly boundTo?: string | undefined;
}

/** Whoever makes a call. */
export interface Principal {
  readonly id: string;
  readonly actor: Actor;
  readonly roles: readonly string[];
  /** The owner of an API token; a service app is nobody. */
  readonly userId?: string | undefined;
  /** Absent for API tokens, which have no scopes. */
  readonly scopes?: readonly string[] | undefined;
}

interface ApiToken {
  readonly id: string;
  readonly ownerId: string;
  lastUsed: number;
}

export interface PrincipalsOptions {
  readonly now: () => number;
  readonly switches: OktaSwitches;
  readonly users: UserStore;
  readonly rolesOf: (user: OktaUser) => readonly string[];
  readonly newId: ReturnType<typeof createIds>;
  readonly emit: Emit;
}

export interface Principals {
  addToken(token: string, ownerId: string): void;
  /** Takes an API token or an access token away; whoever uses it from now on is refused. */
  revoke(token: string): void;
  addApp(app: OktaServiceApp): void;
  app(clientId: string): OktaServiceApp | undefined;
  issue(token: AccessToken): string;
  accessToken(token: string): AccessToken | undefined;
  /** @throws {OktaProblem} E0000011 */
  byApiToken(token: string): Principal;
  byApp(token: AccessToken): Principal;
}

const idleMs = 30 * 24 * 60 * 60 * 1000;

export function createPrincipals({ now, switches, users, rolesOf, newId, emit }: PrincipalsOptions): Principals {
  const tokens = new Map<string, ApiToken>();
  const apps = new Map<string, OktaServiceApp>();
  const issued = new Map<string, AccessToken>();

  const revoke = (token: string): void => {
    const { id } = tokens.get(token) ?? {};
    if (!tokens.delete(token)) issued.delete(token);
    if (id !== undefined) emit('system.api_token.revoke', [{ id, type: 'Token', alternateId: 'unknown', displayName: 'API token' }]);
  };

  // For good: activating the owner again brings none of them back.
  users.watch((before, after) => {
    if (before === undefined || (after !== undefined && after.status !== 'DEPROVISIONED')) return;
    for (const [token, { ownerId }] of [...tokens]) if (ownerId === before.id) revoke(token);
  });

  return {
    addToken: (token, ownerId) => void tokens.set(token, { id: newId('00T'), ownerId, lastUsed: now() }),
    revoke,
    addApp: (app) => void apps.set(app.clientId, app),
    app: (clientId) => apps.get(clientId),
    issue(token) {
      for (const [old, { expiresAt }] of issued) if (expiresAt <= now()) issued.delete(old);
      const made = `access-${newId('oae')}`;
      issued.set(made, token);
      return made;
    },
    accessToken(token) {
      const found = issued.get(token);
      return found !== undefined && now() < found.expiresAt && apps.has(found.clientId) ? found : undefined;
    },
    byApiToken(token) {
      const found = tokens.get(token);
      const owner = found === undefined ? undefined : users.all.get(found.ownerId);
      const off = owner === undefined || owner.status === 'SUSPENDED';
      const idle = found !== undefined && switches.idleTokenExpires && now() - found.lastUsed > idleMs;
      if (found === undefined || off || idle) throw problem('E0000011');
      found.lastUsed = now();
      const { profile } = owner;
      const displayName = `${profile['firstName'] ?? ''} ${profile['lastName'] ?? ''}`;
      const named = { id: owner.id, type: 'User', alternateId: String(profile['login']), displayName } as const;
      return { id: found.id, actor: { ...named, requestApiTokenId: found.id }, roles: rolesOf(owner), userId: owner.id };
    },
    byApp({ clientId, scopes }) {
      const actor = { id: clientId, type: 'PublicClientApp', alternateId: clientId, displayName: clientId } as const;
      return { id: clientId, actor, roles: apps.get(clientId)?.roles ?? [], scopes };
    },
  };
}

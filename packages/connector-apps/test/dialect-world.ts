// One vendor's dialect server as a world for the contract suite: seeded and inspected past the protocol, mapped here by hand.
import type { AccountProfile, AppProvisioner, ConnectorContext } from '@tenure/core/connector';
import type { AppWorld, HeldAccount, InjectableFault, SeedAccount } from '@tenure/core/testing';
import {
  type DialectAccount,
  type DialectFault,
  type DialectServer,
  type SeededAccount,
  startDialectServer,
} from '@tenure/simulators/dialects';
import type { TestedApp } from './apps.ts';

const token = 'scim-token-never-shown';
const scimError = (status: number) => ({ schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: String(status) });

const effects: Partial<Readonly<Record<InjectableFault, DialectFault['effect']>>> = {
  unauthenticated: { kind: 'refused', problem: 'unauthorized' },
  forbidden: { kind: 'answer', status: 403, body: scimError(403) },
  'rate-limited': { kind: 'rate-limited', status: 429, seconds: 5, retryAfter: 'seconds' },
  'rate-limited-no-header': { kind: 'rate-limited', status: 429, retryAfter: 'none' },
  'server-error': { kind: 'answer', status: 500 },
  'lost-answer-before': { kind: 'reset' },
  'lost-answer-after': { kind: 'reset-after' },
  truncated: { kind: 'cut' },
  html: { kind: 'html' },
  redirect: { kind: 'redirect' },
};

/** Where an app keeps the name to display. */
const oneName: ReadonlySet<string> = new Set(['notion', 'asana']);

function seedOf({ profile, state }: SeedAccount, { profile: { userName } }: TestedApp): SeededAccount {
  const login = profile.userName ?? '';
  const text = (value: string | null | undefined) => value ?? undefined;
  return {
    userName: userName.from === 'handle' ? (login.split('@')[0] ?? '') : login,
    externalId: text(profile.externalId),
    email: text(profile.email),
    givenName: text(profile.givenName),
    familyName: text(profile.familyName),
    active: state === 'active',
  };
}

function heldBy(
  { id, active, accepted, userName, externalId, emails, user }: DialectAccount,
  { profile, subpath }: TestedApp,
): HeldAccount {
  const enterprise = (user['urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'] ?? {}) as Record<string, string | undefined>;
  const name = (user['name'] ?? {}) as Record<string, string | undefined>;
  const values: Record<string, unknown> = {
    ...(profile.userName.from === 'handle' ? {} : { userName }),
    externalId,
    email: emails[0],
    givenName: name['givenName'],
    familyName: name['familyName'],
    displayName: oneName.has(subpath) ? name['formatted'] : user['displayName'],
    title: user['title'],
    employeeNumber: enterprise['employeeNumber'],
    department: enterprise['department'],
  };
  const kept = Object.entries(values).filter(([key, value]) => typeof value === 'string' && key in profile.places);
  // Whether somebody has come is not on the wire where people are invited: there nobody can know more than this.
  const on = profile.create.invites ? 'unknown' : 'active';
  return { id, state: active ? (accepted ? on : 'pending') : 'disabled', profile: Object.fromEntries(kept) as AccountProfile };
}

/** The app with a clock that moves the server's: what shows only after seconds shows after the same seconds. */
function onServersClock(app: AppProvisioner, server: DialectServer): AppProvisioner {
  const moving = <Context extends ConnectorContext>(context: Context): Context => ({
    ...context,
    sleep: async (milliseconds: number) => {
      await context.sleep(milliseconds);
      server.clock.advance(milliseconds);
    },
  });
  const verbs = Object.entries(app.accounts).map(([name, verb]) => {
    const call = verb as (request: unknown, context: ConnectorContext) => Promise<unknown>;
    return [name, (request: unknown, context: ConnectorContext) => call(request, moving(context))];
  });
  return { ...app, accounts: Object.fromEntries(verbs) as AppProvisioner['accounts'] };
}

/** `invalid`: takes every request that is not as RFC 7644 and the vendor's sheet have it. */
export async function dialectWorld(tested: TestedApp, invalid: string[]): Promise<AppWorld> {
  const server = await startDialectServer({ vendor: tested.vendor, token, limits: [], at: '2026-11-23T12:00:00Z' });
  const app = tested.app({ token, baseUrl: server.baseUrl, http: { maxRetries: 1 } });
  let planted: { remove(): void } | undefined;
  return {
    kind: 'app',
    connector: onServersClock(app, server),
    backend: {
      seedAccount: (account) => server.backend.seed(seedOf(account, tested)).id,
      snapshot: () => ({ accounts: server.backend.accounts().map((account) => heldBy(account, tested)) }),
    },
    faults: Object.keys(effects) as InjectableFault[],
    inject: (fault) => {
      planted?.remove();
      const effect = fault === undefined ? undefined : effects[fault];
      planted = effect === undefined ? undefined : server.fail({ times: Number.POSITIVE_INFINITY, effect });
    },
    secrets: [token],
    close: async () => {
      for (const request of server.requests()) {
        if (request.invalid !== undefined) invalid.push(`${tested.vendor}: ${request.method} ${JSON.stringify(request.invalid)}`);
      }
      await server.close();
    },
  };
}

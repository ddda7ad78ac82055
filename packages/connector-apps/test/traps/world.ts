// What the tests of one vendor's traps share: a person, a permissive server, and what was sent to it.
import type { AccountProfile, AppProvisioner } from '@tenure/core/connector';
import { testContext } from '@tenure/core/testing';
import { afterEach, beforeEach } from 'vitest';
import { type Asked, type Stub, startStub } from '../stub.ts';

export const ada: AccountProfile = {
  userName: 'ada@example.com',
  externalId: 'P-1',
  email: 'ada@example.com',
  givenName: 'Ada',
  familyName: 'Lovelace',
  displayName: 'Ada Lovelace',
};

export interface TrapWorld {
  readonly stub: Stub;
  /** The options that every app needs here. */
  readonly base: { readonly token: string; readonly baseUrl: string; readonly http: { readonly maxRetries: number } };
  sent(method: string): readonly Asked[];
  filters(): readonly string[];
  /** A user as the server holds it. */
  whole(id: string): Readonly<Record<string, unknown>>;
}

/** A fresh server for each test of the file. */
export function trapWorld(): TrapWorld {
  let stub: Stub;
  beforeEach(async () => {
    stub = await startStub();
  });
  afterEach(() => stub.close());
  return {
    get stub() {
      return stub;
    },
    get base() {
      return { token: 'the-token', baseUrl: stub.url, http: { maxRetries: 0 } };
    },
    sent: (method) => stub.asked.filter((asked) => asked.method === method),
    filters: () => stub.asked.flatMap(({ query }) => query.get('filter') ?? []),
    whole: (id) => stub.users.get(id) ?? {},
  };
}

/** Creates a person with what the app can be told of them. */
export function create(app: AppProvisioner, person: AccountProfile = ada) {
  const profile = Object.fromEntries(Object.entries(person).filter(([name]) => app.attributes.includes(name as keyof AccountProfile)));
  return app.accounts.create({ profile }, testContext());
}

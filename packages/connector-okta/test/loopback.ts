// A provider on a fresh simulated org, for the tests beside it. No part of what is exported.
import type { IdentityProvider } from '@tenure/core/connector';
import { type TestContext, testContext } from '@tenure/core/testing';
import { noLimits, type OktaServer, type OktaServerOptions, startOktaServer } from '@tenure/simulators/okta';
import type { OktaTokenOptions } from '../src/options.ts';
import { oktaProvider } from '../src/provider.ts';

export interface Loopback extends AsyncDisposable {
  readonly server: OktaServer;
  readonly backend: OktaServer['backend'];
  readonly provider: IdentityProvider;
  readonly context: TestContext;
  /** The requests since the last call, as `METHOD path` without queries and with ids replaced by `*`. */
  calls(): readonly string[];
}

export async function startLoopback(options: Partial<OktaTokenOptions> = {}, org: OktaServerOptions = {}): Promise<Loopback> {
  const context = testContext();
  const server = await startOktaServer({ limits: noLimits, now: context.now, uniqueAttributes: ['hrId'], ...org });
  let seen = 0;
  return {
    server,
    backend: server.backend,
    provider: oktaProvider({ orgUrl: server.url, token: server.token, ...options }),
    context,
    calls() {
      const fresh = server.requests().slice(seen);
      seen = server.requests().length;
      return fresh.map(
        ({ method, path }) =>
          `${method} ${path
            .replace(/\?.*/, '')
            .replace('/api/v1', '')
            .replace(/00[ug]\w{17}/g, '*')}`,
      );
    },
    [Symbol.asyncDispose]: () => server.close(),
  };
}

// A client of Okta's own SDK, as a caller would make one. Its types take seconds to check, so they are not loaded here:
// sdk-types.test-d.ts holds ours against them.
import { createRequire } from 'node:module';
import type { OktaSdkClient } from '../src/transport/sdk-client.ts';

interface Sdk {
  readonly Client: new (config: Readonly<Record<string, unknown>>) => OktaSdkClient;
}

const { Client } = createRequire(import.meta.url)('@okta/okta-sdk-nodejs') as Sdk;

/** Everything is stated, for the SDK reads files of the machine and variables of the environment where it is not. */
export function sdkClient(config: Readonly<Record<string, unknown>>): OktaSdkClient {
  return new Client(config);
}

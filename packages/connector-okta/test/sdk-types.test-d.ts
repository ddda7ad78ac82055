// A client of Okta's own SDK is what the option `client` takes; held at compile time, so that nothing loads the SDK.
import type { Client } from '@okta/okta-sdk-nodejs';
import { expectTypeOf } from 'vitest';
import type { OktaClientOptions } from '../src/index.ts';

expectTypeOf<Client>().toExtend<OktaClientOptions['client']>();

// ADP Marketplace for the backend of an application sold there: what customers do with their subscription, whether they have
// consented, and their credentials.
import { setTimeout as delay } from 'node:timers/promises';
import {
  baseUrlSchema,
  type ConnectorContext,
  type Credential,
  credentialSchema,
  type OptionsShape,
  parseOptions,
  TenureError,
} from '@tenure/core/connector';
import { createHttp, type HttpClient, resolveCredential } from '@tenure/core/connector/http';
import { z } from 'zod';
import { findLogin } from '../api/credentials.ts';
import { type AdpAccessOptions, accessOf, accessShape, organizationSchema } from '../options.ts';
import { openAdp } from '../transport/open.ts';
import { signed } from './signature.ts';

/** `clientId` and `clientSecret` are those of the application. */
export interface AdpMarketplaceOptions extends AdpAccessOptions {
  /** Where event addresses must lead; others are never asked. Default `https://apps.adp.com`. */
  readonly marketplaceUrl?: string | undefined;
  /** The OAuth consumer key of the application's integration settings. */
  readonly consumerKey: Credential;
  readonly consumerSecret: Credential;
}

/** What a customer did. `other`: notices and kinds of events that call for nothing here. */
export interface SubscriptionEvent {
  readonly kind: 'ordered' | 'changed' | 'cancelled' | 'other';
  /** Your own id of the customer, as your answer to the order named it; absent in the order itself. */
  readonly customerId: string | undefined;
  /** What `adpSource` is told as `subscriber`. Unconfirmed in ADP's events: without it, ask the customer. */
  readonly organizationOID: string | undefined;
}

/** What to stop by and where to log. Default: nothing stops it, nothing is logged. */
export interface MarketplaceCall {
  readonly signal?: AbortSignal | undefined;
  readonly log?: ConnectorContext['log'] | undefined;
}

export interface AdpMarketplace {
  /**
   * What stands behind the address that a notification names. The notification itself is not believed and needs no check: the
   * event is fetched from the marketplace, signed, and from no other host. Reads only; safe to repeat.
   *
   * @throws {TenureError} `CONNECTOR_REJECTED` for an address of another host; nothing was requested.
   */
  read(eventUrl: string, call?: MarketplaceCall): Promise<SubscriptionEvent>;
  /** What to answer to a notification of an order: later events name the customer by this id of yours. Pure. */
  accept(customerId: string): { readonly success: 'true'; readonly accountIdentifier: string };
  /**
   * Whether ADP gives out this customer's credentials. `not-given`: not yet consented, withdrawn, or cancelled, which ADP does
   * not tell apart; nobody has left by it. Reads only.
   */
  consent(organizationOID: string, call?: MarketplaceCall): Promise<'given' | 'not-given'>;
}

const optionsSchema = z.strictObject({
  ...accessShape,
  marketplaceUrl: baseUrlSchema.optional(),
  consumerKey: credentialSchema,
  consumerSecret: credentialSchema,
} satisfies OptionsShape<AdpMarketplaceOptions>);

const id = z.string().min(1).max(256).nullish();
const eventSchema = z.object({
  type: z.string(),
  payload: z
    .object({
      account: z.object({ accountIdentifier: id }).nullish(),
      configuration: z.object({ organizationOID: organizationSchema.nullish() }).nullish(),
    })
    .nullish(),
});

const kinds: Readonly<Record<string, SubscriptionEvent['kind']>> = {
  SUBSCRIPTION_ORDER: 'ordered',
  SUBSCRIPTION_CHANGE: 'changed',
  SUBSCRIPTION_CANCEL: 'cancelled',
};

/**
 * ADP Marketplace. Creating it requests nothing and opens nothing.
 *
 * @example
 * const event = await market.read(eventUrl);
 * if (event.kind === 'ordered') return Response.json(market.accept(customer.id));
 * @throws {TenureError} `OPTIONS_INVALID` with every problem at once.
 */
export function adpMarketplace(options: AdpMarketplaceOptions): AdpMarketplace {
  const parsed = parseOptions<AdpMarketplaceOptions>('adp', optionsSchema, options);
  const { marketplaceUrl = 'https://apps.adp.com', consumerKey, consumerSecret } = parsed;
  const { data } = openAdp(accessOf(parsed));
  return {
    async read(eventUrl, call) {
      const event = await readEvent(eventUrl, marketplaceUrl, { consumerKey, consumerSecret }, contextOf(call));
      return {
        kind: kinds[event.type] ?? 'other',
        customerId: event.payload?.account?.accountIdentifier ?? undefined,
        organizationOID: event.payload?.configuration?.organizationOID ?? undefined,
      };
    },
    accept: (customerId) => ({ success: 'true', accountIdentifier: customerId }),
    async consent(organizationOID, call) {
      const subscriber = parseOptions('adp', organizationSchema, organizationOID);
      return (await findLogin(data, subscriber, contextOf(call))) === undefined ? 'not-given' : 'given';
    },
  };
}

async function readEvent(
  eventUrl: string,
  marketplaceUrl: string,
  { consumerKey, consumerSecret }: Pick<AdpMarketplaceOptions, 'consumerKey' | 'consumerSecret'>,
  context: ConnectorContext,
): Promise<z.infer<typeof eventSchema>> {
  const verb = 'read event';
  const url = URL.canParse(eventUrl) ? new URL(eventUrl) : undefined;
  if (url === undefined || url.origin !== new URL(marketplaceUrl).origin || url.username !== '' || url.password !== '') {
    const fact = 'the event is not of the marketplace; nothing was requested';
    throw new TenureError('CONNECTOR_REJECTED', { system: 'adp', verb, fact, details: {} });
  }
  const http: HttpClient = createHttp({
    system: 'adp',
    baseUrl: url.origin,
    authorize: async ({ now }) => {
      const consumer = { key: await resolveCredential(consumerKey), secret: await resolveCredential(consumerSecret) };
      return { authorization: signed('GET', url, consumer, now()) };
    },
    headers: { 'user-agent': 'tenure-connector-adp' },
  });
  const { body } = await http.request({ verb, method: 'GET', url: url.href, effect: 'read', schema: eventSchema }, context);
  return body;
}

function contextOf({ signal = new AbortController().signal, log = silent }: MarketplaceCall = {}): ConnectorContext {
  return { signal, log, now: Date.now, sleep: (milliseconds) => delay(milliseconds, undefined, { signal }) };
}

const nothing = (): void => {};
const silent: ConnectorContext['log'] = { debug: nothing, info: nothing, warn: nothing, error: nothing };

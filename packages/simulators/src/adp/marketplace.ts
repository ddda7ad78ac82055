// The marketplace, which is not behind mutual TLS: it names an address, and who fetches it learns what a customer has done.
import { type Answer, type Incoming, Refusal } from '../serving/answering.ts';
import type { ProductName } from './products.ts';
import type { AdpSubscriber, OwnSubscriber } from './subscribers.ts';

/** The payload beyond the type is unconfirmed. */
export type MarketplaceEvent = 'SUBSCRIPTION_ORDER' | 'SUBSCRIPTION_CHANGE' | 'SUBSCRIPTION_CANCEL';

export interface Ordered {
  /** Where the application learns of it; answered to a request with an `OAuth` authorization. */
  readonly eventUrl: string;
  readonly subscriber: AdpSubscriber;
}

export interface AdpMarketplace {
  /** A customer buys: a subscriber who has not consented yet. */
  order(customer?: { readonly product?: ProductName | undefined; readonly timeZone?: string | undefined }): Ordered;
  /** The customer changes the subscription. */
  change(subscriber: AdpSubscriber): Ordered;
  /** The customer cancels: everything is refused from now on. */
  cancel(subscriber: AdpSubscriber): Ordered;
}

const path = '/api/integration/v1/events/';

export interface OwnMarketplace extends AdpMarketplace {
  answer(incoming: Incoming): Answer;
}

export function createMarketplace(origin: () => string, add: (product: ProductName, timeZone: string) => OwnSubscriber): OwnMarketplace {
  const events: { readonly type: MarketplaceEvent; readonly subscriber: AdpSubscriber }[] = [];
  const note = (type: MarketplaceEvent, subscriber: AdpSubscriber): Ordered => {
    const number = events.push({ type, subscriber });
    return { eventUrl: `${origin()}${path}${number}`, subscriber };
  };
  return {
    order: ({ product = 'workforce-now', timeZone = 'America/New_York' } = {}) => note('SUBSCRIPTION_ORDER', add(product, timeZone)),
    change: (subscriber) => note('SUBSCRIPTION_CHANGE', subscriber),
    cancel(subscriber) {
      subscriber.setSubscription('cancelled');
      return note('SUBSCRIPTION_CANCEL', subscriber);
    },
    answer({ url, headers }) {
      if (!(headers['authorization'] ?? '').startsWith('OAuth ')) throw new Refusal({ status: 401 });
      const event = url.pathname.startsWith(path) ? events[Number(url.pathname.slice(path.length)) - 1] : undefined;
      if (event === undefined) throw new Refusal({ status: 404 });
      const { organizationOID } = event.subscriber;
      return {
        status: 200,
        body: { type: event.type, payload: { company: { uuid: organizationOID }, configuration: { organizationOID } } },
      };
    },
  };
}

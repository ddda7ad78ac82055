// A customer's way through the marketplace: ordered, consented, read, frozen, and never gone.
import { createLifecycle, memoryStore } from '@tenure/core';
import { isTenureError } from '@tenure/core/connector';
import { memoryIdentityProvider, testContext } from '@tenure/core/testing';
import { type AdpServer, noAdpLimits, startAdpServer } from '@tenure/simulators/adp';
import { expect, test } from 'vitest';
import { adpMarketplace, adpSource } from '../src/index.ts';
import { worker } from './company.ts';

function partnerOf({ partner, certificate, authority, accountsUrl, apiUrl }: AdpServer) {
  return { ...partner, certificate: certificate.certificate, key: certificate.key, authority, accountsUrl, apiUrl };
}

async function startMarket() {
  const adp = await startAdpServer({ at: '2026-11-23T12:00:00Z', limits: noAdpLimits });
  const { eventUrl, subscriber } = adp.marketplace.order();
  const consumer = { consumerKey: 'consumer', consumerSecret: 'consumer-secret', marketplaceUrl: new URL(eventUrl).origin };
  return {
    adp,
    eventUrl,
    subscriber,
    market: adpMarketplace({ ...partnerOf(adp), ...consumer }),
    source: adpSource({
      ...partnerOf(adp),
      subscriber: subscriber.organizationOID,
      timeZone: subscriber.timeZone,
      http: { maxRetries: 0 },
    }),
    [Symbol.asyncDispose]: () => adp.close(),
  };
}

test('an order ties the customer to our own id by the organization, and consent is seen when it is given', async () => {
  await using world = await startMarket();
  const { market, subscriber, eventUrl, adp } = world;
  expect(await market.read(eventUrl)).toEqual({ kind: 'ordered', organizationOID: subscriber.organizationOID, customerId: undefined });
  expect(market.accept('customer-7')).toEqual({ success: 'true', accountIdentifier: 'customer-7' });
  expect(await market.consent(subscriber.organizationOID)).toBe('not-given');
  subscriber.setConsent('given');
  expect(await market.consent(subscriber.organizationOID)).toBe('given');
  expect(await market.read(adp.marketplace.change(subscriber).eventUrl)).toMatchObject({ kind: 'changed' });
  expect(await market.read(adp.marketplace.cancel(subscriber).eventUrl)).toMatchObject({ kind: 'cancelled' });
  expect(await market.consent(subscriber.organizationOID)).toBe('not-given');
});

test('an event is fetched from the marketplace alone', async () => {
  await using world = await startMarket();
  const asked = world.adp.requests().length;
  for (const url of ['https://elsewhere.example/events/1', 'file:///etc/passwd', 'nothing', `${world.adp.apiUrl}/hr/v2/workers`]) {
    const error = await world.market.read(url).catch((thrown: unknown) => thrown);
    expect(isTenureError(error) && error.code).toBe('CONNECTOR_REJECTED');
  }
  expect(world.adp.requests()).toHaveLength(asked);
});

test('without consent a customer is frozen; the source reads with the customer’s own credentials, also after they were replaced', async () => {
  await using world = await startMarket();
  const { source, subscriber, adp } = world;
  expect(await source.connection?.state(testContext())).toMatchObject({ state: 'frozen' });
  subscriber.setConsent('given');
  const [id = ''] = subscriber.hr.bulkLoad([worker(1)]);
  expect(await source.employees.get?.({ id }, testContext())).toMatchObject({ kind: 'found' });
  expect(await source.connection?.state(testContext())).toMatchObject({ state: 'connected' });
  subscriber.rotateCredentials();
  adp.expireTokens();
  expect(await source.employees.get?.({ id }, testContext())).toMatchObject({ kind: 'found' });
});

test.each<[string, (world: Awaited<ReturnType<typeof startMarket>>) => void, (world: Awaited<ReturnType<typeof startMarket>>) => void]>([
  ['withdraws consent', ({ subscriber }) => subscriber.setConsent('withdrawn'), ({ subscriber }) => subscriber.setConsent('given')],
  [
    'cancels the subscription',
    ({ adp, subscriber }) => void adp.marketplace.cancel(subscriber),
    ({ subscriber }) => subscriber.setSubscription('active'),
  ],
  [
    'cancels, and every token is over',
    ({ adp, subscriber }) => {
      adp.marketplace.cancel(subscriber);
      adp.expireTokens();
    },
    ({ subscriber }) => subscriber.setSubscription('active'),
  ],
])('a customer who %s is frozen, and nobody of theirs has left', async (_what, ends, begins) => {
  await using world = await startMarket();
  const { source, subscriber, adp } = world;
  subscriber.setConsent('given');
  subscriber.hr.bulkLoad(Array.from({ length: 12 }, (_, index) => worker(index + 1)));
  const { provider, backend } = memoryIdentityProvider({ id: 'okta' });
  const lifecycle = createLifecycle({
    timeZone: 'America/New_York',
    source,
    identityProvider: provider,
    store: memoryStore(),
    clock: { now: adp.clock.now, sleep: async (milliseconds) => adp.clock.advance(milliseconds) },
  });
  const on = () => [...backend.users.values()].filter(({ state }) => state === 'active').length;
  await lifecycle.sync();
  expect(on()).toBe(12);
  ends(world);
  const { plan } = await lifecycle.sync();
  expect(plan.header.feed.verdict).toMatchObject({ trust: 'unread', complete: false });
  expect(await source.connection?.state(testContext())).toMatchObject({ state: 'frozen' });
  expect(on()).toBe(12);
  begins(world);
  expect((await lifecycle.sync()).plan.header.feed.verdict).toMatchObject({ trust: 'trusted', reasons: [] });
  expect(on()).toBe(12);
  await lifecycle.close();
});

import { Agent, fetch } from 'undici';
import { expect, test } from 'vitest';
import { type Asking, startAsking } from './asking.ts';
import { createAuthority, type IssuedCertificate } from './certificates.ts';

/** One call with a certificate or without, on a connection of its own. */
async function call({ server }: Asking, url: string, certificate?: IssuedCertificate): Promise<number> {
  const own = certificate && { cert: certificate.certificate, key: certificate.key };
  const dispatcher = new Agent({ connect: { ca: server.authority, ...own } });
  try {
    return (await fetch(url, { dispatcher })).status;
  } finally {
    await dispatcher.destroy();
  }
}

test('without a certificate, with a foreign one and with an expired one the handshake fails, on both hosts', async () => {
  await using asking = await startAsking();
  const { server } = asking;
  const foreign = await (await createAuthority('somebody else')).issue('client');
  const past = await server.issueCertificate('client', -1);
  const before = server.requests().length;
  for (const url of [server.accountsUrl, server.apiUrl]) {
    for (const certificate of [undefined, foreign, past]) await expect(call(asking, url, certificate)).rejects.toThrow('fetch failed');
    expect(await call(asking, url, server.certificate)).toBeGreaterThan(399);
    expect(await call(asking, url, await server.issueCertificate('another'))).toBeGreaterThan(399);
  }
  expect(server.requests().length - before, 'a refused handshake is no request').toBe(4);
  expect(server.refusedHandshakes()).toBe(6);
});

test('by switch a client without a certificate gets 401 with a text', async () => {
  await using asking = await startAsking({ switches: { withoutCertificate: '401' } });
  expect(await call(asking, `${asking.server.apiUrl}/hr/v2/workers`)).toBe(401);
  expect((await asking.ask('/hr/v2/workers')).status).toBe(204);
});

test('a certificate that ends breaks open connections and fails from then on', async () => {
  await using asking = await startAsking();
  const { server } = asking;
  expect((await asking.ask('/hr/v2/workers')).status).toBe(204);
  server.expireCertificate(server.certificate);
  await expect(asking.ask('/hr/v2/workers')).rejects.toThrow();
  expect(await call(asking, server.apiUrl, await server.issueCertificate('renewed'))).toBeGreaterThan(399);
});

test('a token comes for credentials in the form or in the header, and several live side by side', async () => {
  await using asking = await startAsking();
  const { clientId, clientSecret } = asking.server.subscriber;
  const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
  const inHeader = await asking.askToken({ grant_type: 'client_credentials' }, { authorization: basic });
  expect(inHeader.body).toMatchObject({ token_type: 'Bearer', expires_in: 3600, scope: 'api' });
  const inForm = await asking.tokenFor(asking.server.subscriber);
  for (const token of [String(inHeader.body['access_token']), inForm]) {
    expect((await asking.ask('/hr/v2/workers', { token })).status).toBe(204);
  }
});

test.each([
  ['nothing', {}, 400, 'invalid_request'],
  ['a parameter twice', 'grant_type=client_credentials&grant_type=client_credentials&client_id=x', 400, 'invalid_request'],
  ['another grant', { grant_type: 'password', client_id: 'x' }, 400, 'unsupported_grant_type'],
  ['a wrong secret', { grant_type: 'client_credentials', client_id: 'client-1-0', client_secret: 'x' }, 401, 'invalid_client'],
])('a token is refused for %s', async (_name, form, status, error) => {
  await using asking = await startAsking();
  expect(await asking.askToken(form)).toMatchObject({ status, body: { error } });
});

test('a token dies by the clock or all at once; the refusal is the gateway’s, by switch OAuth’s', async () => {
  for (const [deadToken, body] of [
    [401, { response: { applicationCode: { message: 'Unauthorized' } } }],
    [400, { error: 'invalid_request' }],
  ] as const) {
    await using asking = await startAsking({ switches: { deadToken }, tokenSeconds: 60 });
    asking.server.clock.advance(59_000);
    expect((await asking.ask('/hr/v2/workers')).status).toBe(204);
    asking.server.clock.advance(1000);
    expect(await asking.ask('/hr/v2/workers')).toMatchObject({ status: deadToken, body });
    const token = await asking.tokenFor(asking.server.subscriber);
    expect((await asking.ask('/hr/v2/workers', { token })).status).toBe(204);
    asking.server.expireTokens();
    expect((await asking.ask('/hr/v2/workers', { token })).status).toBe(deadToken);
  }
});

test('consent, subscription and scope are asked for every call, the queue included', async () => {
  await using asking = await startAsking();
  const { subscriber } = asking.server;
  const statuses = async () => [
    (await asking.ask('/hr/v2/workers')).status,
    (await asking.ask('/hcm/v1/validation-tables/departments')).status,
    (await asking.ask('/core/v1/event-notification-messages')).status,
  ];
  expect(await statuses()).toEqual([204, 204, 204]);
  subscriber.setConsent('withdrawn');
  expect(await statuses()).toEqual([403, 403, 403]);
  subscriber.setConsent('given');
  subscriber.setSubscription('suspended');
  expect(await statuses()).toEqual([403, 403, 403]);
  subscriber.setSubscription('active');
  subscriber.allow('events', false);
  expect(await statuses()).toEqual([204, 204, 403]);
});

test('a partner reads the credentials of those who have consented, and only those', async () => {
  await using asking = await startAsking();
  const { server } = asking;
  const { eventUrl, subscriber } = server.marketplace.order({ product: 'run' });
  expect((await fetch(eventUrl)).status).toBe(401);
  const order = await fetch(eventUrl, { headers: { authorization: 'OAuth oauth_signature="x"' } });
  expect(await order.json()).toMatchObject({
    type: 'SUBSCRIPTION_ORDER',
    payload: { configuration: { organizationOID: subscriber.organizationOID } },
  });

  const partner = await asking.tokenFor(server.partner);
  const read = async (token: string) => {
    const event = {
      eventNameCode: { codeValue: 'consumer-application-subscription-credential.read' },
      data: { transform: { queryParameter: `$filter=subscriberOrganizationOID eq '${subscriber.organizationOID}'` } },
    };
    const path = '/events/core/v1/consumer-application-subscription-credentials.read';
    return asking.ask(path, { method: 'POST', token, body: JSON.stringify({ events: [event] }) });
  };
  const output = (credentials: readonly object[]) => ({
    events: [{ data: { output: { consumerApplicationSubscriptionCredentials: credentials } } }],
  });
  expect((await read(partner)).body).toMatchObject(output([]));
  subscriber.setConsent('given');
  const { clientId: clientID, clientSecret, organizationOID: subscriberOrganizationOID } = subscriber;
  expect((await read(partner)).body).toMatchObject(output([{ clientID, clientSecret, subscriberOrganizationOID }]));
  expect((await asking.ask('/hr/v2/workers', { token: partner })).status, 'a partner token reads nobody').toBe(403);

  subscriber.hr.hire({ givenName: 'Ada' });
  const token = await asking.tokenFor(subscriber);
  expect((await asking.ask('/hr/v2/workers', { token })).rows.length).toBe(1);
  expect((await asking.ask('/hr/v2/workers')).status, 'customers are apart').toBe(204);
  subscriber.rotateCredentials();
  expect((await asking.askToken({ grant_type: 'client_credentials', client_id: clientID, client_secret: clientSecret })).status).toBe(401);
  server.marketplace.cancel(subscriber);
  expect((await asking.ask('/hr/v2/workers', { token })).status).toBe(403);
  expect((await read(partner)).body).toMatchObject(output([]));
});

test('a credential has so many calls a minute, and so many at once', async () => {
  await using asking = await startAsking({ limits: { perMinute: 5, concurrent: 1 }, switches: { retryAfterSeconds: 9 } });
  const { server } = asking;
  const longPoll = { headers: { prefer: '/adp/long-polling' } };
  const held = asking.ask('/core/v1/event-notification-messages', longPoll);
  await expect.poll(async () => (await asking.ask('/hr/v2/workers')).status).toBe(429);
  server.subscriber.hr.hire({});
  expect((await held).status).toBe(200);
  server.clock.advance(60_000);
  for (let calls = 0; calls < 5; calls += 1) expect((await asking.ask('/hr/v2/workers')).status).toBe(200);
  const refused = await asking.ask('/hr/v2/workers');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '9']);
});

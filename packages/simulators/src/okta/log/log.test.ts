import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { type Asking, profileOf, startAsking } from '../asking.ts';

type Event = { eventType: string; actor: { id: string }; target: { id: string }[] | null; published: string };

async function page(org: Asking, path: string): Promise<{ types: string[]; events: Event[]; next: string }> {
  const { body, headers } = await org.ask('GET', path);
  const next = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1] ?? '';
  const events = body as Event[];
  return { types: events.map(({ eventType }) => eventType), events, next };
}

describe('the System Log', () => {
  test('has every change with who made it, by the client and by an administrator, and nothing of the seeding', async () => {
    await using org = await startAsking();
    const { backend } = org.server;
    const group = backend.seedGroup({ name: 'Sales' });
    const { id } = backend.seedUser({ login: 'ada@example.com', groupIds: [group.id] });
    await org.ask('POST', `/users/${id}`, { profile: { title: 'Chief' } });
    backend.alterUser(id, { status: 'SUSPENDED' });
    backend.removeMember(group.id, id);
    const { types, events } = await page(org, '/logs');
    expect(types).toEqual(['user.account.update_profile', 'user.lifecycle.suspend', 'group.user_membership.remove']);
    expect(events.map(({ actor }) => actor.id === backend.ownerId)).toEqual([true, false, false]);
    expect(events[0]).toMatchObject({ transaction: { detail: { requestApiTokenId: expect.stringMatching(/^00T/) } } });
    expect(events[2]?.target?.map((target) => target.id)).toEqual([id, group.id]);
  });

  test('tells a change of the e-mail address apart, by the client and by the console', async () => {
    await using org = await startAsking();
    const { id, profile } = org.server.backend.seedUser({ login: 'ada@example.com' });
    await org.ask('POST', `/users/${id}`, { profile: { email: 'lovelace@example.com' } });
    org.server.backend.alterUser(id, { profile: { ...profile, email: 'countess@example.com' } });
    const both = ['user.account.update_profile', 'user.account.update_primary_email'];
    expect((await page(org, '/logs')).types).toEqual([...both, ...both]);
  });

  test('polled gives every event once, in the order of arrival, with a next page even when there is nothing', async () => {
    let at = Date.UTC(2026, 0, 1);
    await using org = await startAsking({ now: () => at, pace: { logLag: 5000 } });
    const empty = await page(org, `/logs?since=${new Date(at - 1000).toISOString()}`);
    expect([empty.types, empty.next]).toEqual([[], expect.stringContaining('after=')]);
    await org.ask('POST', '/users?activate=false', { profile: profileOf('ada@example.com') });
    org.server.backend.setPace({ logLag: 0 });
    at += 1000;
    expect((await page(org, empty.next)).types).toEqual([]);
    await org.ask('POST', '/groups', { profile: { name: 'Sales' } });
    const first = await page(org, empty.next);
    expect(first.types).toEqual(['group.lifecycle.create']);
    at += 4000;
    const second = await page(org, first.next);
    expect(second.types).toEqual(['user.lifecycle.create']);
    expect((await page(org, second.next)).types).toEqual([]);
    const bounded = await page(org, `/logs?until=${new Date(at + 1000).toISOString()}`);
    expect(bounded.types).toEqual(['user.lifecycle.create', 'group.lifecycle.create']);
  });

  test.each([
    ['filter=eventType eq "user.lifecycle.create"', ['user.lifecycle.create']],
    ['filter=eventType sw "group." and target.displayName eq "Sales"', ['group.lifecycle.create']],
    ['sortOrder=DESCENDING&limit=1', ['group.lifecycle.create']],
    ['q=ada', ['user.lifecycle.create']],
  ])('with %s shows %j', async (query, types) => {
    await using org = await startAsking();
    await org.ask('POST', '/users?activate=false', { profile: profileOf('ada@example.com') });
    await org.ask('POST', '/groups', { profile: { name: 'Sales' } });
    expect((await page(org, `/logs?${query}`)).types).toEqual(types);
  });

  test.each([
    ['filter=eventType eq', 'E0000053'],
    ['filter=weather eq "fine"', 'E0000031'],
    ['since=2001-01-01T00:00:00.000Z', 'E0000001'],
  ])('refuses %s with %s', async (query, code) => {
    await using org = await startAsking();
    expect(await org.ask('GET', `/logs?${query}`)).toMatchObject({ status: 400, code });
  });
});

test('an event hook is verified, then told of its events with its secret, again after a 500 and never after a 400', async () => {
  const seen: { secret: string | undefined; text: string }[] = [];
  const statuses = [500, 200, 400];
  const receiver = createServer(async (request, response) => {
    const challenge = request.headers['x-okta-verification-challenge'];
    if (challenge !== undefined) return void response.end(JSON.stringify({ verification: challenge }));
    let text = '';
    for await (const part of request) text += String(part);
    seen.push({ secret: request.headers.authorization, text });
    response.statusCode = statuses.shift() ?? 200;
    response.end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const uri = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  await using org = await startAsking();
  const config = { uri, authScheme: { type: 'HEADER', key: 'Authorization', value: 'secret' } };
  const events = { type: 'EVENT_TYPE', items: ['user.lifecycle.suspend', 'user.lifecycle.unsuspend'] };
  const made = await org.ask('POST', '/eventHooks', { name: 'hook', events, channel: { type: 'HTTP', version: '1.0.0', config } });
  const { id } = made.body as { id: string };
  const user = org.server.backend.seedUser({ login: 'ada@example.com' });
  org.server.backend.turnUser('suspend', user.id);
  expect(await org.server.deliverHooks()).toEqual([]);
  expect((await org.ask('POST', `/eventHooks/${id}/lifecycle/verify`)).body).toMatchObject({ verificationStatus: 'VERIFIED' });
  expect(await org.server.deliverHooks()).toMatchObject([{ eventType: 'user.lifecycle.suspend', statuses: [500, 200] }]);
  org.server.backend.turnUser('unsuspend', user.id);
  expect(await org.server.deliverHooks({ times: 2 })).toMatchObject([{ statuses: [400] }, { statuses: [200] }]);
  expect(await org.server.deliverHooks()).toEqual([]);
  expect(seen.map(({ secret }) => secret)).toEqual(['secret', 'secret', 'secret', 'secret']);
  expect(JSON.parse(seen[1]?.text ?? '')).toMatchObject({
    eventType: 'com.okta.event_hook',
    data: { events: [{ eventType: 'user.lifecycle.suspend', target: [{ id: user.id }] }] },
  });
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
});

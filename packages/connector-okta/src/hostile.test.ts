// Answers that no well-behaved org gives: what is made of them is never "nobody", never endless, and never shown.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import type { IdentityProvider } from '@tenure/core/connector';
import { testContext } from '@tenure/core/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { startLoopback } from '../test/loopback.ts';
import { oktaProvider } from './provider.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** An org that answers as scripted; an array or object is JSON. */
async function orgThat(answer: (request: IncomingMessage, response: ServerResponse, url: string) => unknown): Promise<IdentityProvider> {
  const server = createServer((request, response) => {
    const body = answer(request, response, url);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return oktaProvider({ orgUrl: url, token: 't' });
}

const accountId = '00u0000000000000ada0';
const owner = { id: '00u000000000000owner', status: 'ACTIVE', profile: { login: 'tenure@example.com' } };

describe('paging', () => {
  test('that leads back to the same page is an error, not an endless look', async () => {
    const org = await orgThat((_request, response, url) => {
      response.setHeader('link', `<${url}/api/v1/users?after=x>; rel="next"`);
      return [];
    });
    await expect(org.users.find({ employeeNumber: 'E1' }, testContext())).rejects.toMatchObject({
      code: 'CONNECTOR_RESPONSE_UNREADABLE',
      details: { expected: 'a last page' },
    });
  });

  test('that never ends is an error in the end', async () => {
    let page = 0;
    const org = await orgThat((_request, response, url) => {
      page += 1;
      response.setHeader('link', `<${url}/api/v1/users?after=${page}>; rel="next"`);
      return [];
    });
    await expect(org.users.find({ employeeNumber: 'E1' }, testContext())).rejects.toMatchObject({ code: 'CONNECTOR_RESPONSE_UNREADABLE' });
  });

  test('that leads to another host is not followed, and the credential does not go there', async () => {
    const org = await orgThat((_request, response) => {
      response.setHeader('link', '<https://elsewhere.test/api/v1/groups?after=x>; rel="next"');
      return [];
    });
    const { next } = await org.groups.list({ limit: 10 }, testContext());
    await expect(org.groups.list({ limit: 10, cursor: next }, testContext())).rejects.toMatchObject({
      code: 'CONNECTOR_RESPONSE_UNREADABLE',
      message: 'okta: list groups: the link leads to another host (elsewhere.test)',
    });
  });
});

test('a list of users with nobody in it is a token without a role, not an org without users', async () => {
  const org = await orgThat(() => []);
  await expect(org.users.list({ limit: 10 }, testContext())).rejects.toMatchObject({ code: 'CONNECTOR_FORBIDDEN' });
});

test('a status that is no word of Okta is unknown, and is not repeated', async () => {
  const org = await orgThat(({ url = '' }) => {
    if (url.includes('/roles')) return [];
    return url.endsWith('/me') ? owner : { id: accountId, status: 'marker@example.com', profile: {} };
  });
  expect(await org.users.get({ accountId }, testContext())).toMatchObject({ state: 'unknown' });
  const error = await org.users.disable({ accountId, mode: 'deactivate' }, testContext()).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'CONNECTOR_NOT_EFFECTIVE' });
  expect(inspect(error, { depth: 10 })).not.toContain('marker');
});

describe('what Okta reads as a user besides ids', () => {
  test.each(['me', 'ada', 'ada@example.com'])('the name %s is written to by no verb', async (name) => {
    await using okta = await startLoopback();
    const group = okta.backend.seedGroup({ name: 'Sales' });
    const { id } = okta.backend.seedUser({ login: 'ada@example.com' });
    const { users, groups } = okta.provider;
    const refused = { code: 'CONNECTOR_REJECTED', message: expect.not.stringContaining(name === 'me' ? ' me:' : name) };
    for (const write of [
      () => users.disable({ accountId: name, mode: 'deactivate' }, okta.context),
      () => users.enable({ accountId: name }, okta.context),
      () => users.update({ accountId: name, attributes: { title: 'Chief' } }, okta.context),
      () => users.delete?.({ accountId: name }, okta.context),
      () => users.endSessions?.({ accountId: name }, okta.context),
      () => groups.add({ accountId: name, groupId: group.id }, okta.context),
      () => groups.remove({ accountId: name, groupId: group.id }, okta.context),
    ]) {
      await expect(write()).rejects.toMatchObject(refused);
    }
    expect(okta.calls().filter((call) => !call.startsWith('GET'))).toEqual([]);
    expect([okta.backend.user(id)?.status, okta.backend.user(okta.backend.ownerId)?.status]).toEqual(['ACTIVE', 'ACTIVE']);
  });
});

test('roles that are not found do not make somebody who is there a leaver who is gone', async () => {
  await using okta = await startLoopback();
  const { id } = okta.backend.seedUser({ login: 'ada@example.com' });
  okta.server.fail({ path: '/api/v1/users/*/roles', times: 2, effect: { kind: 'status', status: 404, code: 'E0000007' } });
  for (const write of [
    () => okta.provider.users.disable({ accountId: id, mode: 'deactivate' }, okta.context),
    () => okta.provider.users.delete?.({ accountId: id }, okta.context),
  ]) {
    await expect(write()).rejects.toMatchObject({ code: 'CONNECTOR_RESPONSE_UNREADABLE' });
  }
  expect(okta.backend.user(id)?.status).toBe('ACTIVE');
});

test('a hire whom Okta does not activate is not called pending', async () => {
  await using okta = await startLoopback({ activationMail: false });
  okta.server.fail({ path: '/api/v1/users/*/lifecycle/activate', effect: { kind: 'status', status: 403, code: 'E0000038' } });
  const profile = { userName: 'ada@example.com', email: 'ada@example.com', givenName: 'Ada', familyName: 'Lovelace' };
  await expect(okta.provider.users.create({ profile, groups: [], state: 'active' }, okta.context)).rejects.toMatchObject({
    code: 'CONNECTOR_NOT_EFFECTIVE',
  });
  expect(okta.backend.userByLogin('ada@example.com')?.status).toBe('STAGED');
});

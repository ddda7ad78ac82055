// What leaves the org, shape by shape, as the reference has it of live ones: a client may hold to this and to nothing else.
import { describe, expect, test } from 'vitest';
import { type Asking, profileOf, startAsking } from '../asking.ts';
import { type OktaStatus, oktaStatuses } from '../records.ts';

type Body = Readonly<Record<string, unknown>>;

const always = ['resetFactors', 'schema', 'self', 'type'];
const linksOf: Readonly<Partial<Record<OktaStatus, readonly string[]>>> = {
  STAGED: ['activate'],
  PROVISIONED: ['deactivate', 'reactivate', 'resetPassword', 'suspend'],
  ACTIVE: ['changePassword', 'changeRecoveryQuestion', 'deactivate', 'expirePassword', 'forgotPassword', 'resetPassword', 'suspend'],
  SUSPENDED: ['deactivate', 'unsuspend'],
  DEPROVISIONED: ['activate', 'delete'],
};

const seeded = ({ server }: Asking, status: OktaStatus = 'ACTIVE') => server.backend.seedUser({ login: 'ada@example.com', status }).id;

describe('a user', () => {
  test.each(Object.entries(linksOf))(
    'who is %s has the links of that status, and in lists the one to themselves',
    async (status, names) => {
      await using org = await startAsking();
      const id = seeded(org, status as OktaStatus);
      const { _links: links } = (await org.ask('GET', `/users/${id}`)).body as {
        _links: Record<string, { href: string; method?: string }>;
      };
      expect(Object.keys(links).sort()).toEqual([...names, ...always].sort());
      for (const [name, { href, method }] of Object.entries(links)) {
        if (method !== undefined) expect(href).toMatch(new RegExp(`^${org.server.url}/api/v1/users/${id}(/|$)`));
        expect(method, name).toBe(['self', 'schema', 'type'].includes(name) ? undefined : name === 'delete' ? 'DELETE' : 'POST');
      }
      const [listed] = (await org.ask('GET', `/users?search=id eq "${id}"`)).body as { _links: object }[];
      expect(Object.keys(listed?._links ?? {})).toEqual(['self']);
    },
  );

  test('is all that live orgs send, a profile of what has a value, and nothing that was not asked to be omitted', async () => {
    await using org = await startAsking();
    const made = await org.ask('POST', '/users?activate=false', { profile: profileOf('ada@example.com', { title: 'Chief', city: null }) });
    expect(made.body).toEqual({
      ...{ id: expect.stringMatching(/^00u\w{17}$/), status: 'STAGED', type: { id: expect.any(String) } },
      ...{ created: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/), lastUpdated: expect.any(String) },
      ...{ activated: null, statusChanged: null, lastLogin: null, passwordChanged: null },
      profile: { ...profileOf('ada@example.com'), title: 'Chief', mobilePhone: null, secondEmail: null },
      credentials: { provider: { type: 'OKTA', name: 'OKTA' } },
      _links: expect.any(Object),
    });
    const lean = { 'content-type': 'application/json; okta-response="omitCredentials,omitCredentialsLinks,omitTransitioningToStatus"' };
    const id = (made.body as { id: string }).id;
    const [whole, part, half] = [
      (await org.ask('GET', `/users/${id}`)).body as Body,
      (await org.ask('GET', `/users/${id}`, undefined, lean)).body as Body,
      (await org.ask('GET', `/users/${id}`, undefined, { 'content-type': 'application/json; okta-response="omitCredentials"' })).body,
    ];
    expect(Object.keys(whole).filter((name) => !(name in part))).toEqual(['credentials', '_links']);
    expect(half).toEqual(whole);
  });

  test('on the way shows where to, and no longer than that', async () => {
    const at = { now: Date.UTC(2026, 0, 1) };
    await using org = await startAsking({ now: () => at.now, pace: { deactivateMs: 1_000 } });
    const id = seeded(org);
    await org.ask('POST', `/users/${id}/lifecycle/deactivate`);
    expect((await org.ask('GET', `/users/${id}`)).body).toMatchObject({ status: 'ACTIVE', transitioningToStatus: 'DEPROVISIONED' });
    at.now += 1_000;
    expect((await org.ask('GET', `/users/${id}`)).body).not.toHaveProperty('transitioningToStatus');
  });
});

describe('an answer', () => {
  test('to a lifecycle call is an empty object, with the link of an onboarding where no mail was wanted', async () => {
    await using org = await startAsking();
    const turn = async (operation: string) => {
      const { status, body, headers } = await org.ask('POST', `/users/${id}/lifecycle/${operation}`);
      return [status, body, headers.get('content-type')];
    };
    const id = seeded(org);
    const link = { activationUrl: expect.stringContaining('/welcome/'), activationToken: expect.any(String) };
    const json = 'application/json';
    for (const operation of ['suspend', 'unsuspend', 'deactivate', 'activate?sendEmail=true'])
      expect(await turn(operation)).toEqual([200, {}, json]);
    expect(await turn('reactivate')).toEqual([200, link, json]);
    expect(await turn('deactivate')).toEqual([200, {}, json]);
    expect(await turn('activate?sendEmail=false')).toEqual([200, link, json]);
    expect((await turn('reset_password'))[0]).toBe(400);
  });

  test('without anything to say is 204, and 202 for a rule that will be deleted', async () => {
    await using org = await startAsking();
    const { backend } = org.server;
    const [id, group] = [seeded(org), backend.seedGroup({ name: 'Sales' }).id];
    const rule = backend.seedRule({ name: 'Bern', expression: 'user.city == "Bern"', groupIds: [group] }).id;
    const told = async (method: string, path: string) => {
      const { status, body } = await org.ask(method, path);
      return [status, body];
    };
    for (const [method, path] of [
      ['PUT', `/groups/${group}/users/${id}`],
      ['DELETE', `/groups/${group}/users/${id}`],
      ['DELETE', `/users/${id}/sessions`],
      ['DELETE', `/users/${id}/grants`],
      ['DELETE', `/users/${id}/clients/0oa1/tokens`],
      ['POST', `/groups/rules/${rule}/lifecycle/deactivate`],
      ['DELETE', `/users/${id}`],
    ] as const)
      expect(await told(method, path), path).toEqual([204, undefined]);
    expect(await told('DELETE', `/groups/rules/${rule}`)).toEqual([202, undefined]);
    expect(await told('DELETE', `/groups/${group}`)).toEqual([204, undefined]);
  });

  test('names its request, its moment and what is left of the limit, also where it refuses', async () => {
    await using org = await startAsking();
    for (const path of ['/users/me', '/users/00u99999999999999999', '/nothing']) {
      const { headers } = await org.ask('GET', path);
      for (const name of ['x-okta-request-id', 'date', 'x-rate-limit-limit', 'x-rate-limit-remaining', 'x-rate-limit-reset'])
        expect(headers.get(name), `${path} ${name}`).toBeTruthy();
    }
    expect((await org.ask('GET', '/users/me')).headers.get('etag')).toMatch(/^W\/".+"$/);
  });

  test('that refuses has a code, a summary, an id of its own and a list of causes', async () => {
    await using org = await startAsking();
    const { body } = await org.ask('GET', '/users/00u99999999999999999');
    expect(body).toEqual({
      errorCode: 'E0000007',
      errorSummary: expect.stringMatching(/00u99999999999999999 \(User\)$/),
      errorLink: 'E0000007',
      errorId: expect.stringMatching(/^oae\w{17}$/),
      errorCauses: [],
    });
  });
});

test('every status that a user can have is one of the documented ones', () => {
  expect(oktaStatuses.toSorted()).toEqual([...Object.keys(linksOf), 'RECOVERY', 'LOCKED_OUT', 'PASSWORD_EXPIRED'].sort());
});

// Every row of Okta's error table through the verbs that can meet it: what the caller is told, and that nobody was touched.
import { isTenureError } from '@tenure/core/connector';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { oktaErrors } from '../src/errors.ts';
import { type Loopback, startLoopback } from './loopback.ts';

const status = (meaning: string): number =>
  ({ CONNECTOR_UNAUTHENTICATED: 401, CONNECTOR_FORBIDDEN: 403, CONNECTOR_RATE_LIMITED: 409, CONNECTOR_UNAVAILABLE: 503 })[meaning] ?? 400;

let okta: Loopback;
let accountId = '';
let groupId = '';
beforeAll(async () => {
  okta = await startLoopback({ http: { maxRetries: 0 } });
  groupId = okta.backend.seedGroup({ name: 'Sales' }).id;
  accountId = okta.backend.seedUser({ login: 'ada@example.com', profile: { title: 'Clerk' }, groupIds: [groupId] }).id;
  await okta.provider.users.disable({ accountId: okta.backend.seedUser({ login: 'warm@example.com' }).id, mode: 'suspend' }, okta.context);
  await okta.provider.groups.list({ limit: 1, name: 'Sales' }, okta.context);
});
afterAll(() => okta[Symbol.asyncDispose]());

const profile = { userName: 'grace@example.com', email: 'grace@example.com', givenName: 'Grace', familyName: 'Hopper' };
const title = 'Chief';
const tries = {
  'users.create': (to: Loopback) => to.provider.users.create({ profile, groups: [groupId], state: 'active' }, to.context),
  'users.update': (to: Loopback) => to.provider.users.update({ accountId, attributes: { title } }, to.context),
  'users.disable': (to: Loopback) => to.provider.users.disable({ accountId, mode: 'deactivate' }, to.context),
  'groups.remove': (to: Loopback) => to.provider.groups.remove({ accountId, groupId }, to.context),
  'users.list': (to: Loopback) => to.provider.users.list({ limit: 10 }, to.context),
} as const;

describe.each([...oktaErrors])('%s', (code, [meaning]) => {
  test.each(Object.keys(tries) as (keyof typeof tries)[])('from %s is an error or a truth, and changes nobody', async (verb) => {
    const fault = okta.server.fail({ effect: { kind: 'status', status: status(meaning), code }, times: Number.POSITIVE_INFINITY });
    const answer = await tries[verb](okta).catch((error: unknown) => error);
    fault.remove();
    expect(fault.hits()).toBeGreaterThan(0);
    expect(okta.backend.user(accountId)).toMatchObject({ status: 'ACTIVE', profile: { title: 'Clerk' } });
    expect(okta.backend.membersOf(groupId)).toEqual([accountId]);
    expect(okta.backend.userByLogin('grace@example.com')).toBeUndefined();
    // Nothing found is a truth for a leaver and a membership, once every question has been answered so.
    if (!isTenureError(answer)) return expect([code, verb]).toEqual(['E0000007', expect.stringMatching(/users.disable|groups.remove/)]);
    const seen = `${answer.code} ${JSON.stringify(answer.details)} ${answer.message}`;
    expect(seen).toMatch(new RegExp(`${meaning}|CONNECTOR_(REJECTED|CONFLICT_NOT_VISIBLE|OUTCOME_UNKNOWN|NOT_EFFECTIVE|UNAVAILABLE)`));
    expect(seen).not.toMatch(/grace|ada@|Chief/);
  });
});

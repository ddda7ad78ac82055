// Every row of Okta's error table, with the status it comes with, through the verbs that can meet it: exactly what the caller
// is told, and that nobody was touched. The fault is at the verb's own endpoint; whatever is looked up afterwards is answered.
import { isTenureError } from '@tenure/core/connector';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { oktaErrors } from '../src/errors.ts';
import { type Loopback, startLoopback } from './loopback.ts';

let okta: Loopback;
let accountId = '';
let groupId = '';
beforeAll(async () => {
  okta = await startLoopback({ http: { maxRetries: 0 } });
  groupId = okta.backend.seedGroup({ name: 'Sales' }).id;
  accountId = okta.backend.seedUser({ login: 'ada@example.com', profile: { title: 'Clerk' }, groupIds: [groupId] }).id;
});
afterAll(() => okta[Symbol.asyncDispose]());

const profile = { userName: 'grace@example.com', email: 'grace@example.com', givenName: 'Grace', familyName: 'Hopper' };
const tries = {
  list: ['GET', '/api/v1/users', ({ provider, context }: Loopback) => provider.users.list({ limit: 10 }, context)],
  create: [
    'POST',
    '/api/v1/users',
    ({ provider, context }: Loopback) => provider.users.create({ profile, groups: [groupId], state: 'active' }, context),
  ],
  update: [
    'POST',
    '/api/v1/users/*',
    ({ provider, context }: Loopback) => provider.users.update({ accountId, attributes: { title: 'Chief' } }, context),
  ],
  disable: [
    'POST',
    '/api/v1/users/*/lifecycle/deactivate',
    ({ provider, context }: Loopback) => provider.users.disable({ accountId, mode: 'deactivate' }, context),
  ],
  delete: ['DELETE', '/api/v1/users/*', ({ provider, context }: Loopback) => provider.users.delete?.({ accountId }, context)],
  leave: [
    'DELETE',
    '/api/v1/groups/*/users/*',
    ({ provider, context }: Loopback) => provider.groups.remove({ accountId, groupId }, context),
  ],
} as const;
type Verb = keyof typeof tries;
const verbs = Object.keys(tries) as readonly Verb[];

/** What each verb says: the code without its `CONNECTOR_`, the first for every verb that is not named after it. */
type Meaning = readonly [usual: string, except?: Readonly<Partial<Record<Verb, string>>>];

const refused: Meaning = ['REJECTED'];
/** Nobody is found who holds a value: that somebody does is all that is known. */
const conflict: Meaning = ['CONFLICT', { create: 'CONFLICT_NOT_VISIBLE' }];
/** A look shows the user unchanged and on: the way it was refused is no success. */
const wrongStatus: Meaning = ['CONFLICT', { create: 'CONFLICT_NOT_VISIBLE', disable: 'NOT_EFFECTIVE' }];
const elsewhere: Meaning = ['REJECTED', { update: 'left alone' }];
const unknown = { create: 'OUTCOME_UNKNOWN', update: 'OUTCOME_UNKNOWN', disable: 'OUTCOME_UNKNOWN', leave: 'OUTCOME_UNKNOWN' } as const;
/** A write may have been done before the failure. */
const failed: Meaning = ['UNAVAILABLE', { ...unknown, delete: 'OUTCOME_UNKNOWN' }];

const rows: readonly (readonly [status: number, codes: string, meaning: Meaning, retryAfterMs?: number])[] = [
  [400, 'E0000002 E0000003 E0000018 E0000019 E0000020 E0000021', refused],
  [400, 'E0000028 E0000029 E0000030 E0000031 E0000033 E0000037 E0000053 E0000063 E0000094', refused],
  [400, 'E0000093 E0000124 E0000125 E0000179 E0000242', refused],
  [401, 'E0000004 E0000011', ['UNAUTHENTICATED']],
  [401, 'E0000015', ['FORBIDDEN']],
  [403, 'E0000005', ['UNAUTHENTICATED']],
  [403, 'E0000006', ['FORBIDDEN']],
  [403, 'E0000016 E0000038', wrongStatus],
  [403, 'E0000032 E0000107 E0000117', conflict],
  [403, 'E0000023 E0000075 E0000077 E0000078 E0000081 E0000111', elsewhere],
  [404, 'E0000007', ['REJECTED', { disable: 'NOT_EFFECTIVE', delete: 'NOT_EFFECTIVE' }]],
  [404, 'E0000008', ['RESPONSE_UNREADABLE']],
  [405, 'E0000022', ['FORBIDDEN']],
  [405, 'E0000076', elsewhere],
  [406, 'E0000122', refused],
  [409, 'E0000112', ['RATE_LIMITED', { disable: 'NOT_EFFECTIVE' }], 90_000],
  [409, 'E0000249 E0000253 E0000268', ['RATE_LIMITED'], 5_000],
  [409, 'E0000055 E0000108 E0000113 E0000195', conflict],
  [409, 'E0000145', failed],
  [412, 'E0000231', conflict],
  [414, 'E0000256', refused],
  [423, 'E0000239', ['RATE_LIMITED'], 5_000],
  [423, 'E0000155', conflict],
  [429, 'E0000118', ['RATE_LIMITED'], 60_000],
  [500, 'E0000009', failed],
  [501, 'E0000052 E0000060', refused],
  [502, 'E0000134 E0000137', failed],
  [504, 'E0000240 E0000241', failed],
  // Nothing is written while the org is read-only: that much is certain.
  [503, 'E0000010', ['UNAVAILABLE'], 30_000],
  [503, 'E0000100 E0000181', failed],
];
const table = rows.flatMap(([status, codes, meaning, waitMs]) => codes.split(' ').map((code) => ({ status, code, meaning, waitMs })));

const untouched = () => {
  expect(okta.backend.user(accountId)).toMatchObject({ status: 'ACTIVE', profile: { title: 'Clerk' } });
  expect(okta.backend.membersOf(groupId)).toEqual([accountId]);
  expect(okta.backend.userByLogin('grace@example.com')).toBeUndefined();
};

describe.each(table)('$status $code', ({ status, code, meaning: [usual, except], waitMs }) => {
  test('is exactly one thing from every verb, and changes nobody', async () => {
    const told: Partial<Record<Verb, string>> = {};
    for (const verb of verbs) {
      const [method, path, run] = tries[verb];
      const fault = okta.server.fail({ method, path, effect: { kind: 'status', status, code }, times: Number.POSITIVE_INFINITY });
      const answer: unknown = await Promise.resolve(run(okta)).catch((error: unknown) => error);
      fault.remove();
      expect(fault.hits(), verb).toBeGreaterThan(0);
      untouched();
      if (!isTenureError(answer)) {
        told[verb] = 'left alone';
        expect(answer).toEqual({ outcome: 'unchanged', notes: ['attributes mastered elsewhere were left alone: title'] });
        continue;
      }
      told[verb] = answer.code.replace('CONNECTOR_', '');
      if (answer.code === `CONNECTOR_${usual}`) expect(answer.details, verb).toMatchObject({ status, vendorCode: code });
      if (waitMs !== undefined && answer.code === `CONNECTOR_${usual}`)
        expect(answer.details, verb).toMatchObject({ retryAfterMs: waitMs });
      expect(`${JSON.stringify(answer.details)} ${answer.message}`).not.toMatch(/grace|ada@|Chief/);
    }
    expect(told).toEqual(Object.fromEntries(verbs.map((verb) => [verb, except?.[verb] ?? usual])));
  });
});

test('no code that is understood is left without a row', () => {
  expect(table.map(({ code }) => code).sort()).toEqual([...oktaErrors.keys()].sort());
});

// The two codes that say what they mean only by their causes or headers.
test.each([
  ['create', 'login: An object with this field already exists in the current organization', 'CONFLICT_NOT_VISIBLE', undefined],
  ['create', 'lastName: The field cannot be left blank', 'REJECTED', ['familyName']],
  ['create', "Property name 'title' is not defined in profile", 'REJECTED', ['title']],
  ['update', 'login: An object with this field already exists in the current organization', 'CONFLICT', undefined],
  ['update', 'countryCode: is too long', 'REJECTED', ['country']],
  ['leave', 'something about nobody', 'REJECTED', []],
] as const)('E0000001 from %s with "%s" is %s', async (verb, cause, meaning, fields) => {
  const [method, path, run] = tries[verb];
  const fault = okta.server.fail({ method, path, effect: { kind: 'status', status: 400, code: 'E0000001', causes: [cause] } });
  const error: unknown = await Promise.resolve(run(okta)).catch((thrown: unknown) => thrown);
  fault.remove();
  expect(error).toMatchObject({ code: `CONNECTOR_${meaning}`, details: { vendorCode: 'E0000001', ...(fields ? { fields } : {}) } });
  untouched();
});

test.each(verbs)('429 E0000047 from %s is a rate limit, and nothing was done', async (verb) => {
  const [method, path, run] = tries[verb];
  for (const kind of ['throttled', 'crowded'] as const) {
    const fault = okta.server.fail({ method, path, effect: { kind } });
    const error: unknown = await Promise.resolve(run(okta)).catch((thrown: unknown) => thrown);
    fault.remove();
    expect(error).toMatchObject({ code: 'CONNECTOR_RATE_LIMITED', details: { status: 429, vendorCode: 'E0000047' } });
    const { retryAfterMs } = (error as { details: { retryAfterMs: number } }).details;
    expect(retryAfterMs).toBeLessThanOrEqual(kind === 'crowded' ? 2_000 : 61_000);
    untouched();
  }
});

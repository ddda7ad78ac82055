import type { ProfileAttribute } from '@tenure/core/connector';
import { expect, test } from 'vitest';
import { classifyWith, oktaErrors } from './errors.ts';
import { fieldsOf } from './mapping.ts';

const names = new Map<ProfileAttribute, string>([
  ['userName', 'login'],
  ['familyName', 'lastName'],
  ['externalId', 'hrId'],
]);

const classify = (status: number, code: string, causes: readonly string[] = [], headers: Record<string, string> = {}) =>
  classifyWith(fieldsOf(names))({
    status,
    headers: new Headers(headers),
    body: { errorCode: code, errorSummary: 'x', errorCauses: causes.map((errorSummary) => ({ errorSummary })) },
  });

/** Section by section as the reference has it: status, codes, what they mean for us. */
const table: readonly (readonly [status: number, codes: string, meaning: string])[] = [
  [
    400,
    'E0000002 E0000003 E0000018 E0000019 E0000020 E0000021 E0000028 E0000029 E0000030 E0000031 E0000033 E0000037 E0000053 E0000063 E0000094',
    'REJECTED',
  ],
  [400, 'E0000093 E0000124 E0000125 E0000179 E0000242', 'REJECTED'],
  [401, 'E0000004 E0000011', 'UNAUTHENTICATED'],
  [401, 'E0000015', 'FORBIDDEN'],
  [403, 'E0000005', 'UNAUTHENTICATED'],
  [403, 'E0000006', 'FORBIDDEN'],
  [403, 'E0000016 E0000032 E0000038 E0000107 E0000117', 'CONFLICT'],
  [403, 'E0000023 E0000075 E0000077 E0000078 E0000081 E0000111', 'REJECTED'],
  [404, 'E0000007', 'REJECTED'],
  [404, 'E0000008', 'RESPONSE_UNREADABLE'],
  [405, 'E0000022', 'FORBIDDEN'],
  [405, 'E0000076', 'REJECTED'],
  [406, 'E0000122', 'REJECTED'],
  [409, 'E0000112 E0000249 E0000253 E0000268', 'RATE_LIMITED'],
  [409, 'E0000055 E0000108 E0000113 E0000195', 'CONFLICT'],
  [409, 'E0000145', 'UNAVAILABLE'],
  [412, 'E0000231', 'CONFLICT'],
  [414, 'E0000256', 'REJECTED'],
  [423, 'E0000239', 'RATE_LIMITED'],
  [423, 'E0000155', 'CONFLICT'],
  [429, 'E0000118', 'RATE_LIMITED'],
  [500, 'E0000009', 'UNAVAILABLE'],
  [501, 'E0000052 E0000060', 'REJECTED'],
  [502, 'E0000134 E0000137', 'UNAVAILABLE'],
  [504, 'E0000240 E0000241', 'UNAVAILABLE'],
  [503, 'E0000010 E0000100 E0000181', 'UNAVAILABLE'],
];
const rows = table.flatMap(([status, codes, meaning]) => codes.split(' ').map((code) => [status, code, meaning] as const));

test.each(rows)('%i %s means %s', (status, code, meaning) => {
  const verdict = classify(status, code);
  expect(verdict).toMatchObject({ code: `CONNECTOR_${meaning}`, details: { vendorCode: code } });
  expect(verdict?.fact).toContain(code);
});

test('no code of the table is left without a row here', () => {
  expect([...oktaErrors.keys()].sort()).toEqual(rows.map(([, code]) => code).sort());
});

test.each([
  [['login: An object with this field already exists in the current organization'], 'CONNECTOR_CONFLICT', ['userName']],
  [['hrId: An object with this field already exists in the current organization'], 'CONNECTOR_CONFLICT', ['externalId']],
  [['lastName: The field cannot be left blank', 'login: Username must be in the form'], 'CONNECTOR_REJECTED', ['userName', 'familyName']],
  [["Property name 'hrId' is not defined in profile"], 'CONNECTOR_REJECTED', ['externalId']],
  [['something: nobody knows ada@example.com'], 'CONNECTOR_REJECTED', []],
])('E0000001 with %j is %s about %j', (causes, code, fields) => {
  const verdict = classify(400, 'E0000001', causes);
  expect(verdict?.code).toBe(code);
  for (const field of fields) expect(verdict?.fact).toContain(field);
  expect(verdict?.fact).not.toContain('ada@example.com');
});

test('an empty bucket is waited for until its reset by Okta’s own clock, and a second more', () => {
  const date = new Date(1_700_000_000_000).toUTCString();
  const headers = { date, 'x-rate-limit-limit': '300, 300', 'x-rate-limit-reset': '1700000042, 1700000042' };
  expect(classify(429, 'E0000047', [], headers)).toMatchObject({ code: 'CONNECTOR_RATE_LIMITED', retryAfterMs: 43_000 });
});

test('a reset further ahead than a window is long is a wrong clock, and is not waited for', () => {
  const date = new Date(1_700_000_000_000).toUTCString();
  const headers = { date, 'x-rate-limit-limit': '300', 'x-rate-limit-reset': '1700090000' };
  expect(classify(429, 'E0000047', [], headers)).toMatchObject({ retryAfterMs: 61_000 });
});

test('a full concurrency gate is waited for a moment, never until its reset', () => {
  const date = new Date(1_700_000_000_000).toUTCString();
  const verdict = classify(429, 'E0000047', [], { date, 'x-rate-limit-limit': '0', 'x-rate-limit-reset': '1700000115' });
  expect(verdict?.retryAfterMs).toBeGreaterThanOrEqual(500);
  expect(verdict?.retryAfterMs).toBeLessThanOrEqual(2_000);
});

test('a limit without usable headers leaves the wait to the client', () => {
  expect(classify(429, 'E0000047')).toMatchObject({ code: 'CONNECTOR_RATE_LIMITED', retryAfterMs: undefined });
});

test('what is no error of Okta’s is left to its status', () => {
  expect(classify(400, 'E0009999')).toBeUndefined();
  expect(classifyWith(() => [])({ status: 502, headers: new Headers(), body: undefined })).toBeUndefined();
});

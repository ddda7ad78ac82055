import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { addressOf, pathOf } from './address.ts';
import { redact, resolveCredential } from './credential.ts';
import { nextLink } from './link.ts';
import { backoffMs, parseRetryAfter } from './retry-after.ts';

const now = Date.parse('2026-03-01T12:00:00Z');
const day = 86_400_000;

describe('Retry-After', () => {
  test.each([
    ['120', 120_000],
    ['0', 0],
    ['1.5', 1_500],
    ['Sun, 01 Mar 2026 12:00:30 GMT', 30_000],
    ['Sunday, 01-Mar-26 12:00:30 GMT', 30_000],
    ['Sun Mar  1 12:00:30 2026', 30_000],
    ['2026-03-01T12:01:00Z', 60_000],
    ['2026-03-01T13:00:10+01:00', 10_000],
    ['Sun, 01 Mar 2026 11:00:00 GMT', 0],
    ['99999999', day],
    ['2027-01-01T00:00:00Z', day],
  ])('%s is a wait of %i ms', (value, expected) => {
    expect(parseRetryAfter(value, now)).toBe(expected);
  });

  test.each(['', 'soon', '-5', '5 minutes', '2026-03-01', '2026-03-01T12:01:00', 'Infinity', '1e9', null, undefined])(
    '%s says nothing',
    (value) => {
      expect(parseRetryAfter(value, now)).toBeUndefined();
    },
  );

  test('back-off stays under a ceiling that doubles from a second to a minute', () => {
    for (let retries = 0; retries < 12; retries += 1) {
      const ceiling = Math.min(60_000, 1_000 * 2 ** retries);
      for (let draw = 0; draw < 50; draw += 1) expect(backoffMs(retries)).toBeLessThanOrEqual(ceiling);
    }
  });
});

describe('next links', () => {
  const headersOf = (...lines: string[]) => new Headers(lines.map((line): [string, string] => ['link', line]));

  test.each([
    [['<https://a.test/users?after=x>; rel="next"'], 'https://a.test/users?after=x'],
    [['<https://a.test/self>; rel="self"', '<https://a.test/next,with,commas>; rel=next'], 'https://a.test/next,with,commas'],
    [['</a>; title="one, rel=next; two"; rel=self, </b>; rel="prev NEXT"'], '/b'],
    [['</a>; title="a \\"quoted\\", text"; rel="next"'], '/a'],
    [['</a>; rel="nextish", </b>; rel="last"'], undefined],
    [['no link at all'], undefined],
    [[], undefined],
  ])('%j leads to %s', (lines, expected) => {
    expect(nextLink(headersOf(...lines))).toBe(expected);
  });
});

describe('addresses', () => {
  test('an id cannot change the path', () => {
    expect(pathOf`/users/${'a/b?c#d'}/groups/${7}`).toBe('/users/a%2Fb%3Fc%23d/groups/7');
    for (const id of ['', '.', '..', 'a\ud800']) expect(() => pathOf`/users/${id}`).toThrow('cannot stand in a path');
  });

  test('a path stands below the base address and a query is encoded once', () => {
    const address = addressOf('https://a.test/scim/v2', { path: '/Users' }, { filter: 'userName eq "a+b c"', count: 2, none: undefined });
    expect(String(address)).toBe('https://a.test/scim/v2/Users?filter=userName%20eq%20%22a%2Bb%20c%22&count=2');
  });

  test.each([
    ['https://b.test/users', 'another host (b.test)'],
    ['http://a.test/users', 'another host (a.test)'],
    ['//b.test/users', 'another host (b.test)'],
    ['https://user:word@a.test/', 'credentials'],
    ['https://', 'not an address'],
  ])('the link %s is refused', (url, reason) => {
    expect(addressOf('https://a.test/api', { url }, undefined)).toMatchObject({ refused: expect.stringContaining(reason) });
  });

  test('a relative link is read against the base address', () => {
    expect(String(addressOf('https://a.test/api', { url: '/api/users?after=2' }, undefined))).toBe('https://a.test/api/users?after=2');
  });
});

describe('credentials', () => {
  test('a secret shows in no print', () => {
    const secret = redact('marker');
    expect([`${secret}`, JSON.stringify({ secret }), inspect({ secret }, { depth: 5 })].join()).not.toContain('marker');
    expect(secret.reveal()).toBe('marker');
  });

  test('a function is asked each time, and an empty text is refused', async () => {
    let count = 0;
    const credential = async () => `text ${++count}`;
    expect([await resolveCredential(credential), await resolveCredential(credential)]).toEqual(['text 1', 'text 2']);
    await expect(resolveCredential(async () => '')).rejects.toMatchObject({ code: 'CONNECTOR_UNAUTHENTICATED' });
  });
});

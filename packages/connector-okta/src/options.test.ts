import { isTenureError } from '@tenure/core/connector';
import { expect, test } from 'vitest';
import type { OktaProviderOptions } from './options.ts';
import { oktaProvider } from './provider.ts';
import { settingsOf } from './settings.ts';

const good: OktaProviderOptions = { orgUrl: 'https://example.okta.com/', token: 'secret-token' };

test('by default Okta’s base attributes are told, and no external id', () => {
  expect(oktaProvider(good).attributes).not.toContain('externalId');
  expect(settingsOf(good).attributes.get('givenName')).toBe('firstName');
  expect(settingsOf(good).credential).toMatchObject({ kind: 'token', orgUrl: 'https://example.okta.com' });
});

test('an attribute can be kept under another name, or kept out', () => {
  const provider = oktaProvider({ ...good, attributes: { externalId: 'hrId', city: false } });
  expect(provider.attributes).toContain('externalId');
  expect(provider.attributes).not.toContain('city');
});

test.each([
  ['an address without https', { ...good, orgUrl: 'http://example.okta.com' }, ['orgUrl']],
  ['the address of the admin console', { ...good, orgUrl: 'https://example-admin.okta.com' }, ['orgUrl']],
  ['an empty token', { ...good, token: '' }, ['token']],
  ['a misspelt option', { ...good, protectAdmins: false }, ['protectAdmins']],
  ['an attribute nobody has', { ...good, attributes: { nickname: 'nickName' } }, ['attributes.nickname']],
  ['an attribute name that could break a query', { ...good, attributes: { externalId: 'a eq "b"' } }, ['attributes.externalId']],
  ['an id that no token has', { ...good, tokenId: 'secret-token' }, ['tokenId']],
  [
    'the id of a token for a service app',
    { orgUrl: good.orgUrl, clientId: 'a', privateKey: 'k', scopes: ['s'], tokenId: '00T1' },
    ['tokenId'],
  ],
  ['a user without a login', { ...good, attributes: { userName: false } }, ['attributes']],
])('%s is refused before any request, by path and without its value', (_title, options, paths) => {
  const thrown = (() => {
    try {
      return oktaProvider(options as OktaProviderOptions);
    } catch (error) {
      return error;
    }
  })();
  if (!isTenureError(thrown) || thrown.code !== 'OPTIONS_INVALID') throw thrown;
  expect(thrown.details.problems.map(({ path }) => path)).toEqual(paths);
  expect(JSON.stringify(thrown)).not.toContain('secret-token');
});

import { MergeClient } from '@mergeapi/merge-node-client';
import { isTenureError } from '@tenure/core/connector';
import { describe, expect, test } from 'vitest';
import { mergeConnect } from './connect.ts';
import type { MergeSourceOptions } from './options.ts';
import { mergeSource } from './source.ts';

const keys = { apiKey: 'key-that-is-secret', accountToken: 'token-that-is-secret' };

function problems(make: () => unknown): string[] {
  try {
    make();
  } catch (error) {
    if (!isTenureError(error) || error.code !== 'OPTIONS_INVALID') throw error;
    expect(JSON.stringify(error)).not.toContain('that-is-secret');
    return error.details.problems.map(({ path }) => path);
  }
  return [];
}

describe('mergeSource', () => {
  test.each([
    ['its keys', keys],
    ['keys that are fetched', { apiKey: async () => 'k', accountToken: async () => 't' }],
    ['a client', { client: new MergeClient(keys) }],
    ['teams as departments', { ...keys, departmentsFrom: 'teams' }],
    ['a region', { ...keys, region: 'eu' }],
  ] as const)('takes %s', (_title, options) => expect(problems(() => mergeSource(options))).toEqual([]));

  test.each([
    ['no account token', { apiKey: 'k' }, ['accountToken']],
    ['empty keys', { apiKey: '', accountToken: '' }, ['apiKey', 'accountToken']],
    ['an option that there is none of', { ...keys, acountToken: 'x' }, ['acountToken']],
    ['a region that there is none of', { ...keys, region: 'mars' }, ['region']],
    ['an address that is not https', { ...keys, baseUrl: 'http://api.merge.dev/api' }, ['baseUrl']],
    ['both a client and keys', { ...keys, client: new MergeClient(keys) }, ['apiKey', 'accountToken']],
    ['something that is no client', { client: { hris: {} } }, ['client']],
    ['a client that reads answers by itself', { client: new MergeClient({ ...keys, fetcher: async () => ({}) as never }) }, ['client']],
    ['a status that there is none of', { ...keys, statuses: { Away: 'gone' } }, ['statuses.Away']],
    ['no type of group at all', { ...keys, departmentsFrom: [] }, ['departmentsFrom']],
    ['a webhook without an account', { ...keys, webhook: { signatureKey: 'k' } }, ['webhook.linkedAccountId']],
  ])('refuses %s', (_title, options, expected) => {
    expect(problems(() => mergeSource(options as MergeSourceOptions))).toEqual(expected);
  });

  test('receives webhooks only with something to verify them by', () => {
    expect(mergeSource(keys).webhook).toBeUndefined();
    expect(mergeSource({ ...keys, webhook: { signatureKey: 'k', linkedAccountId: 'la-1' } }).webhook).toBeTypeOf('function');
  });
});

test('mergeConnect refuses what it does not know', () => {
  expect(problems(() => mergeConnect({ apiKey: '' }))).toEqual(['apiKey']);
  expect(problems(() => mergeConnect({ ...keys } as never))).toEqual(['accountToken']);
});

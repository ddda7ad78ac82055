import { isTenureError } from '@tenure/core/connector';
import { expect, test } from 'vitest';
import type { AdpSourceOptions } from './options.ts';
import { adpSource } from './source.ts';

const pair = { clientId: 'id-that-is-secret', clientSecret: 'secret-that-is-secret', certificate: 'pem', key: 'key-that-is-secret' };
const own = { ...pair, timeZone: 'America/New_York' };

function problems(options: object): string[] {
  try {
    adpSource(options as AdpSourceOptions);
  } catch (error) {
    if (!isTenureError(error) || error.code !== 'OPTIONS_INVALID') throw error;
    expect(JSON.stringify(error)).not.toContain('that-is-secret');
    return error.details.problems.map(({ path }) => path);
  }
  return [];
}

test.each([
  ['the customer’s own credentials', own],
  ['credentials that are fetched', { ...own, clientId: async () => 'i', clientSecret: async () => 's', key: async () => 'k' }],
  ['a partner’s, for one subscriber', { ...own, subscriber: 'G3AAAA' }],
  [
    'tables of the customer’s',
    { ...own, statuses: { X: 'on-leave' }, employmentTypes: { X7: 'intern' }, departmentTypes: ['Cost Number'] },
  ],
  ['another environment', { ...own, environment: 'eu-test', product: 'international', departmentsFrom: 'workers' }],
])('takes %s', (_title, options) => expect(problems(options)).toEqual([]));

test.each([
  ['no zone', pair, ['timeZone']],
  ['a zone that is none', { ...own, timeZone: 'Mars/Olympus' }, ['timeZone']],
  ['a subscriber that would end a filter', { ...own, subscriber: "x' or 1 eq 1" }, ['subscriber']],
  ['a status that is none', { ...own, statuses: { X: 'gone' } }, ['statuses.X']],
  ['an address without TLS', { ...own, apiUrl: 'http://api.example' }, ['apiUrl']],
  ['an option nobody knows', { ...own, apiKey: 'that-is-secret' }, ['apiKey']],
])('refuses %s', (_title, options, paths) => expect(problems(options)).toEqual(paths));

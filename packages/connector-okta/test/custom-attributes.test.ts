// HR's own fields in attributes that the org has added to its schema, text and other types.
import { testContext } from '@tenure/core/testing';
import { noLimits, startOktaServer } from '@tenure/simulators/okta';
import { expect, test } from 'vitest';
import { oktaProvider } from '../src/provider.ts';
import { openCompany, worker } from './company.ts';

const org = { customAttributes: ['costCenterCode'], typedAttributes: { remote: 'boolean', floor: 'integer' } } as const;
const attributes = {
  externalId: 'hrId',
  'customFields.costCenter': 'costCenterCode',
  'customFields.remote': { name: 'remote', type: 'boolean' },
  'customFields.floor': { name: 'floor', type: 'number' },
} as const;
const person = { userName: 'ada@example.com', email: 'ada@example.com', givenName: 'Ada', familyName: 'King', externalId: 'e1' };

async function openProvider(options = attributes as Parameters<typeof oktaProvider>[0]['attributes']) {
  const server = await startOktaServer({ ...org, limits: noLimits, uniqueAttributes: ['hrId'] });
  const provider = oktaProvider({ orgUrl: server.url, token: server.token, attributes: options });
  return { server, provider, [Symbol.asyncDispose]: () => server.close() };
}

test('a hire carries HR’s own fields in one call, each as its type; a change sends what changed, null empties, and nothing is told twice', async () => {
  await using company = await openCompany([worker('ada', { customFields: { costCenter: '4711', remote: true, floor: 3 } })], {
    org,
    okta: { attributes },
  });
  await company.lifecycle.sync();
  const shown = () => company.backend.users().find(({ profile }) => profile['login'] === 'ada@example.com')?.profile;
  expect(shown()).toMatchObject({ costCenterCode: '4711', remote: true, floor: 3 });
  company.calls();
  company.hr.setEmployees([worker('ada', { customFields: { costCenter: null, floor: 4 } })]);
  await company.lifecycle.sync();
  expect(company.calls().filter((call) => call.startsWith('POST'))).toEqual(['POST /users/*']);
  expect(shown()).toMatchObject({ remote: true, floor: 4 });
  expect(shown()).not.toHaveProperty('costCenterCode');
  expect((await company.lifecycle.plan()).isEmpty).toBe(true);
});

test('what others change of such an attribute is found, and what is as we wrote it is not', async () => {
  await using company = await openCompany([worker('ada', { customFields: { remote: true, floor: 3 } })], { org, okta: { attributes } });
  await company.lifecycle.sync();
  const drift = async () => {
    const attributes: unknown[] = [];
    for await (const each of company.lifecycle.drift()) attributes.push('attributes' in each ? each.attributes : each);
    return attributes;
  };
  expect(await drift()).toEqual([]);
  const ada = company.backend.users().find(({ profile }) => profile['login'] === 'ada@example.com');
  company.backend.alterUser(ada?.id ?? '', { profile: { ...ada?.profile, remote: false } });
  expect(await drift()).toEqual([['customFields.remote']]);
});

test.each([
  ['remote', 'perhaps'],
  ['remote', 'TRUE'],
  ['floor', 'third'],
  ['floor', ' '],
])('a value of %s that is none of its type is refused before anything is sent, by name and without the value', async (field, value) => {
  await using world = await openProvider();
  const name = `customFields.${field}` as const;
  const refused = world.provider.users.create({ profile: { ...person, [name]: value }, groups: [], state: 'active' }, testContext());
  await expect(refused).rejects.toMatchObject({ code: 'CONNECTOR_REJECTED', details: { fields: [name] } });
  await expect(refused).rejects.toThrow(`Okta has this as ${field === 'remote' ? 'true or false' : 'a number'}: ${name}`);
  await expect(refused).rejects.not.toThrow(value.trim() || 'third');
  expect(world.server.requests()).toEqual([]);
});

test('Okta’s refusal of a type is told with our name of the attribute', async () => {
  await using world = await openProvider({ ...attributes, 'customFields.floor': 'floor' });
  const refused = world.provider.users.create(
    { profile: { ...person, 'customFields.floor': '3' }, groups: [], state: 'active' },
    testContext(),
  );
  await expect(refused).rejects.toMatchObject({ code: 'CONNECTOR_REJECTED', details: { fields: ['customFields.floor'] } });
});

test.each([
  [attributes, 'ok'],
  [{ ...attributes, 'customFields.floor': 'floor' }, 'customFields.floor (floor: integer)'],
  [
    { ...attributes, 'customFields.costCenter': { name: 'costCenterCode', type: 'number' } },
    'customFields.costCenter (costCenterCode: string)',
  ],
  [{ ...attributes, 'customFields.badge': 'badge' }, 'the schema lacks customFields.badge (badge)'],
] as const)('the check holds the options against the schema: %o', async (options, expected) => {
  await using world = await openProvider(options);
  const { items } = await world.provider.check(testContext());
  const line = items.find(({ title }) => title === 'the profile has every attribute');
  expect(`${line?.state} ${line?.detail}`).toContain(expected);
});

// Options that lead to another workspace than the one the known accounts are in.
import { createLifecycle, everyone, type LifecycleOptions, memoryStore } from '@tenure/core';
import { manualClock, memorySource } from '@tenure/core/testing';
import { startScimServer } from '@tenure/simulators/scim';
import { expect, test } from 'vitest';
import { awsIdentityCenter, github, hubspot, scimApp, slack, zendesk } from '../src/index.ts';

const token = 'token-1';

test.each([
  ['another address', scimApp({ id: 'chat', baseUrl: 'https://Chat.example.com/scim/v2/', token }), 'chat.example.com/scim/v2'],
  [
    'the part of an address that a customer states',
    zendesk({ subdomain: 'acme', email: 'a@acme.example', apiToken: token }),
    'acme.zendesk.com/api/v2',
  ],
  [
    'all parts of an address',
    awsIdentityCenter({ region: 'eu-west-1', tenantId: 'f3v123-1', token }),
    'scim.eu-west-1.amazonaws.com/f3v123-1/scim/v2',
  ],
  ['a parameter beside an address that all share', github({ organization: 'Acme', token }), 'acme'],
  ['an address that is not the vendor’s', slack({ baseUrl: 'https://gov.slack.example/scim/v2', token }), 'gov.slack.example/scim/v2'],
  ['nothing but the credential', slack({ token }), undefined],
  ['nothing but the credential, again', hubspot({ token }), undefined],
])('a workspace is told by %s', (_title, app, name) => {
  expect(app.instance?.name).toBe(name);
});

async function company() {
  const [first, second] = [await startScimServer({ token }), await startScimServer({ token })];
  const { source, backend: hr } = memorySource({ id: 'hr' });
  const store = memoryStore();
  const clock = manualClock(Date.parse('2026-11-23T12:00:00Z'));
  const person = (name: string) => ({
    ...{ id: name, firstName: name, lastName: 'Lovelace', workEmail: `${name}@example.com` },
    ...({ status: 'active', startDate: '2020-01-06', departmentId: null } as const),
  });
  const over = (baseUrl: string, formerly?: readonly string[]) =>
    createLifecycle({
      ...{ timeZone: 'Europe/London', source, store, clock },
      apps: [{ app: scimApp({ id: 'chat', baseUrl, token, formerly }), policy: 'both', for: everyone() }],
    } satisfies LifecycleOptions);
  hr.setEmployees([person('ada'), person('ben')]);
  return { first, second, hr, person, over, [Symbol.asyncDispose]: () => Promise.all([first.close(), second.close()]).then(() => {}) };
}

test('whoever works is not hired anew in it, whoever leaves is not taken for gone, and the plan says why', async () => {
  await using world = await company();
  await world.over(world.first.url).sync();
  expect(world.first.users()).toHaveLength(2);
  world.hr.setEmployees([world.person('ada'), { ...world.person('ben'), status: 'terminated' }, world.person('cas')]);
  const { plan } = await world.over(world.second.url).sync();
  expect(JSON.stringify(plan.header)).toMatch(/the accounts known here are in 127\.0\.0\.1:\d+\S*, and it is set up for 127\.0\.0\.1/);
  expect(world.second.users()).toEqual([]);
  await world.over(world.first.url).sync();
  expect(world.first.users().map(({ userName, active }) => `${userName} ${active}`)).toEqual([
    'ada@example.com true',
    'ben@example.com false',
    'cas@example.com true',
  ]);
});

test('the same workspace under another address goes on once it is said to be the same', async () => {
  await using world = await company();
  await world.over(world.first.url).sync();
  const other = world.first.url.replace('127.0.0.1', 'localhost');
  world.hr.setEmployees([world.person('ada'), { ...world.person('ben'), status: 'terminated' }]);
  await world.over(other).sync();
  expect(world.first.users().map(({ active }) => active)).toEqual([true, true]);
  await world.over(other, [world.first.url.replace('http://', '')]).sync();
  expect(world.first.users().map(({ active }) => active)).toEqual([true, false]);
  expect((await world.over(other).plan()).isEmpty).toBe(true);
});

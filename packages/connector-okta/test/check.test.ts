// What `check` says of each thing that can be missing: the line it concerns, and no other one.
import type { CheckItem } from '@tenure/core/connector';
import { testContext } from '@tenure/core/testing';
import { noLimits, type OktaSwitches, startOktaServer } from '@tenure/simulators/okta';
import { describe, expect, test } from 'vitest';
import { oktaProvider } from '../src/provider.ts';
import { clientId, scopes, seedApp } from './app.ts';
import { openCompany, worker } from './company.ts';
import { startLoopback } from './loopback.ts';

const notGood = (items: readonly CheckItem[]) =>
  items.filter(({ state }) => state !== 'ok').map(({ title, state }) => `${title}: ${state}`);

async function ofApp(given: {
  readonly scopes?: readonly string[];
  readonly roles?: readonly string[];
  readonly switches?: Partial<OktaSwitches>;
}) {
  const context = testContext();
  const server = await startOktaServer({ limits: noLimits, now: context.now, uniqueAttributes: ['hrId'], switches: given.switches });
  const { options, publicKey } = seedApp(server);
  const asked = given.scopes ?? scopes;
  server.backend.seedServiceApp({ clientId, keys: [{ ...publicKey, kid: 'key-1' }], scopes, roles: given.roles ?? ['SUPER_ADMIN'] });
  const { items } = await oktaProvider({ ...options, scopes: asked, attributes: { externalId: 'hrId' } }).check(context);
  await server.close();
  return items;
}

const [credential, users, groups, admins, rules, profile, others] = [
  'the credential is accepted: problem',
  'users can be read: problem',
  'groups can be read: problem',
  'administrators can be recognised: problem',
  'groups that rules fill can be recognised: warning',
  'the profile has every attribute: not-checked',
  'changes by others can be seen: problem',
];

describe('an app', () => {
  test.each([
    ['nothing', []],
    ['okta.users.manage', [credential]],
    ['okta.users.read', [users, admins]],
    ['okta.groups.manage', [credential]],
    ['okta.groups.read', [groups, rules]],
    ['okta.roles.read', [credential, admins]],
    ['okta.schemas.read', [profile]],
    ['okta.logs.read', [others]],
  ])('without the scope %s has these lines that are not good: %j', async (scope, lines) => {
    expect(notGood(await ofApp({ scopes: scopes.filter((one) => one !== scope) }))).toEqual(lines);
  });

  test('needs no scope for reading where the org takes the one for writing', async () => {
    const asked = scopes.filter((scope) => !/^okta.(users|groups).read$/.test(scope));
    expect(notGood(await ofApp({ scopes: asked, switches: { manageScopeReads: true } }))).toEqual([]);
  });

  test.each(['refused', 'empty-lists'] as const)('without a role (%s) is told so in every line that a role opens', async (withoutRole) => {
    const items = await ofApp({ roles: [], switches: { withoutRole } });
    expect(notGood(items).slice(0, 3)).toEqual([users, groups, admins]);
    for (const item of items.filter(({ state }) => state === 'problem')) expect(`${item.detail}`).toMatch(/role/);
  });
});

describe('a token', () => {
  test('whose owner may not read roles has that as its line, and one whose owner has none too', async () => {
    for (const roles of [['okta.users.manage', 'okta.groups.manage', 'okta.logs.read', 'okta.schemas.read'], []]) {
      await using okta = await startLoopback({ attributes: { externalId: 'hrId' } });
      okta.backend.alterUser(okta.backend.ownerId, { roles });
      const { items } = await okta.provider.check(okta.context);
      expect(notGood(items)).toContain(admins);
    }
  });
});

test('two groups of one name are a line that asks for the id', async () => {
  await using company = await openCompany([worker('ada')]);
  const groupLines = async () =>
    (await company.lifecycle.check()).flatMap(({ items }) => items).filter(({ title }) => title.includes('used'));
  expect(await groupLines()).toEqual([{ title: 'the groups of the map can be used', state: 'ok', detail: '3 groups' }]);
  company.backend.seedGroup({ name: 'Sales-App', type: 'APP_GROUP' });
  expect(await groupLines()).toMatchObject([{ title: 'the group Sales-App can be used', detail: '2 groups have this name; use the id' }]);
});

// The traps of the vendors that a typical company has first, as their sheets tell them.
import { afterEach, describe, expect, test } from 'vitest';
import { newcomer, type Started, servers } from './testing.ts';

const { start, stop } = servers();
afterEach(stop);

const off = { op: 'replace', path: 'active', value: false };
const email = (value: string) => ({ value, type: 'work', primary: true });
const member = { userName: 'ada@example.com', externalId: 'P-1', givenName: 'Ada', familyName: 'Lovelace' };
const named = (app: Started, name: string) => newcomer(app.dialect, name);

describe('Slack', () => {
  test('makes a handle of an address, cut to 21 characters of its own alphabet, so that only the address is found', async () => {
    const app = await start('slack');
    const created = await app.create({
      ...named(app, 'ada'),
      userName: 'Ada.Lovelace+Countess.Of@example.com',
      emails: [email('ada@example.com')],
    });
    expect(created.body['userName']).toBe('ada.lovelacecountess.');
    expect(await app.find('userName', 'Ada.Lovelace+Countess.Of@example.com')).toEqual([]);
    expect(await app.find('email', 'ada@example.com')).toHaveLength(1);
  });

  test.each([
    ['username_too_long', { userName: 'a'.repeat(22) }],
    ['username_taken', { userName: 'bob' }],
    ['username_taken', { userName: 'general' }],
    ['email_taken', { emails: [email('bob@example.com')] }],
    ['user_creation_failed', { emails: [] }],
  ])('says %s in detail, with a numeric status', async (detail, change) => {
    const app = await start('slack');
    app.backend.seed({ userName: 'bob', email: 'bob@example.com' });
    app.backend.reserveName('general');
    const refused = await app.create({ ...named(app, 'ada'), ...change });
    expect(refused.body).toMatchObject({ status: 400, detail });
  });

  test.each([
    ['primary-owner', 'cannot_disable_primary_owner'],
    ['owner', 'cannot_modify_owner'],
  ] as const)('leaves the %s on and says %s', async (standing, detail) => {
    const app = await start('slack');
    const { id } = app.backend.seed({ ...member, standing });
    expect((await app.patch(id, off)).body).toMatchObject({ detail });
    expect(app.backend.account(id)?.active).toBe(true);
  });

  test('answers a bad token in the shape of version 1, and a small plan with plus_teams_only', async () => {
    const app = await start('slack');
    expect((await app.list('', { token: 'bad' })).body).toEqual({ Errors: { code: 401, description: 'invalid_authentication' } });
    app.backend.shrinkPlan();
    expect((await app.list('')).body).toMatchObject({ detail: 'plus_teams_only' });
  });

  test('keeps two addresses, and deletes by turning off as often as it is told to', async () => {
    const app = await start('slack');
    await app.create({ ...named(app, 'ada'), emails: [email('a@example.com'), { value: 'b@example.com' }, { value: 'c@example.com' }] });
    const [account] = app.backend.accounts();
    expect(account?.emails).toEqual(['a@example.com', 'b@example.com']);
    const statuses = [await app.remove(account?.id ?? ''), await app.remove(account?.id ?? '')].map(({ status }) => status);
    expect([statuses, app.backend.accounts()[0]?.active]).toEqual([[204, 204], false]);
  });

  test('shows for some seconds that a leaver is still on', async () => {
    const app = await start('slack');
    const { id } = app.backend.seed(member);
    await app.patch(id, off);
    expect((await app.get(id)).body['active']).toBe(true);
    app.clock.advance(10_000);
    expect((await app.get(id)).body['active']).toBe(false);
  });

  test('renames by PUT only when the nickname is repeated', async () => {
    const app = await start('slack');
    await app.create({ ...named(app, 'ada'), nickName: 'ada' });
    const id = app.backend.accounts()[0]?.id ?? '';
    const renamed = { ...named(app, 'ada'), userName: 'countess' };
    expect((await app.put(id, renamed)).status).toBe(400);
    expect((await app.put(id, { ...renamed, nickName: 'ada' })).body['userName']).toBe('countess');
  });

  test('takes a burst of 20 deletions, then three in a second', async () => {
    const app = await start('slack');
    const ids = Array.from({ length: 24 }, (_, n) => app.backend.seed({ userName: `p${n}` }).id);
    const statuses: number[] = [];
    for (const id of ids) statuses.push((await app.remove(id)).status);
    expect(statuses.filter((status) => status === 204)).toHaveLength(20);
    app.clock.advance(1000);
    const later: number[] = [];
    for (const id of ids) later.push((await app.remove(id)).status);
    expect(later.filter((status) => status === 204)).toHaveLength(3);
  });

  test('refuses a second change of an account while one is under way', async () => {
    const app = await start('slack', { latencyMs: 20 });
    const { id } = app.backend.seed(member);
    const [first, second] = await Promise.all([app.patch(id, off), app.patch(id, off)]);
    expect([first, second].map(({ status }) => status).sort()).toEqual([200, 429]);
    expect([first, second].find(({ status }) => status === 429)?.headers.get('retry-after')).toBe('1');
  });
});

describe('GitHub', () => {
  test('invites to an organization: pending until accepted, and active=false ends the identity and its id', async () => {
    const app = await start('github-org');
    await app.create(named(app, 'ada'));
    const [invited] = app.backend.accounts();
    expect(invited?.accepted).toBe(false);
    app.backend.accept(invited?.id ?? '');
    expect(app.backend.accounts()[0]?.accepted).toBe(true);
    await app.patch(invited?.id ?? '', { op: 'replace', value: { active: false } });
    await app.create(named(app, 'ada'));
    expect(app.backend.accounts().map(({ id }) => id === invited?.id)).toEqual([false]);
  });

  test('hides handle and address of a suspended managed user, who is found by the external id and comes back whole', async () => {
    const app = await start('github-emu');
    const { id } = app.backend.seed(member);
    await app.patch(id, { op: 'replace', value: { active: false } });
    expect(await app.find('userName', member.userName)).toEqual([]);
    expect(await app.find('externalId', 'P-1')).toMatchObject([{ id, active: false }]);
    await app.patch(id, { op: 'replace', value: { active: true } });
    expect(await app.find('userName', member.userName)).toMatchObject([{ id, active: true }]);
  });

  test('deletes a managed user for good and does nothing at a path with a filter', async () => {
    const app = await start('github-emu');
    const { id } = app.backend.seed(member);
    await app.patch(id, { op: 'replace', path: 'emails[type eq "work"].value', value: 'new@example.com' });
    expect(app.backend.account(id)?.emails).toEqual([member.userName]);
    await app.remove(id);
    expect([(await app.get(id)).status, app.backend.accounts()]).toEqual([404, []]);
  });

  test('takes one filter of a managed user, not two', async () => {
    const app = await start('github-emu');
    const two = await app.list(`?filter=${encodeURIComponent('userName eq "a" and externalId eq "b"')}`);
    expect(two.body).toMatchObject({ status: '400', scimType: 'invalidFilter' });
  });
});

test('Atlassian never brings a deleted record back: the same person gets a new id', async () => {
  const app = await start('atlassian');
  const { id } = app.backend.seed(member);
  await app.remove(id);
  const again = await app.create(named(app, 'ada'));
  expect([again.status, again.body['id'] === id]).toEqual([201, false]);
});

test('1Password answers a PATCH without a body, and deletes by suspending unless it is set otherwise', async () => {
  const app = await start('1password');
  const { id } = app.backend.seed(member);
  expect((await app.patch(id, off)).status).toBe(204);
  await app.remove(id);
  expect(app.backend.account(id)?.active).toBe(false);
  const other = await start('1password', { switches: { deletionMeans: 'identity-destroyed' } });
  const bob = other.backend.seed(member);
  await other.remove(bob.id);
  expect(other.backend.accounts()).toEqual([]);
});

describe('Notion', () => {
  test('joins an account that the person has already, in answers that look like a creation', async () => {
    const app = await start('notion');
    app.backend.seedElsewhere('ada@example.com');
    app.clock.advance(60_000);
    const joined = await app.create(named(app, 'ada'));
    expect(joined.status).toBe(201);
    expect(joined.body['meta']).toMatchObject({ created: '2026-08-03T08:00:00.000Z' });
  });

  test('finds by email, not by userName', async () => {
    const app = await start('notion');
    app.backend.seed(member);
    expect(await app.find('email', 'ADA@example.com')).toHaveLength(1);
    expect(await app.find('given_name', 'ada')).toHaveLength(0);
    expect((await app.list(`?filter=${encodeURIComponent('userName eq "ada@example.com"')}`)).status).toBe(400);
  });

  test('takes a leaver out of the workspace and leaves the account alive', async () => {
    const app = await start('notion');
    const { id } = app.backend.seed(member);
    await app.patch(id, off);
    expect([(await app.get(id)).status, app.backend.knowsElsewhere('ada@example.com')]).toEqual([404, true]);
  });

  test('changes profiles of verified domains only, and creates and removes others too', async () => {
    const app = await start('notion');
    const { id } = app.backend.seed({ userName: 'ada@elsewhere.test' });
    expect((await app.patch(id, { op: 'replace', path: 'title', value: 'Clerk' })).status).toBe(400);
    expect((await app.patch(id, off)).status).toBe(200);
    expect((await app.create({ ...named(app, 'bob'), userName: 'bob@elsewhere.test', emails: [] })).status).toBe(201);
  });

  test('keeps the owner who made the token, and loses the token with that owner', async () => {
    const app = await start('notion');
    const { id } = app.backend.seed({ ...member, standing: 'token-owner' });
    expect((await app.remove(id)).status).toBe(403);
    app.backend.remove(id);
    expect((await app.list('')).status).toBe(401);
  });
});

describe('Figma', () => {
  test('takes application/json only, and answers in it', async () => {
    const app = await start('figma');
    const scim = await app.send('POST', '/Users', named(app, 'ada'), { headers: { 'content-type': 'application/scim+json' } });
    expect(scim.status).toBe(415);
    expect((await app.create(named(app, 'ada'))).headers.get('content-type')).toBe('application/json');
  });

  test('shows one address as an object with a text for primary, and spells external ids in two ways', async () => {
    const app = await start('figma');
    await app.create(named(app, 'ada'));
    const id = app.backend.accounts()[0]?.id ?? '';
    expect((await app.get(id)).body).toMatchObject({ externalID: 'P-ada', emails: { value: 'ada@example.com', primary: 'true' } });
    expect(app.rowsOf(await app.list(''))).toMatchObject([{ external_id: 'P-ada' }]);
  });

  test('binds a person who has an account, and refuses one of a foreign domain', async () => {
    const app = await start('figma');
    app.backend.seedElsewhere('ada@example.com');
    expect((await app.create(named(app, 'ada'))).status).toBe(201);
    const foreign = await app.create({ ...named(app, 'bob'), userName: 'bob@elsewhere.test', emails: [email('bob@elsewhere.test')] });
    expect(foreign.status).toBe(400);
  });

  test('answers its base address with 200 for a valid tenant and 400 for another', async () => {
    const app = await start('figma');
    expect((await app.send('GET', '')).status).toBe(200);
    const other = await fetch(`${app.url}/scim/v2/somebody-else`, { headers: { authorization: `Bearer ${app.token}` } });
    expect(other.status).toBe(400);
  });

  test('still lists who was turned off, and forgets who was deleted', async () => {
    const app = await start('figma');
    const [ada, bob] = ['ada@example.com', 'bob@example.com'].map((userName) => app.backend.seed({ userName }).id);
    await app.patch(ada ?? '', off);
    await app.remove(bob ?? '');
    expect(app.rowsOf(await app.list(''))).toMatchObject([{ id: ada, active: false }]);
  });
});

test('Salesforce wants a profile among the entitlements, deletes nobody, and knows names of other customers', async () => {
  const app = await start('salesforce');
  app.backend.seedElsewhere('ada@example.com');
  expect((await app.create({ ...named(app, 'bob'), entitlements: [] })).status).toBe(400);
  expect((await app.create(named(app, 'ada'))).status).toBe(409);
  const { id } = app.backend.seed({ userName: 'bob@example.com' });
  expect([(await app.remove(id)).status, app.backend.account(id)?.active]).toEqual([405, true]);
  expect((await app.patch(id, { op: 'Replace', value: { active: false } })).status).toBe(200);
});

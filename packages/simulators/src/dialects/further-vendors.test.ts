// The traps of the further vendors, as their sheets tell them.
import { afterEach, describe, expect, test } from 'vitest';
import { newcomer, type Started, servers } from './testing.ts';

const { start, stop } = servers();
afterEach(stop);

const off = { op: 'replace', path: 'active', value: false };
const member = { userName: 'ada@example.com', externalId: 'P-1', givenName: 'Ada', familyName: 'Lovelace' };
const named = (app: Started, name: string) => newcomer(app.dialect, name);

test('Sentry keeps the user name alone, and a PATCH can only remove for good', async () => {
  const app = await start('sentry');
  const created = await app.create(named(app, 'ada'));
  expect(created.body).toMatchObject({ userName: 'ada@example.com', name: { givenName: 'N/A', familyName: 'N/A' } });
  const id = app.backend.accounts()[0]?.id ?? '';
  expect((await app.patch(id, { op: 'replace', path: 'userName', value: 'bob@example.com' })).status).toBe(400);
  expect((await app.patch(id, { ...off, value: true })).status).toBe(400);
  expect((await app.patch(id, off)).status).toBe(204);
  expect(app.backend.accounts()).toEqual([]);
});

test('Asana lists everybody at once whatever is asked, guests excepted, and keeps the formatted name alone', async () => {
  const app = await start('asana');
  await app.create(named(app, 'ada'));
  for (let n = 0; n < 150; n += 1) app.backend.seed({ userName: `p${n}@example.com` });
  app.backend.seed({ userName: 'guest@example.com', standing: 'guest' });
  expect(app.rowsOf(await app.list('?startIndex=101&count=10'))).toHaveLength(151);
  expect(app.backend.accounts()[0]?.user['name']).toEqual({ formatted: 'ada Example' });
});

test('Miro writes operations in capitals, which the journal does not hold against a client', async () => {
  const app = await start('miro');
  const { id } = app.backend.seed(member);
  await app.patch(id, { op: 'Replace', path: 'active', value: false });
  expect([app.backend.account(id)?.active, app.requests()[0]?.invalid]).toEqual([false, undefined]);
});

test('Miro takes 20 deletions in 30 seconds', async () => {
  const app = await start('miro');
  const ids = Array.from({ length: 21 }, (_, n) => app.backend.seed({ userName: `p${n}@example.com` }).id);
  const answers = [];
  for (const id of ids) answers.push(await app.remove(id));
  expect(answers.map(({ status }) => status).filter((status) => status === 429)).toHaveLength(1);
  expect(answers.at(-1)?.headers.get('retry-after')).toBe('30');
});

test('Airtable refuses a person whom nobody can see', async () => {
  const app = await start('airtable');
  app.backend.seedElsewhere('ada@example.com');
  expect((await app.create(named(app, 'ada'))).status).toBe(409);
  expect(await app.find('userName', 'ada@example.com')).toEqual([]);
});

describe('AWS IAM Identity Center', () => {
  test('lists 50 and no more without a cursor, and everybody with one', async () => {
    const app = await start('aws-identity-center');
    for (let n = 0; n < 120; n += 1) app.backend.seed({ userName: `p${n}@example.com` });
    expect(app.rowsOf(await app.list('?startIndex=51&count=100'))).toMatchObject([{ userName: 'p0@example.com' }, ...Array(49).fill({})]);
    const seen: unknown[] = [];
    for (let cursor: unknown = ''; cursor !== undefined; ) {
      const page = await app.list(`?count=50&cursor=${cursor}`);
      seen.push(...app.rowsOf(page));
      cursor = page.body['nextCursor'];
    }
    expect(seen).toHaveLength(120);
  });

  test('refuses a cursor of another filter or count', async () => {
    const app = await start('aws-identity-center');
    for (let n = 0; n < 60; n += 1) app.backend.seed({ userName: `p${n}@example.com` });
    const { nextCursor } = (await app.list('?count=50&cursor=')).body;
    expect((await app.list(`?count=20&cursor=${nextCursor}`)).status).toBe(400);
  });

  test('answers in exceptions, 401 for another tenant, and refuses a second address', async () => {
    const app = await start('aws-identity-center');
    await app.create(named(app, 'ada'));
    expect((await app.create(named(app, 'ada'))).body).toMatchObject({ __type: 'ConflictException' });
    const other = await fetch(`${app.url}/somebody-else/scim/v2/Users`, { headers: { authorization: `Bearer ${app.token}` } });
    expect([other.status, other.headers.get('x-amzn-errortype')]).toEqual([401, 'UnauthorizedException']);
    const two = [{ value: 'a@example.com' }, { value: 'b@example.com' }];
    expect((await app.create({ ...named(app, 'bob'), emails: two })).body).toMatchObject({ __type: 'ValidationException' });
  });

  test('does not listen to excludedAttributes', async () => {
    const app = await start('aws-identity-center');
    app.backend.seed(member);
    expect(app.rowsOf(await app.list('?excludedAttributes=name'))).toMatchObject([{ name: { givenName: 'Ada' } }]);
  });
});

describe('GitLab', () => {
  test('has the external id for an id, and the name under one flat key', async () => {
    const app = await start('gitlab');
    const created = await app.create(named(app, 'ada'));
    expect(created.body).toMatchObject({ id: 'P-ada', 'name.formatted': 'ada Example' });
    expect(created.body).not.toHaveProperty('name');
    expect(await app.find('id', 'P-ada')).toHaveLength(1);
  });

  test('takes the operation Update, and pages of 20', async () => {
    const app = await start('gitlab');
    const { id } = app.backend.seed(member);
    expect((await app.patch(id, { op: 'Update', path: 'title', value: 'Clerk' })).status).toBe(204);
    for (let n = 0; n < 30; n += 1) app.backend.seed({ userName: `p${n}@example.com`, externalId: `Q-${n}` });
    expect((await app.list('')).body).toMatchObject({ itemsPerPage: 20, totalResults: 31 });
  });

  test('repeats a row when somebody joins between two pages', async () => {
    const app = await start('gitlab');
    for (let n = 0; n < 4; n += 1) app.backend.seed({ userName: `p${n}@example.com`, externalId: `Q-${n}` });
    const first = app.rowsOf(await app.list('?startIndex=1&count=2'));
    app.backend.seed(member);
    const second = app.rowsOf(await app.list('?startIndex=3&count=2'));
    expect(second[0]).toEqual(first[1]);
  });

  test('blocks at an instance and unlinks in a group', async () => {
    const [group, instance] = [await start('gitlab'), await start('gitlab-instance')];
    for (const app of [group, instance]) {
      app.backend.seed(member);
      await app.remove('P-1');
    }
    expect([group.backend.accounts(), instance.backend.accounts()[0]?.active]).toEqual([[], false]);
  });
});

test('Cloudflare ends a membership by active=false alone, and a super administrator never', async () => {
  const app = await start('cloudflare');
  const { id } = app.backend.seed(member);
  const supers = app.backend.seed({ userName: 'root@example.com', standing: 'super-admin' });
  await app.remove(id);
  expect(app.backend.account(id)?.active).toBe(true);
  for (const one of [id, supers.id]) expect((await app.patch(one, off)).status).toBe(200);
  expect(app.backend.accounts().map(({ active }) => active)).toEqual([false, true]);
});

// Jira's users API as Atlassian's own text describes it, asked by plain requests.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type JiraServer, type JiraServerOptions, startJiraServer } from './index.ts';

let jira: JiraServer;
beforeEach(async () => {
  jira = await startJiraServer();
});
afterEach(() => jira.close());

async function restart(options: JiraServerOptions): Promise<void> {
  await jira.close();
  jira = await startJiraServer(options);
}

async function call(method: string, path: string, body?: unknown) {
  const authorization = `Basic ${Buffer.from(`${jira.email}:${jira.apiToken}`).toString('base64')}`;
  const response = await fetch(`${jira.url}/rest/api/3${path}`, {
    method,
    headers: { authorization, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

const ada = { emailAddress: 'ada@example.com', products: ['jira-software'] };

describe('creating', () => {
  test('gives access to the products that were asked for, and to all without a choice', async () => {
    expect(await call('POST', '/user', { ...ada, displayName: 'Ada King' })).toMatchObject({ status: 201, body: { active: true } });
    await call('POST', '/user', { emailAddress: 'bob@example.com' });
    expect(jira.backend.users()).toMatchObject([
      { email: 'ada@example.com', displayName: 'ada@example.com', products: ['jira-software'], wasMailed: true },
      { email: 'bob@example.com', products: { length: 4 } },
    ]);
    expect((await call('POST', '/user', { ...ada, products: ['confluence'] })).status).toBe(400);
  });

  test('answers somebody who is there already as if they were new', async () => {
    const { accountId } = jira.backend.seed({ email: 'ada@example.com', products: ['jira-core'] });
    expect(await call('POST', '/user', ada)).toMatchObject({ status: 201, body: { accountId } });
    expect(jira.backend.user(accountId)?.products).toEqual(['jira-core']);
  });

  test('lets in an Atlassian account from elsewhere, and refuses it without a product', async () => {
    const { accountId } = jira.backend.seed({ email: 'ada@example.com', standing: 'elsewhere', products: [] });
    expect((await call('POST', '/user', { ...ada, products: [] })).status).toBe(400);
    expect(await call('POST', '/user', ada)).toMatchObject({ status: 201, body: { accountId } });
    expect(jira.backend.user(accountId)).toMatchObject({ standing: 'here', wasMailed: false });
  });

  test('is refused for an address whose account is not let in', async () => {
    jira.backend.reserve('ada@example.com');
    expect((await call('POST', '/user', ada)).status).toBe(400);
  });

  test.each([400, 402, 403] as const)('is refused without a licence (%i)', async (seatsStatus) => {
    await restart({ seats: 0, switches: { seatsStatus } });
    expect((await call('POST', '/user', ada)).status).toBe(seatsStatus);
  });
});

describe('looking', () => {
  test('searches the beginning of names and addresses of the active', async () => {
    jira.backend.seed({ email: 'ada@example.com', displayName: 'Ada' });
    jira.backend.seed({ email: 'ada@example.com.evil.test', displayName: 'Eve' });
    jira.backend.seed({ email: 'ada@example.com.old', standing: 'removed' });
    const { body } = await call('GET', '/user/search?query=ada@example.com');
    expect(body.map(({ displayName }: { displayName: string }) => displayName)).toEqual(['Ada', 'Eve']);
  });

  test.each([true, false])('does not show a hidden address, and finds by it or not (%s)', async (findsHidden) => {
    await restart({ switches: { findsHidden } });
    jira.backend.seed({ email: 'ada@example.com', displayName: 'Ada', hidesEmail: true });
    const { body } = await call('GET', '/user/search?query=ada@example.com');
    expect(body).toHaveLength(findsHidden ? 1 : 0);
    for (const user of body) expect(user).not.toHaveProperty('emailAddress');
  });

  test('shows nobody to whoever may not browse, and says nothing of it', async () => {
    await restart({ rights: { browses: false } });
    jira.backend.seed({ email: 'ada@example.com' });
    const [{ accountId = '' } = {}] = jira.backend.users();
    expect(await call('GET', '/user/search?query=ada@example.com')).toEqual({ status: 200, body: [] });
    expect((await call('GET', `/user?accountId=${accountId}`)).status).toBe(404);
    expect((await call('GET', '/mypermissions?permissions=ADMINISTER,USER_PICKER')).body).toMatchObject({
      permissions: { ADMINISTER: { havePermission: true }, USER_PICKER: { havePermission: false } },
    });
  });

  test('lists by index everybody who is or was here', async () => {
    for (const name of ['a', 'b']) jira.backend.seed({ email: `${name}@example.com` });
    jira.backend.seed({ email: 'gone@example.com', standing: 'removed' });
    const first = (await call('GET', '/users/search?startAt=0&maxResults=2')).body;
    const second = (await call('GET', '/users/search?startAt=2&maxResults=2')).body;
    expect([first.length, second.map(({ active }: { active: boolean }) => active)]).toEqual([2, [false]]);
  });
});

describe('removing', () => {
  test.each(['inactive', 'nothing'] as const)('takes the user out of the site, and leaves %s', async (removed) => {
    await restart({ switches: { removed } });
    const { accountId } = jira.backend.seed({ email: 'ada@example.com' });
    expect((await call('DELETE', `/user?accountId=${accountId}`)).status).toBe(204);
    expect(jira.backend.user(accountId)).toMatchObject({ standing: 'removed', products: [] });
    const left = await call('GET', `/user?accountId=${accountId}`);
    expect(left).toMatchObject(removed === 'inactive' ? { status: 200, body: { active: false } } : { status: 404 });
  });

  test('needs site administration, which creating does not', async () => {
    await restart({ rights: { isSiteAdmin: false } });
    const { accountId } = jira.backend.seed({ email: 'ada@example.com' });
    expect((await call('DELETE', `/user?accountId=${accountId}`)).status).toBe(403);
    expect((await call('POST', '/user', { emailAddress: 'bob@example.com' })).status).toBe(201);
    await restart({ rights: { administers: false } });
    expect((await call('POST', '/user', ada)).status).toBe(403);
  });

  test('is refused for oneself', async () => {
    await restart({ ownerIsListed: true });
    expect((await call('DELETE', `/user?accountId=${jira.backend.ownerId}`)).status).toBe(400);
  });
});

test('a wrong or ended token is 401', async () => {
  jira.backend.endToken();
  expect(await call('GET', '/myself')).toMatchObject({ status: 401, body: { errorMessages: [expect.any(String)] } });
});

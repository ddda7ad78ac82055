import { expect, test } from 'vitest';
import { startAsking } from './asking.ts';
import { launchLimits, noMergeLimits } from './limits.ts';

const customer = {
  end_user_email_address: 'it@second.example',
  end_user_organization_name: 'Second',
  end_user_origin_id: 'tenant-2',
  categories: ['hris'],
};
const post = (json: unknown) => ({ method: 'POST', json });

test('who shows too little is refused; the text for a missing account token is Merge’s own', async () => {
  await using asking = await startAsking();
  expect((await asking.ask('/employees', { headers: { authorization: 'Bearer wrong' } })).status).toBe(401);
  const missing = await asking.ask('/employees', { headers: { 'x-account-token': '' } });
  expect([missing.status, missing.text]).toEqual([401, '{"detail":"Account Token must be passed in as an X-Account-Token header."}']);
  expect((await asking.ask('/employees', { headers: { 'x-account-token': 'wrong' } })).status).toBe(401);
  expect((await asking.ask('/linked-accounts', { headers: { 'x-account-token': '' } })).status).toBe(200);
  expect((await asking.ask('/unheard-of')).text).toBe('{"detail":"Not found."}');
});

test('the catalogue is public, what is enabled for the organization needs the key; both go by category', async () => {
  await using asking = await startAsking();
  const anybody = { headers: { authorization: '' } };
  const slugs = (rows: readonly Readonly<Record<string, unknown>>[]) => rows.map(({ slug }) => slug);
  expect(slugs((await asking.ask('/api/integrations', anybody)).rows)).toContain('zoho-people');
  expect((await asking.ask('/api/organizations/integrations', anybody)).status).toBe(401);
  const { rows } = await asking.ask('/api/organizations/integrations?category=hris&page_size=100');
  expect(slugs(rows)).not.toContain('zoho-people');
  expect(slugs(rows)).not.toContain('greenhouse');
  expect(rows[0]).toMatchObject({ name: 'BambooHR', slug: 'bamboohr', categories: ['hris'] });
});

test('a link token asks for the customer, and leaves the choice to the widget where it names no system', async () => {
  await using asking = await startAsking();
  const { server } = asking;
  expect((await asking.ask('/link-token', post({ ...customer, end_user_origin_id: '' }))).body).toMatchObject({
    end_user_origin_id: [expect.any(String)],
  });
  expect((await asking.ask('/link-token', post({ ...customer, integration: 'unheard-of' }))).status).toBe(400);
  expect((await asking.ask('/link-token', post({ ...customer, link_expiry_mins: 5 }))).status).toBe(400);
  const { body } = await asking.ask('/api/integrations/create-link-token', post({ ...customer, should_create_magic_link_url: true }));
  expect(body).toMatchObject({ integration_name: null, magic_link_url: expect.stringMatching(/^https/) });
  const token = String(body['link_token']);
  expect(() => server.completeLink(token)).toThrow('choose');
  const exchanged = await asking.ask(`/account-token/${server.completeLink(token, { integration: 'hibob' })}`);
  expect(exchanged.body).toMatchObject({ integration: { slug: 'hibob' } });
  expect(() => server.completeLink(token, { integration: 'hibob' }), 'single use').toThrow('used');
  const late = await asking.ask('/link-token', post(customer));
  server.clock.advance(31 * 60_000);
  expect(() => server.completeLink(String(late.body['link_token']))).toThrow('expired');
});

test('linking again with the same origin id keeps account, token and copy, and heals', async () => {
  await using asking = await startAsking();
  const { server } = asking;
  const [id] = server.account.seed([{ first_name: 'Ada' }]);
  server.account.needRelink();
  const { body } = await asking.ask('/link-token', post({ ...customer, end_user_origin_id: 'tenant-1', integration: 'bamboohr' }));
  const exchanged = await asking.ask(`/account-token/${server.completeLink(String(body['link_token']))}`);
  expect(exchanged.body).toMatchObject({ account_token: server.account.token, id: server.account.id });
  expect(server.account.status).toBe('COMPLETE');
  expect((await asking.ask(`/employees/${id}`)).status).toBe(200);
});

test('unlinking kills the token; a fresh link has new ids, by switch the old ones; remote ids stay', async () => {
  for (const idsSurviveFreshLink of [false, true]) {
    await using asking = await startAsking({ switches: { idsSurviveFreshLink } });
    const { server } = asking;
    const [before] = server.account.seed([{ remote_id: 'E-1' }]);
    expect((await asking.ask('/delete-account', { method: 'POST' })).status).toBe(200);
    expect((await asking.ask('/employees')).status).toBe(401);
    const { body } = await asking.ask('/link-token', post({ ...customer, end_user_origin_id: 'tenant-1', integration: 'bamboohr' }));
    server.completeLink(String(body['link_token']), { hr: server.account.hr });
    const [fresh] = server.accounts();
    fresh?.sync.run();
    expect(fresh?.id).not.toBe(server.account.id);
    expect(fresh?.idOf('employees', 'E-1') === before).toBe(idsSurviveFreshLink);
  }
});

test('the same HR system linked twice is a duplicate, listed on request only', async () => {
  await using asking = await startAsking();
  const { server } = asking;
  const { body } = await asking.ask('/link-token', post({ ...customer, integration: 'bamboohr' }));
  const { account_token: token } = (
    await asking.ask(`/account-token/${server.completeLink(String(body['link_token']), { hr: server.account.hr })}`)
  ).body;
  expect((await asking.ask('/account-details', { headers: { 'x-account-token': String(token) } })).body['is_duplicate']).toBe(true);
  expect((await asking.ask('/linked-accounts')).rows.length).toBe(1);
  expect((await asking.ask('/linked-accounts?include_duplicates=true')).rows.length).toBe(2);
  expect((await asking.ask('/linked-accounts?include_duplicates=true&end_user_origin_id=tenant-2')).rows).toMatchObject([
    { integration: { slug: 'bamboohr' }, status: 'COMPLETE' },
  ]);
});

test('issues come and are resolved', async () => {
  await using asking = await startAsking();
  const { account } = asking.server;
  const { id } = account.raiseIssue('The user lacks a permission.');
  expect((await asking.ask('/issues?status=ONGOING')).rows).toMatchObject([{ id, is_muted: false }]);
  account.resolveIssue(id);
  expect((await asking.ask('/issues?status=ONGOING')).rows).toEqual([]);
  expect((await asking.ask(`/issues/${id}`)).body['status']).toBe('RESOLVED');
  expect((await asking.ask('/issues/none')).status).toBe(404);
});

test('an account has so many calls a minute; by switch the refusal is silent about when to come back', async () => {
  for (const [retryAfter, header] of [
    [true, '30'],
    [false, null],
  ] as const) {
    await using asking = await startAsking({
      at: '2026-08-03T08:00:30Z',
      limits: { ...launchLimits, perMinute: 2 },
      switches: { retryAfter },
    });
    await asking.ask('/employees');
    await asking.ask('/employees');
    const refused = await asking.ask('/employees');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, header]);
    asking.server.clock.advance(30_000);
    expect((await asking.ask('/employees')).status).toBe(200);
  }
});

test('an address that causes more than twenty errors in ten seconds is shut out', async () => {
  for (const blockedStatus of [403, 429] as const) {
    await using asking = await startAsking({ switches: { blockedStatus } });
    for (let calls = 0; calls < 20; calls += 1) await asking.ask('/unheard-of');
    expect((await asking.ask('/employees')).status).toBe(200);
    await asking.ask('/unheard-of');
    expect((await asking.ask('/employees')).status).toBe(blockedStatus);
    asking.server.clock.advance(60_000);
    expect((await asking.ask('/employees')).status).toBe(200);
  }
});

test('twenty thousand people are seeded, paged and searched', async () => {
  await using asking = await startAsking({ limits: noMergeLimits });
  const people = Array.from({ length: 20_000 }, (_, index) => ({
    remote_id: `E-${index}`,
    first_name: `P${index}`,
    job: { job_title: 'Clerk' },
  }));
  asking.server.account.seed(people);
  const seen = new Set<unknown>();
  let cursor: unknown = '';
  for (let pages = 0; pages < 20; pages += 1) {
    const { rows, body } = await asking.ask(`/employees?page_size=100&expand=employments&cursor=${cursor}`);
    for (const { id } of rows) seen.add(id);
    cursor = body['next'];
  }
  expect(seen.size).toBe(2000);
  expect((await asking.ask('/employees?remote_id=E-19999')).rows).toMatchObject([{ first_name: 'P19999' }]);
}, 60_000);

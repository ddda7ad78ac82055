import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { listen, stop } from '../serving/serving.ts';
import { type Asking, startAsking } from './asking.ts';

interface Received {
  readonly raw: Buffer;
  readonly signature: string | undefined;
}

/** A receiver that answers the given statuses in turn, then 200. */
async function receiver(...statuses: number[]) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(Buffer.from(part));
    received.push({ raw: Buffer.concat(parts), signature: request.headers['x-merge-webhook-signature']?.toString() });
    response.statusCode = statuses.shift() ?? 200;
    response.end();
  });
  const url = `http://127.0.0.1:${await listen(server)}/hooks`;
  const events = () => received.map(({ raw }): unknown => JSON.parse(raw.toString('utf8')).hook?.event);
  return { url, received, events, [Symbol.asyncDispose]: () => stop(server) };
}

async function subscribed(url: string): Promise<Asking> {
  const asking = await startAsking();
  asking.server.account.seed([
    { remote_id: 'E-1', first_name: 'Ada' },
    { remote_id: 'E-2', first_name: 'Bo' },
  ]);
  asking.server.webhooks.subscribe(url);
  return asking;
}

const hmac = (raw: Buffer, key: string) => createHmac('sha256', key).update(raw).digest('base64url');

test('a sync tells what was added, changed and removed, one word for each model, and that it is complete', async () => {
  await using hooks = await receiver();
  await using asking = await subscribed(hooks.url);
  const { account, webhooks } = asking.server;
  account.hr.hire({ remote_id: 'E-3', first_name: 'Cy' });
  account.hr.change('E-1', { last_name: 'Changed' });
  account.hr.remove('employees', 'E-2');
  account.sync.run();
  await webhooks.deliver();
  expect(hooks.events()).toEqual([
    ...['Employee.changed', 'Employee.added', 'Employee.removed', 'Company.synced', 'Location.synced', 'Group.synced', 'Team.synced'],
    ...['Employee.synced', 'Employment.synced', 'LinkedAccount.sync_completed'],
  ]);
  const bodies = hooks.received.map(({ raw }) => JSON.parse(raw.toString('utf8')));
  expect(bodies[0]).toMatchObject({
    linked_account: { id: account.id, integration_slug: 'bamboohr' },
    data: { remote_id: 'E-1', last_name: 'Changed' },
  });
  expect(bodies[2].data).toMatchObject({ remote_id: 'E-2', remote_was_deleted: true });
  expect(bodies.at(-1).data).toMatchObject({ is_initial_sync: false, sync_status: { 'hris.Employee': { last_sync_result: 'DONE' } } });
  expect(webhooks.waiting()).toEqual([]);
});

test('a message shows its record as it was then, though it comes later', async () => {
  await using hooks = await receiver();
  await using asking = await subscribed(hooks.url);
  const { account, webhooks } = asking.server;
  for (const name of ['Old', 'New']) {
    account.hr.change('E-1', { last_name: name });
    account.sync.run();
  }
  await webhooks.deliver({ order: 'reversed' });
  const changes = hooks.received.map(({ raw }) => JSON.parse(raw.toString('utf8'))).filter(({ hook }) => hook.event === 'Employee.changed');
  expect(changes.map(({ data }) => data.last_name)).toEqual(['New', 'Old']);
});

test('the signature is over the raw bytes, url-safe, padded or not, and can be wrong or absent', async () => {
  await using hooks = await receiver();
  await using asking = await subscribed(hooks.url);
  const { webhooks } = asking.server;
  const body = { text: 'Zoë, naïve, 名' };
  for (const signature of ['padded', 'unpadded', 'plain-base64', 'wrong', 'absent'] as const)
    await webhooks.send(hooks.url, body, { signature });
  const [padded, unpadded, plain, wrong, absent] = hooks.received;
  const right = hmac(padded?.raw ?? Buffer.of(), webhooks.signatureKey);
  expect(unpadded?.signature).toBe(right);
  expect(padded?.signature).toBe(`${right}=`);
  expect(plain?.signature).toBe(Buffer.from(right, 'base64url').toString('base64'));
  expect(wrong?.signature).not.toBe(`${right}=`);
  expect(absent?.signature).toBeUndefined();
});

test('messages come twice or never, on request', async () => {
  await using hooks = await receiver();
  await using asking = await subscribed(hooks.url);
  const { account, webhooks } = asking.server;
  account.raiseIssue('One');
  account.resolveIssue(account.issues()[0]?.id ?? '');
  await webhooks.deliver({ twice: true, lose: ({ hook }) => hook.event === 'Issue.new' });
  expect(hooks.events()).toEqual(['Issue.resolved', 'Issue.resolved']);
});

test('a delivery is tried three times on 5xx and silence, and once on 4xx', async () => {
  await using hooks = await receiver(500, 503, 200, 404, 500, 500, 500);
  await using asking = await subscribed(hooks.url);
  const { webhooks } = asking.server;
  const retryAfterMs = [0, 0];
  expect((await webhooks.sendTest(hooks.url, { retryAfterMs })).attempts).toEqual([500, 503, 200]);
  expect((await webhooks.sendTest(hooks.url, { retryAfterMs })).attempts).toEqual([404]);
  expect((await webhooks.sendTest(hooks.url, { retryAfterMs })).attempts).toEqual([500, 500, 500]);
  expect((await webhooks.sendTest('http://127.0.0.1:1/', { retryAfterMs })).attempts).toEqual([0, 0, 0]);
  expect(JSON.parse(hooks.received[0]?.raw.toString('utf8') ?? '')).toEqual({ response: expect.any(String) });
});

test('linking and unlinking are told, the token only by switch', async () => {
  for (const linkedHookCarriesToken of [false, true]) {
    await using asking = await startAsking({ switches: { linkedHookCarriesToken } });
    const { server } = asking;
    server.webhooks.subscribe('http://127.0.0.1:1/');
    const json = {
      ...{ end_user_email_address: 'it@company.example', end_user_organization_name: 'Company', end_user_origin_id: 'tenant-9' },
      ...{ categories: ['hris'], integration: 'workday' },
    };
    server.completeLink(String((await asking.ask('/link-token', { method: 'POST', json })).body['link_token']));
    const token = server.accounts()[1]?.token ?? '';
    await asking.ask('/delete-account', { method: 'POST', headers: { 'x-account-token': token } });
    const [linked, deleted] = server.webhooks.waiting();
    expect([linked?.hook.event, deleted?.hook.event]).toEqual(['LinkedAccount.linked', 'LinkedAccount.deleted']);
    expect(Object.keys(linked?.data ?? {}).includes('account_token')).toBe(linkedHookCarriesToken);
  }
});

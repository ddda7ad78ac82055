import { createHmac } from 'node:crypto';
import { testContext } from '@tenure/core/testing';
import { describe, expect, test } from 'vitest';
import { webhookOf } from './webhook.ts';

const signatureKey = 'a-signature-key';
const receive = webhookOf({ signatureKey: async () => signatureKey, linkedAccountId: 'la-1' });

function envelope(event: string, data: unknown, account = 'la-1'): string {
  return JSON.stringify({
    hook: { id: 'h1', event, target: 'https://x.example' },
    linked_account: { id: account, status: 'COMPLETE' },
    data,
  });
}

function signature(body: string, key = signatureKey): string {
  return createHmac('sha256', key).update(body).digest('base64url');
}

function post(body: string, signed = signature(body), method = 'POST') {
  const headers = new Headers({ 'x-merge-webhook-signature': signed });
  return receive({ method, url: 'https://us.example/hooks/merge', headers, body: Buffer.from(body) }, testContext());
}

describe('whom an event tells of', () => {
  test.each([
    ['Employee.changed', { id: 'm1', first_name: 'Ines' }, { ids: ['m1'] }],
    ['Employee.added', { id: 'm1' }, { ids: ['m1'] }],
    ['Employee.removed', { id: 'm1' }, { ids: ['m1'] }],
    ['Employment.changed', { id: 'e1', employee: 'm1' }, { ids: ['m1'] }],
    ['Employment.added', { id: 'e1', employee: { id: 'm1' } }, { ids: ['m1'] }],
    ['Employment.added', { id: 'e1', employee: null }, { ids: [], everything: true }],
    ['Employee.changed', {}, { ids: [], everything: true }],
    ['Employee.synced', { synced_fields: [] }, { ids: [], everything: true }],
    ['Group.changed', { id: 'g1' }, { ids: [], everything: true }],
    ['LinkedAccount.sync_completed', { sync_status: {} }, { ids: [], everything: true }],
    ['LinkedAccount.deleted', {}, { ids: [], everything: true }],
    ['Issue.resolved', {}, { ids: [], everything: true }],
  ])('%s %j', async (event, data, expected) => {
    const { status, hints } = await post(envelope(event, data));
    expect(status).toBe(200);
    expect(hints).toMatchObject([expected]);
  });

  test('nothing of the record itself is in a hint', async () => {
    const answer = await post(envelope('Employee.changed', { id: 'm1', first_name: 'Ines', employment_status: 'INACTIVE' }));
    expect(JSON.stringify(answer)).not.toMatch(/Ines|INACTIVE/);
  });
});

test('the same bytes are the same message, others are not', async () => {
  const ids = await Promise.all(['m1', 'm1', 'm2'].map(async (id) => (await post(envelope('Employee.changed', { id }))).hints[0]?.id));
  expect(ids[0]).toBe(ids[1]);
  expect(ids[2]).not.toBe(ids[0]);
});

describe('a signature', () => {
  const body = envelope('Employee.changed', { id: 'm1' });

  test.each([
    ['with padding', `${signature(body)}=`],
    ['in the other alphabet of base64', signature(body).replaceAll('-', '+').replaceAll('_', '/')],
  ])('%s is good', async (_title, signed) => expect(await post(body, signed)).toMatchObject({ status: 200, hints: [{ ids: ['m1'] }] }));

  test.each([
    ['of another key', signature(body, 'another')],
    ['of other bytes', signature(`${body} `)],
    ['that is missing', ''],
    ['that is cut', signature(body).slice(0, -1)],
    ['that is no base64', `${signature(body).slice(0, -1)}!`],
    ['with more behind it', `${signature(body)}AAAA`],
  ])('%s is refused without hints', async (_title, signed) => expect(await post(body, signed)).toEqual({ status: 401, hints: [] }));

  test('is over the bytes: the same JSON written otherwise is refused', async () => {
    const spaced = JSON.stringify(JSON.parse(body), null, 1);
    expect(await post(spaced, signature(body))).toEqual({ status: 401, hints: [] });
  });
});

test.each([
  ['the dashboard’s test', '{"response":"Success! This URL will be notified."}'],
  ['another customer of the organisation', envelope('Employee.changed', { id: 'm1' }, 'la-2')],
  ['an answer to a request of somebody else', envelope('AsyncPassthrough.resolved', {})],
  ['text that is no JSON', 'ping'],
])('%s is answered and leaves no hint', async (_title, body) => expect(await post(body)).toEqual({ status: 200, hints: [] }));

test('anything but a POST is refused', async () => {
  const body = envelope('Employee.changed', { id: 'm1' });
  expect(await post(body, signature(body), 'GET')).toEqual({ status: 405, hints: [] });
});

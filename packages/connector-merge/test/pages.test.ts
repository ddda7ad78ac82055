// Every page is held to what Merge documents: what its own client takes for the end of the list is an error here.
import { isTenureError } from '@tenure/core/connector';
import { readAll, testContext } from '@tenure/core/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Answer, json, page, type Scripted, startScripted, transports } from './scripted.ts';

let merge: Scripted;
beforeEach(async () => {
  merge = await startScripted();
});
afterEach(() => merge.close());

async function refusal(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => 'it was answered',
    (thrown: unknown) => thrown,
  );
  if (!isTenureError(error)) throw new Error('expected a TenureError', { cause: error });
  expect(JSON.stringify(error)).not.toMatch(/that-is-secret|Ines/);
  return error.code;
}

const ines = { id: 'm1', first_name: 'Ines', last_name: 'Okafor', employment_status: 'ACTIVE' };

const spoilt: readonly (readonly [string, Answer])[] = [
  ['JSON cut in the middle', { body: '{"next":null,"results":[{"id":"m2","first_na' }],
  ['a login page', { type: 'text/html', body: '<html>Sign in, Ines</html>' }],
  ['a login page that calls itself JSON', { body: '<!doctype html><p>Ines' }],
  ['an error under status 200', json({ detail: 'Ines is not allowed' })],
  ['no list', json({ next: null, results: null })],
  ['a list that is an object', json({ next: null, results: {} })],
  ['no word of a next page', json({ results: [ines] })],
  ['a next page without a name', json({ next: '', results: [ines] })],
  ['a next page that is a number', json({ next: 2, results: [ines] })],
  ['nothing under status 200', { body: '' }],
  ['nothing under status 204', { status: 204, body: '' }],
  ['a bare list', json([ines])],
  ['the same page again', page([ines], 'page-2')],
  ['a redirect', (response) => response.writeHead(302, { location: 'https://elsewhere.example/' }).end()],
];

describe.each(Object.keys(transports))('over %s', (name) => {
  const source = () => transports[name]?.(merge.url) ?? expect.fail();

  test.each(spoilt)('%s as the second page is an error, never the end', async (_title, answer) => {
    merge.answer('/employees', page([ines], 'page-2'), answer);
    expect(await refusal(readAll((request, context) => source().employees.list(request, context)))).toBe('CONNECTOR_RESPONSE_UNREADABLE');
  });

  test.each([
    ['a refusal of the key', { status: 401, body: '{"detail":"Invalid token."}' }, 'CONNECTOR_UNAUTHENTICATED'],
    ['a missing scope', { status: 403, body: '{}' }, 'CONNECTOR_FORBIDDEN'],
    ['an endpoint that is gone', { status: 404, body: '{"detail":"Not found."}' }, 'CONNECTOR_REJECTED'],
    ['a cursor that is refused', { status: 400, body: '{"cursor":["Invalid"]}' }, 'CONNECTOR_REJECTED'],
    ['a storm of limits', { status: 429, body: '{}' }, 'CONNECTOR_RATE_LIMITED'],
    ['a failing server', { status: 502, body: '<html>bad gateway</html>' }, 'CONNECTOR_UNAVAILABLE'],
    [
      'a connection that breaks within the body',
      (response) => void response.writeHead(200, { 'content-length': '100' }).write('{', () => response.destroy()),
      'CONNECTOR_UNAVAILABLE',
    ],
  ] satisfies [string, Answer, string][])('%s is named', async (_title, answer, code) => {
    merge.answer('/employees', page([ines], 'page-2'), answer);
    expect(await refusal(readAll((request, context) => source().employees.list(request, context)))).toBe(code);
  });

  test('pages keep every parameter, and ask for a hundred rows at most', async () => {
    merge.answer('/employees', page([ines], 'page-2'), page([{ ...ines, id: 'm2' }]));
    expect(await readAll((request, context) => source().employees.list(request, context), 500)).toHaveLength(2);
    const [first, second] = merge.asked.map(({ url }) => Object.fromEntries(url.searchParams));
    expect(first).toEqual({ expand: 'employments,groups,home_location,work_location', page_size: '100' });
    expect(second).toEqual({ ...first, cursor: 'page-2' });
  });

  test('both credentials are sent with every request', async () => {
    merge.answer('/employees', page([]));
    await source().employees.list({ limit: 1 }, testContext());
    const { headers } = merge.asked[0] ?? expect.fail();
    expect([headers.get('authorization'), headers.get('x-account-token')]).toEqual(['Bearer key-that-is-secret', 'token-that-is-secret']);
  });

  test('a row that cannot be read hides nobody else, and keeps its id where it has one', async () => {
    merge.answer('/employees', page([{ id: 'm0', first_name: 7 }, ines, { first_name: 'Ines' }, null]));
    const { items } = await source().employees.list({ limit: 100 }, testContext());
    expect(items.map((item) => [item.kind, item.kind === 'record' ? item.value.id : item.id])).toEqual([
      ['unreadable', 'm0'],
      ['record', 'm1'],
      ['unreadable', undefined],
      ['unreadable', undefined],
    ]);
    expect(JSON.stringify(items.filter(({ kind }) => kind === 'unreadable'))).not.toContain('Ines');
  });

  test('somebody whom Merge does not know by id is not gone by that', async () => {
    expect(await source().employees.get?.({ id: 'm1' }, testContext())).toEqual({ kind: 'cannot-tell' });
    expect(merge.asked[0]?.url.searchParams.get('include_deleted_data')).toBe('true');
  });

  test('another person than the one asked for is no answer', async () => {
    merge.answer('/employees/m1', json({ ...ines, id: 'm2' }));
    expect(await refusal(source().employees.get?.({ id: 'm1' }, testContext()) ?? Promise.resolve())).toBe('CONNECTOR_RESPONSE_UNREADABLE');
  });

  test('an emptied record tells nothing about its owner', async () => {
    merge.answer('/employees/m1', json({ id: 'm1', first_name: null, employment_status: null, remote_was_deleted: false }));
    expect(await source().employees.get?.({ id: 'm1' }, testContext())).toEqual({ kind: 'cannot-tell' });
  });

  test('a deleted record says that the employment has ended', async () => {
    merge.answer('/employees/m1', json({ ...ines, remote_was_deleted: true }));
    expect(await source().employees.get?.({ id: 'm1' }, testContext())).toMatchObject({
      kind: 'found',
      record: { value: { status: 'terminated' } },
    });
  });

  test('the tree of departments is read once, and only for people who are in several', async () => {
    const [top, low] = [
      { id: 'g1', name: 'All', type: 'DEPARTMENT', parent_group: null },
      { id: 'g2', name: 'Low', type: 'DEPARTMENT', parent_group: 'g1' },
    ];
    merge.answer('/groups', page([top, low]));
    merge.answer(
      '/employees',
      page([{ ...ines, groups: [top] }], '2'),
      page([{ ...ines, id: 'm2', groups: [top, low] }], '3'),
      page([{ ...ines, id: 'm3', groups: [low, top] }]),
    );
    const read = await readAll((request, context) => source().employees.list(request, context), 1);
    expect(read.map((item) => (item.kind === 'record' ? item.value.departmentId : item))).toEqual(['g1', 'g2', 'g2']);
  });
});

test('a model that is left out is not asked for and never stated', async () => {
  merge.answer('/employees', page([{ ...ines, groups: [], home_location: null, employments: [] }]));
  const source = transports['its own requests']?.(merge.url, { without: ['Group', 'Location', 'Employment'] });
  const page1 = await source?.employees.list({ limit: 1 }, testContext());
  expect(page1?.items[0]).toMatchObject({ kind: 'record', value: { id: 'm1', status: 'active' } });
  expect(JSON.stringify(page1)).not.toMatch(/departmentId|homeAddress|location/);
  expect(merge.asked[0]?.url.searchParams.has('expand')).toBe(false);
});

test('with words of the caller’s own Merge is asked for the HR system’s words', async () => {
  merge.answer('/employees', page([{ ...ines, employment_status: 'Garden leave' }]));
  const source = transports['its own requests']?.(merge.url, { statuses: { 'garden leave': 'terminated' } });
  expect((await source?.employees.list({ limit: 1 }, testContext()))?.items[0]).toMatchObject({ value: { status: 'terminated' } });
  expect(merge.asked[0]?.url.searchParams.get('show_enum_origins')).toBe('employment_status');
});

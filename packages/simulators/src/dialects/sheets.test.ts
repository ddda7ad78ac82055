// Every vendor's server does what its sheet says: one probe per row, run wherever the sheet takes a position on it.
import { afterEach, describe, expect, test } from 'vitest';
import type { Dialect } from './dialect.ts';
import { isFields } from './json.ts';
import { rfcDialect } from './rfc.ts';
import { startDialectServer } from './server.ts';
import { certaintyOf, type DialectRow } from './sheets/sheet.ts';
import { sheets, type Vendor } from './sheets/vendors.ts';
import { newcomer, servers } from './testing.ts';

const { start: startLimited, stop } = servers();
afterEach(stop);
const start: typeof startLimited = (vendor, options) => startLimited(vendor, { limits: [], ...options });

const vendors = Object.keys(sheets) as Vendor[];
const dialects = vendors.map((vendor) => ({
  vendor,
  dialect: { ...rfcDialect, ...sheets[vendor].unconfirmed, ...sheets[vendor].reported, ...sheets[vendor].documented },
}));
const those = (wanted: (dialect: Dialect) => boolean) => dialects.filter(({ dialect }) => wanted(dialect));

describe.each(dialects)('$vendor', ({ vendor, dialect }) => {
  test('creates an account under its own path and shows it by its id', async () => {
    const app = await start(vendor);
    const created = await app.create(newcomer(dialect, 'ada'));
    expect(created.status).toBe(dialect.createAnswers);
    expect(app.backend.accounts()).toHaveLength(1);
    const [account] = app.backend.accounts();
    expect(app.baseUrl + (created.headers.get('location') ?? '').slice(new URL(app.baseUrl).pathname.length)).toBe(
      `${app.baseUrl}/Users/${account?.id}`,
    );
    expect((await app.get(account?.id ?? '')).body).toMatchObject({ id: account?.id, userName: account?.userName });
    expect(app.requests().map(({ invalid }) => invalid)).toEqual([undefined, undefined]);
  });

  test('refuses another token, and an address elsewhere with a page', async () => {
    const app = await start(vendor);
    expect((await app.list('', { token: 'wrong' })).status).toBe(401);
    const nowhere = await fetch(`${app.url}/elsewhere/Users`, { headers: { authorization: `Bearer ${app.token}` } });
    expect([nowhere.status, nowhere.headers.get('content-type')]).toEqual([404, 'text/html']);
  });

  test.each(dialect.required)('refuses a creation without %s', async (path) => {
    const app = await start(vendor);
    const refused = await app.create(newcomer(dialect, 'ada', { without: path }));
    expect(refused.status).toBe(400);
    expect(app.backend.accounts()).toEqual([]);
  });

  test.each(dialect.unique)('refuses a second account of the same %s', async (what) => {
    const app = await start(vendor);
    await app.create(newcomer(dialect, 'ada'));
    const second = await app.create(newcomer(dialect, 'bob', { sharing: what, with: 'ada' }));
    expect(second.status).toBe(dialect.takenStatus);
    expect(app.backend.accounts()).toHaveLength(1);
  });

  test.each(Object.entries(dialect.filterable))('finds by %s, which differs by case: %s', async (attribute, rule) => {
    const app = await start(vendor);
    await app.create(newcomer(dialect, 'Ada'));
    await app.create(newcomer(dialect, 'bob'));
    const [account] = app.backend.accounts();
    const value = app.valueOf(account?.id ?? '', attribute);
    const hits = async (text: string) => (await app.find(attribute, text)).length;
    expect(await hits(value)).toBe(1);
    const swapped = value === value.toUpperCase() ? value.toLowerCase() : value.toUpperCase();
    if (swapped !== value) expect(await hits(swapped)).toBe(rule === 'exact' ? 0 : 1);
    expect(await hits(`${value}x`)).toBe(0);
  });

  test.each(['userName', 'externalId', 'emails.value', 'title'].filter((name) => !(name in dialect.filterable)))(
    'has no filter by %s',
    async (attribute) => {
      const app = await start(vendor);
      const refused = await app.list(`?filter=${encodeURIComponent(`${attribute} eq "ada"`)}`);
      expect(refused.status).toBe(400);
    },
  );

  test('takes its own operators in filters and no others', async () => {
    const app = await start(vendor);
    const [attribute = ''] = Object.keys(dialect.filterable);
    for (const operator of rfcDialect.operators) {
      const filter = operator === 'pr' ? `${attribute} pr` : `${attribute} ${operator} "a"`;
      const { status } = await app.list(`?filter=${encodeURIComponent(filter)}`);
      expect([operator, status]).toEqual([operator, dialect.operators.includes(operator) ? 200 : 400]);
    }
    for (const join of ['and', 'or'] as const) {
      const { status } = await app.list(`?filter=${encodeURIComponent(`${attribute} eq "a" ${join} ${attribute} eq "b"`)}`);
      expect([join, status]).toEqual([join, dialect.joins.includes(join) ? 200 : 400]);
    }
  });

  test.each(dialect.patchForms)('turns off by an operation in the form %s, and does what the sheet says that means', async (form) => {
    const app = await start(vendor);
    const { id } = app.backend.seed({ userName: 'ada@example.com', externalId: 'P-1' });
    const op = dialect.operations.find((one) => one.toLowerCase() === 'replace') ?? '';
    const off = await app.patch(id, form === 'path' ? { op, path: 'active', value: false } : { op, value: { active: false } });
    expect(off.status).toBe(dialect.patchAnswers);
    app.clock.advance(dialect.offShowsAfterMs);
    const after = await app.get(id);
    if (dialect.inactiveShows === '404') expect([after.status, app.backend.account(id)]).toEqual([404, undefined]);
    else expect([after.body['active'], app.backend.account(id)?.active]).toEqual([false, false]);
    expect(app.requests().flatMap(({ invalid }) => invalid ?? [])).toEqual([]);
  });

  test('shows that an account is off when the sheet says, not before', async () => {
    const app = await start(vendor);
    const { id } = app.backend.seed({ userName: 'ada@example.com', externalId: 'P-1' });
    await app.patch(id, { op: 'replace', path: 'active', value: false });
    const early = (await app.get(id)).body['active'];
    if (dialect.inactiveShows === 'inactive') expect(early).toBe(dialect.offShowsAfterMs > 0);
    app.clock.advance(dialect.offShowsAfterMs);
    expect((await app.get(id)).body['active']).toBe(dialect.inactiveShows === 'inactive' ? false : undefined);
  });

  test('takes a leaver back the way the sheet says', async () => {
    const app = await start(vendor);
    await app.create(newcomer(dialect, 'ada'));
    const id = app.backend.accounts()[0]?.id ?? '';
    await app.patch(id, { op: 'replace', path: 'active', value: false });
    const on = await app.patch(id, { op: 'replace', path: 'active', value: true });
    if (dialect.reactivation === 'active-true') {
      expect([on.status, app.backend.account(id)?.active]).toEqual([dialect.patchAnswers, true]);
      return;
    }
    expect(on.status).toBe(404);
    expect((await app.create(newcomer(dialect, 'ada'))).status).toBe(dialect.createAnswers);
    const isOld = app.backend.accounts()[0]?.id === id;
    expect(isOld).toBe(dialect.createdAgain === 'same-id' || dialect.id === 'externalId');
  });

  test('takes text for a boolean only where the sheet says', async () => {
    const app = await start(vendor);
    const { id } = app.backend.seed({ userName: 'ada@example.com', externalId: 'P-1' });
    const { status } = await app.patch(id, { op: 'replace', path: 'active', value: 'False' });
    expect(status).toBe(dialect.booleanText === 'taken' ? dialect.patchAnswers : 400);
    expect(app.requests()[0]?.invalid).toBe('active is not a boolean');
  });

  test('deletes the way the sheet says, once and again', async () => {
    const app = await start(vendor);
    await app.create(newcomer(dialect, 'ada'));
    const id = app.backend.accounts()[0]?.id ?? '';
    const first = await app.remove(id);
    const kept = app.backend.account(id);
    const expected = { unsupported: 405, nothing: 204 }[String(dialect.deletionMeans)] ?? 204;
    expect(first.status).toBe(expected);
    if (dialect.deletionMeans === 'unsupported' || dialect.deletionMeans === 'nothing') expect(kept?.active).toBe(true);
    else if (dialect.deletionMeans === 'suspended') expect(kept?.active).toBe(false);
    else expect(kept).toBeUndefined();
    if (expected === 204 && dialect.deletionMeans !== 'nothing') expect((await app.remove(id)).status).toBe(dialect.deletedAgain);
    expect(app.backend.knowsElsewhere('ada@example.com')).toBe(dialect.deletionMeans === 'left-workspace');
  });

  test('replaces a user by PUT and drops what is left out', async () => {
    const app = await start(vendor);
    const whole = newcomer(dialect, 'ada');
    await app.create({ ...whole, title: 'Clerk' });
    const id = app.backend.accounts()[0]?.id ?? '';
    const put = await app.put(id, { ...whole, active: false });
    if (dialect.put === 'unsupported') expect([put.status, app.backend.account(id)?.active]).toEqual([405, true]);
    else {
      expect(put.status).toBe(200);
      expect(app.backend.account(id)?.active ?? false).toBe(false);
      expect(app.backend.account(id)?.user ?? {}).not.toHaveProperty('title');
    }
  });

  test('lists by pages of its own greatest size', async () => {
    const app = await start(vendor);
    const size = Math.min(dialect.maxCount, 120);
    for (let n = 0; n < size + 1; n += 1) app.backend.seed({ userName: `p${n}@example.com`, externalId: `P-${n}` });
    const first = await app.list(`?startIndex=1&count=${size + 1}`);
    const whole = dialect.paging === 'none' || size < dialect.maxCount;
    expect(app.rowsOf(first)).toHaveLength(whole ? size + 1 : dialect.maxCount);
    expect(first.body['totalResults']).toBe(dialect.totals === 'all' ? size + 1 : app.rowsOf(first).length);
    const second = await app.list('?startIndex=3&count=2');
    const ids = app.backend.accounts().map(({ id }) => id);
    const ordered = dialect.order === 'oldest-first' ? ids : ids.reverse();
    const expected = { index: ordered.slice(2, 4), cursor: ordered.slice(0, 2), none: ordered }[dialect.paging];
    expect(app.rowsOf(second).map((row) => (isFields(row) ? row['id'] : ''))).toEqual(expected);
  });
});

describe.each(those(({ protects }) => protects.length > 0))('$vendor', ({ vendor, dialect }) => {
  const cases = dialect.protects.flatMap(({ standing, from, answer }) => from.map((action) => ({ standing, action, answer })));
  test.each(cases)('answers $answer to $action of the $standing, who stays', async ({ standing, action, answer }) => {
    const app = await start(vendor);
    const { id } = app.backend.seed({ userName: 'ada@example.com', externalId: 'P-1', standing });
    const value = { inactive: { active: false }, change: { title: 'Clerk' }, delete: undefined }[action];
    const given = value === undefined ? await app.remove(id) : await app.patch(id, { op: 'replace', value });
    expect(given.status).toBe(answer === 'nothing' ? (action === 'delete' ? 204 : 200) : 403);
    expect(app.backend.account(id)).toMatchObject({ active: true });
    expect(app.backend.account(id)?.user).not.toHaveProperty('title');
  });
});

describe.each(those(({ limits }) => limits.length > 0))('$vendor', ({ vendor, dialect }) => {
  test.each(dialect.limits)('keeps its limit: $counts, $requests in $windowSeconds s', async (limit) => {
    const app = await start(vendor, { limits: [limit] });
    app.exhaustLimits();
    const method = { create: 'POST', change: 'PATCH', delete: 'DELETE', write: 'PUT', read: 'GET', 'read-one': 'GET', all: 'GET' }[
      limit.counts
    ];
    const path = limit.counts === 'create' || limit.counts === 'read' ? '/Users' : '/Users/x';
    const refused = await app.send(method, path, {});
    expect(refused.status).toBe(429);
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBe(limit.burst === undefined ? limit.windowSeconds : Math.ceil(limit.windowSeconds / limit.requests));
    app.clock.advance(seconds * 1000);
    expect((await app.send(method, path, {})).status).not.toBe(429);
  });
});

test('a row that somebody confirmed is not a switch, and a row that nobody did is', async () => {
  await expect(startDialectServer({ vendor: 'slack', switches: { maxCount: 5 } })).rejects.toThrow(RangeError);
  const app = await start('slack', { switches: { takenStatus: 409 } });
  expect(app.dialect.takenStatus).toBe(409);
});

test('every vendor but the plain one states its address, and nobody states a row twice', () => {
  for (const vendor of vendors) {
    if (vendor !== 'plain') expect([vendor, certaintyOf(sheets[vendor], 'address')]).not.toEqual([vendor, 'assumed']);
    const { documented, reported = {}, unconfirmed = {} } = sheets[vendor];
    const rows = [documented, reported, unconfirmed].flatMap((part) => Object.keys(part) as DialectRow[]);
    expect([vendor, rows.length]).toEqual([vendor, new Set(rows).size]);
  }
});

// Files that look like a smaller or another company and are not.
import { execFile } from 'node:child_process';
import { rm, stat, utimes, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { testContext } from '@tenure/core/testing';
import { describe, expect, test } from 'vitest';
import { fileSource } from '../src/index.ts';
import { draftsOf, employeesOf, oneRow, sourceOn } from './company.ts';

const header = 'id,First Name,Last Name,Status\n';
const two = `${header}1,Ann,Doe,Active\n2,Bob,Roe,Active\n`;

describe('an encoding or a line end that nothing states', () => {
  test.each([
    ['little endian', Buffer.from(two, 'utf16le')],
    ['big endian', Buffer.from(two, 'utf16le').swap16()],
  ])('UTF-16 %s without a mark is refused by the option that settles it, and not read as other people', async (_name, content) => {
    const { source } = await sourceOn({ 'people.csv': content });
    await expect(employeesOf(source)).rejects.toMatchObject({ code: 'OPTIONS_INVALID', details: { problems: [{ path: 'encoding' }] } });
  });

  test('UTF-16 without a mark is read when it is said', async () => {
    const { source } = await sourceOn({ 'people.csv': Buffer.from(two, 'utf16le') }, { encoding: 'utf-16le' });
    expect((await draftsOf(source)).map(({ id }) => id)).toEqual(['1', '2']);
  });

  test('lines that end with a carriage return alone are refused, and not read as an empty company', async () => {
    const { source } = await sourceOn({ 'people.csv': two.replaceAll('\n', '\r') });
    await expect(employeesOf(source)).rejects.toMatchObject({ code: 'FEED_INCOMPLETE' });
    expect(await source.evidence?.(testContext())).toMatchObject({ complete: false });
  });

  test('a NUL character makes its record unreadable and no other', async () => {
    const { source } = await sourceOn({ 'people.csv': `${header}1,A\0nn,Doe,Active\n2,Bob,Roe,Active\n` });
    expect(await employeesOf(source)).toMatchObject([
      { kind: 'unreadable', id: '1', where: 'people.csv line 2', reason: 'a NUL character' },
      { kind: 'record', value: { id: '2' } },
    ]);
  });
});

test('two columns that fit a field equally well are a question', async () => {
  const { source } = await sourceOn({ 'people.csv': 'id,Last Name,Status (HR),Status (Payroll)\n1,Doe,Active,Terminated\n' });
  await expect(employeesOf(source)).rejects.toMatchObject({
    code: 'OPTIONS_INVALID',
    details: { problems: [{ path: 'columns.status', reason: 'both "Status (HR)" and "Status (Payroll)" may be the status; say which' }] },
  });
  const { source: said } = await sourceOn(
    { 'people.csv': 'id,Last Name,Status (HR),Status (Payroll)\n1,Doe,Active,Terminated\n' },
    { columns: { status: 'Status (HR)' } },
  );
  expect(await draftsOf(said)).toMatchObject([{ status: 'active' }]);
});

test('numbers too large to be kept exactly are no ids: two people never become one', async () => {
  const lines = '{"id":12345678901234567890,"lastName":"Doe"}\n{"id":12345678901234567891,"lastName":"Roe"}\n{"id":7,"lastName":"Poe"}\n';
  const { source } = await sourceOn({ 'people.jsonl': lines });
  expect(await employeesOf(source)).toMatchObject([
    { kind: 'unreadable', reason: 'its id is a number that cannot be read exactly' },
    { kind: 'unreadable', where: 'people.jsonl line 2' },
    { kind: 'record', value: { id: '7' } },
  ]);
});

test.each(['0001-01-01', '0000-01-01', '1753-01-01', '1899-12-30', '1900-01-01', '0001-01-01T00:00:00', '01/01/0001'])(
  'the date %s, which systems write for none, ends nobody’s employment',
  async (date) => {
    expect(await oneRow('End Date', date, { dateFormat: 'DD/MM/YYYY' })).toMatchObject({ kind: 'unreadable', id: '1' });
  },
);

describe('a file that changes while it is read', () => {
  test('is seen although its size and its time of change are set back', async () => {
    const { source, employees } = await sourceOn({ 'people.csv': two });
    await utimes(employees, 1_700_000_000, 1_700_000_000);
    const first = await source.employees.list({ limit: 1 }, testContext());
    const { size } = await stat(employees);
    await writeFile(employees, `${header}2,Bob,Roe,Active\n3,Cid,Roe,Active\n`);
    await utimes(employees, 1_700_000_000, 1_700_000_000);
    expect((await stat(employees)).size).toBe(size);
    await expect(source.employees.list({ limit: 9, cursor: first.next }, testContext())).rejects.toMatchObject({ code: 'FEED_INCOMPLETE' });
  });

  test.skipIf(process.platform === 'win32')('and becomes a pipe that nobody writes to does not hang the reading', async () => {
    const { source, employees } = await sourceOn({ 'people.csv': two });
    const first = await source.employees.list({ limit: 1 }, testContext());
    await rm(employees);
    await promisify(execFile)('mkfifo', [employees]);
    await expect(source.employees.list({ limit: 9, cursor: first.next }, testContext())).rejects.toMatchObject({ code: 'OPTIONS_INVALID' });
  });
});

test('prototype names are names like any other', async () => {
  const { source } = await sourceOn(
    { 'people.csv': 'id,Last Name,__proto__,constructor\n1,Doe,a,b\n' },
    { columns: { 'customFields.__proto__': '__proto__' } },
  );
  const [draft] = await draftsOf(source);
  expect(Object.entries(draft?.customFields ?? {})).toEqual([['__proto__', 'a']]);
  const lines = '{"id":"1","__proto__":{"status":"terminated","id":"2"},"customFields":{"__proto__":{"a":1},"constructor":"b"}}\n';
  const { source: json } = await sourceOn({ 'people.jsonl': lines });
  expect((await draftsOf(json))[0]).toMatchObject({ id: '1', customFields: { constructor: 'b' } });
  expect((await draftsOf(json))[0]?.status).toBeUndefined();
});

test('a page ends early where its records are large, so that memory does not grow with the limit', async () => {
  const cell = 'x'.repeat(900_000);
  const many = Array.from({ length: 40 }, (_, index) => `${index},${cell},Doe,Active\n`).join('');
  const { source } = await sourceOn({ 'people.csv': header + many });
  const { items, next } = await source.employees.list({ limit: 1_000 }, testContext());
  expect(items.length).toBeLessThan(20);
  expect(next).toBeDefined();
  expect((await draftsOf(source)).map(({ id }) => id)).toEqual(Array.from({ length: 40 }, (_, index) => String(index)));
});

test('a path with a NUL character is a wrong option', () => {
  expect(() => fileSource({ employees: 'people\0.csv' })).toThrow(expect.objectContaining({ code: 'OPTIONS_INVALID' }));
});

import { chmod, mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { testContext } from '@tenure/core/testing';
import { expect, test } from 'vitest';
import { fileSource } from '../src/index.ts';
import { draftsOf, employeesOf, freshFolder, oneRow, sourceOn } from './company.ts';

const header = 'Worker ID,First Name,Last Name,Status\n';

test('a row with too few cells is quarantined with file, line and id, and nobody else is', async () => {
  const { source } = await sourceOn({ 'people.csv': `${header}1,Ann,Doe,Active\n2,Bob\n3,Cid,Roe,Active\n` });
  expect(await employeesOf(source)).toMatchObject([
    { kind: 'record', value: { id: '1' } },
    { kind: 'unreadable', id: '2', where: 'people.csv line 3', reason: '2 cells where the header has 4' },
    { kind: 'record', value: { id: '3' } },
  ]);
});

test('an id that is listed twice is passed on twice, and check says so', async () => {
  const { source } = await sourceOn({ 'people.csv': `${header}1,Ann,Doe,Active\n1,Ann,Doe,Terminated\n` });
  expect((await draftsOf(source)).map(({ id, status }) => [id, status])).toEqual([
    ['1', 'active'],
    ['1', 'terminated'],
  ]);
  const { items } = await source.check(testContext());
  expect(items).toContainEqual({ title: 'Ids listed more than once', state: 'warning', detail: '1 in the sample' });
});

test('a department that the departments file lacks is passed on as it stands', async () => {
  const { source } = await sourceOn({
    'people.csv': 'id,Last Name,Department\n1,Doe,Sales\n2,Roe,Alchemy\n',
    'departments.csv': 'Department ID,Department Name\nD1,Sales\n',
  });
  expect((await draftsOf(source)).map(({ departmentId }) => departmentId)).toEqual(['D1', 'Alchemy']);
});

test.each(['2026-02-30', '31/04/2026', 'next week'])(
  'the date %s makes its record unreadable, by id and line and without the value',
  async (date) => {
    expect(await oneRow('Hire Date', date, { dateFormat: 'DD/MM/YYYY' })).toEqual({
      kind: 'unreadable',
      id: '1',
      where: 'people.csv line 2',
      reason: 'startDate is not an existing date after 1900 in the form DD/MM/YYYY',
    });
  },
);

test('an impossible date in a JSON record makes the record unreadable', async () => {
  const { source } = await sourceOn({ 'people.jsonl': '{"id":"1","lastName":"Doe","endDate":"2026-02-30"}\n' });
  expect(await employeesOf(source)).toMatchObject([{ kind: 'unreadable', id: '1', where: 'people.jsonl line 1' }]);
});

test.each(['people.csv', 'people.jsonl'])('%s with no byte in it is an incomplete feed, not an empty company', async (name) => {
  const { source } = await sourceOn({ [name]: '' });
  await expect(employeesOf(source)).rejects.toMatchObject({
    code: 'FEED_INCOMPLETE',
    message: `file: list employees: ${name}: the file is empty`,
  });
  expect(await source.evidence?.(testContext())).toMatchObject({ complete: false, reasons: ['the file is empty'] });
});

test('a file with a header only has no employees', async () => {
  const { source } = await sourceOn({ 'people.csv': header });
  expect(await employeesOf(source)).toEqual([]);
  expect(await source.evidence?.(testContext())).toMatchObject({ complete: true });
});

test('a missing file is unavailable, by name and without its folder', async () => {
  const folder = await freshFolder();
  const source = fileSource({ employees: join(folder, 'people.csv') });
  const message = 'file: list employees: people.csv: there is no such file';
  await expect(employeesOf(source)).rejects.toMatchObject({ code: 'CONNECTOR_UNAVAILABLE', message });
});

test('a folder in place of the file is a wrong option', async () => {
  const folder = await freshFolder();
  await mkdir(join(folder, 'people.csv'));
  await expect(employeesOf(fileSource({ employees: join(folder, 'people.csv') }))).rejects.toMatchObject({ code: 'OPTIONS_INVALID' });
});

test('a file that this process may not read is forbidden', async () => {
  const { source, employees } = await sourceOn({ 'people.csv': header });
  await chmod(employees, 0o000);
  await chmod(join(employees, '..'), 0o755);
  const asRoot = process.geteuid?.() === 0;
  if (asRoot) process.seteuid?.(65_534);
  try {
    await expect(employeesOf(source)).rejects.toMatchObject({ code: 'CONNECTOR_FORBIDDEN' });
  } finally {
    if (asRoot) process.seteuid?.(0);
  }
});

test.each([
  ['people.csv', `${header}1,Ann,Doe,Active\n2,Bo`, '2'],
  ['people.csv', `${header}1,Ann,Doe,Active\n2,"Bob`, '2'],
  ['people.csv', `${header}1,Ann,Doe,Active\n2,"Bob\n`, '2'],
  ['people.jsonl', '{"id":"1","lastName":"Doe"}\n{"id":"2","lastNa', '2'],
])('a last record that is cut off is unreadable and the evidence says that the file is not whole (%s, %j)', async (name, content, id) => {
  const { source } = await sourceOn({ [name]: content });
  expect(await employeesOf(source)).toMatchObject([{ kind: 'record' }, { kind: 'unreadable', id }]);
  const { complete, reasons } = (await source.evidence?.(testContext())) ?? {};
  expect(complete).toBe(false);
  expect(reasons?.[0]).toContain('ends within a record');
});

test.each([
  ['people.csv', `${header}1,Ann,Doe,Active\n2,Bo`],
  ['people.jsonl', '{"id":"1","lastName":"Doe"}\n{"id":"2","lastNa'],
])('a cut end is seen before anything was read (%s)', async (name, content) => {
  const { source } = await sourceOn({ [name]: content });
  expect(await source.evidence?.(testContext())).toMatchObject({ complete: false });
});

test('a last record without a line end that is all there is read, and the file counts as whole', async () => {
  const { source } = await sourceOn({ 'people.csv': `${header}1,Ann,Doe,Active` });
  expect(await draftsOf(source)).toHaveLength(1);
  expect(await source.evidence?.(testContext())).toMatchObject({ complete: true });
});

test('two hundred columns are read', async () => {
  const extra = Array.from({ length: 196 }, (_, index) => `Extra ${index}`).join(',');
  const { source } = await sourceOn({ 'people.csv': `${header.trim()},${extra}\n1,Ann,Doe,Active,${'x,'.repeat(195)}x\n` });
  expect(await draftsOf(source)).toEqual([{ id: '1', firstName: 'Ann', lastName: 'Doe', status: 'active' }]);
});

const five = 'x'.repeat(5 * 1_024 * 1_024);

test.each([
  ['people.csv', `${header}1,Ann,Doe,Active\n2,${five},Doe,Active\n3,Cid,Roe,Active\n`],
  ['people.jsonl', `{"id":"1"}\n{"id":"2","lastName":"${five}"}\n{"id":"3"}\n`],
])('a cell of 5 MB makes its own record unreadable by line and id, and the next is read (%s)', async (name, content) => {
  const { source } = await sourceOn({ [name]: content });
  const where = name === 'people.csv' ? 'people.csv line 3' : 'people.jsonl line 2';
  expect(await employeesOf(source)).toMatchObject([
    { value: { id: '1' } },
    { kind: 'unreadable', id: '2', where, reason: 'longer than 1048576 bytes' },
    { value: { id: '3' } },
  ]);
});

test('a quoted cell of 5 MB over many lines costs its own record, as one, and no other', async () => {
  const cell = `${'y'.repeat(1_000)}\n`.repeat(5_000);
  const { source } = await sourceOn({ 'people.csv': `${header}1,Ann,Doe,Active\n2,"${cell}",Doe,Active\n3,Cid,Roe,Active\n` });
  const records = await employeesOf(source);
  expect(records.flatMap((record) => (record.kind === 'record' ? [record.value.id] : []))).toEqual(['1', '3']);
  expect(records.some((record) => record.kind === 'unreadable' && record.id === '2')).toBe(true);
});

test('an allowance for longer records reads them', async () => {
  const { source } = await sourceOn({ 'people.csv': `${header}2,${five},Doe,Active\n` }, { maxRecordBytes: 8_000_000 });
  expect((await draftsOf(source))[0]?.firstName).toHaveLength(five.length);
});

test('bytes that are not UTF-8 make their record unreadable and no other', async () => {
  const content = Buffer.concat([
    Buffer.from(`${header}1,Zoë,Doe,Active\n2,J`),
    Buffer.from([0xf6]),
    Buffer.from('rg,Doe,Active\n3,Cid,Roe,Active\n'),
  ]);
  const { source } = await sourceOn({ 'people.csv': content });
  expect(await employeesOf(source)).toMatchObject([
    { value: { firstName: 'Zoë' } },
    { kind: 'unreadable', id: '2', where: 'people.csv line 3', reason: 'bytes that are not valid UTF-8' },
    { value: { id: '3' } },
  ]);
});

test('a file that changes between two pages is an incomplete feed', async () => {
  const { source, employees } = await sourceOn({ 'people.csv': `${header}1,Ann,Doe,Active\n2,Bob,Doe,Active\n` });
  const first = await source.employees.list({ limit: 1 }, testContext());
  await writeFile(employees, `${header}1,Ann,Doe,Active\n`);
  await expect(source.employees.list({ limit: 1, cursor: first.next }, testContext())).rejects.toMatchObject({ code: 'FEED_INCOMPLETE' });
});

test('a file of the same size with another time of change is another file', async () => {
  const { source, employees } = await sourceOn({ 'people.csv': `${header}1,Ann,Doe,Active\n2,Bob,Doe,Active\n` });
  const before = await source.evidence?.(testContext());
  const first = await source.employees.list({ limit: 1 }, testContext());
  await utimes(employees, 1_000_000, 1_000_000);
  await expect(source.employees.list({ limit: 1, cursor: first.next }, testContext())).rejects.toMatchObject({ code: 'FEED_INCOMPLETE' });
  expect((await source.evidence?.(testContext()))?.revision).not.toBe(before?.revision);
});

test('a file that vanishes between two pages is unavailable, not at its end', async () => {
  const { source, employees } = await sourceOn({ 'people.csv': `${header}1,Ann,Doe,Active\n2,Bob,Doe,Active\n` });
  const first = await source.employees.list({ limit: 1 }, testContext());
  await rm(employees);
  await expect(source.employees.list({ limit: 1, cursor: first.next }, testContext())).rejects.toMatchObject({
    code: 'CONNECTOR_UNAVAILABLE',
  });
});

test('a cursor of another list or of nobody is refused', async () => {
  const { source } = await sourceOn({ 'people.csv': `${header}1,Ann,Doe,Active\n2,Bob,Doe,Active\n` });
  const { next } = await source.employees.list({ limit: 1 }, testContext());
  await expect(source.departments.list({ limit: 1, cursor: next }, testContext())).rejects.toMatchObject({ code: 'FEED_INCOMPLETE' });
  await expect(source.employees.list({ limit: 1, cursor: 'no' }, testContext())).rejects.toMatchObject({ code: 'FEED_INCOMPLETE' });
});

test('unknown options and wrong values are refused by name before any file is touched', () => {
  const wrong = { employees: 'people.csv', colums: {}, columns: { fone: 'Phone' }, dateFormat: 'D/M/Y' };
  const paths = ['columns.fone', 'dateFormat', 'colums'];
  expect(() => Reflect.apply(fileSource, undefined, [wrong])).toThrow(
    expect.objectContaining({ code: 'OPTIONS_INVALID', details: { problems: paths.map((path) => expect.objectContaining({ path })) } }),
  );
  expect(() => fileSource({ employees: 'people.xlsx' })).toThrow(expect.objectContaining({ code: 'OPTIONS_INVALID' }));
});

test.each([
  ['First Name,Last Name\nAnn,Doe\n', 'columns.id'],
  ['Worker ID,Phone\n1,5\n', 'columns.lastName'],
  ['Worker ID,Employee ID,Last Name\n1,2,Doe\n', 'columns.id'],
  ['Worker ID,Last Name,Last Name\n1,Doe,Roe\n', 'columns.lastName'],
  ['Worker ID,Last Name,Hire Date\n1,Doe,01/02/2026\n', 'dateFormat'],
])('a header or dates that leave a doubt are refused by the option that settles it: %j', async (content, path) => {
  const { source } = await sourceOn({ 'people.csv': content });
  await expect(employeesOf(source)).rejects.toMatchObject({ code: 'OPTIONS_INVALID', details: { problems: [{ path }] } });
  const { items } = await source.check(testContext());
  expect(items).toMatchObject([{ state: 'problem', detail: expect.stringContaining(path) }]);
});

test.each([
  ['{"lastName":"Doe"}\n', 'columns.id'],
  ['{"workerId":"1","employeeId":"2"}\n', 'columns.id'],
  ['[{"id":"1"}]\n', 'format'],
])('JSON whose id or form is in doubt is refused: %j', async (content, path) => {
  const { source } = await sourceOn({ 'people.jsonl': content });
  await expect(employeesOf(source)).rejects.toMatchObject({ code: 'OPTIONS_INVALID', details: { problems: [{ path }] } });
});

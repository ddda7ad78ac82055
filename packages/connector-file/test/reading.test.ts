import { testContext } from '@tenure/core/testing';
import { describe, expect, test } from 'vitest';
import { fileSource } from '../src/index.ts';
import { draftsOf, employeesOf, oneRow, sourceOn } from './company.ts';

const header = 'id,First Name,Last Name';
const people = `${header}\n1,Zoë,Łuk\n2,"de la ""O""","multi\nline"\n`;
const zoe = [
  { id: '1', firstName: 'Zoë', lastName: 'Łuk' },
  { id: '2', firstName: 'de la "O"', lastName: 'multi\nline' },
];

describe('encodings', () => {
  test.each([
    ['UTF-8', Buffer.from(people)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${people}`)],
    ['UTF-16 little endian', Buffer.from(`\ufeff${people}`, 'utf16le')],
    ['UTF-16 big endian', Buffer.from(`\ufeff${people}`, 'utf16le').swap16()],
  ])('%s is read', async (_, content) => {
    const { source } = await sourceOn({ 'people.csv': content });
    expect(await draftsOf(source)).toEqual(zoe);
  });

  test('Latin-1 is read when it is said, and refused record by record when it is not', async () => {
    const content = Buffer.from(`${header}\n1,Jörg,Doe\n`, 'latin1');
    const said = await sourceOn({ 'people.csv': content }, { encoding: 'latin1' });
    expect(await draftsOf(said.source)).toMatchObject([{ firstName: 'Jörg' }]);
    const unsaid = await sourceOn({ 'people.csv': content });
    expect(await employeesOf(unsaid.source)).toMatchObject([{ kind: 'unreadable', id: '1' }]);
  });

  test('half a surrogate pair in UTF-16 makes its record unreadable and no other', async () => {
    const content = Buffer.from(`\ufeff${header}\n1,A\ud800B,Doe\n2,Ann,Roe\n`, 'utf16le');
    const { source } = await sourceOn({ 'people.csv': content });
    expect(await employeesOf(source)).toMatchObject([{ kind: 'unreadable', id: '1' }, { value: { id: '2' } }]);
  });

  test('pages of a UTF-16 file can be gone on with by a new source', async () => {
    const many = Array.from({ length: 50 }, (_, index) => `${index},Zoë,Łuk\n`).join('');
    const { source, employees } = await sourceOn({ 'people.csv': Buffer.from(`\ufeff${header}\n${many}`, 'utf16le') });
    const first = await source.employees.list({ limit: 20 }, testContext());
    const rest = await fileSource({ employees }).employees.list({ limit: 100, cursor: first.next }, testContext());
    expect(rest.items).toMatchObject(Array.from({ length: 30 }, (_, index) => ({ value: { id: String(index + 20) } })));
  });
});

describe('delimiters and line ends', () => {
  test.each([
    ['people.csv', ';', {}],
    ['people.csv', '\t', {}],
    ['people.tsv', '\t', {}],
    ['people.csv', '|', {}],
    ['people.csv', '^', { delimiter: '^' }],
  ])('%s with %j between cells is read', async (name, delimiter, options) => {
    const content = `id,First Name,Last Name\r\n\r\n1,"a${delimiter}b",Doe\r\n`.replaceAll(',', delimiter);
    const { source } = await sourceOn({ [name]: content }, options);
    expect(await draftsOf(source)).toEqual([{ id: '1', firstName: `a${delimiter}b`, lastName: 'Doe' }]);
  });
});

describe('empty, null and absent', () => {
  test('an empty cell says nothing', async () => {
    expect(await oneRow('Phone,Hire Date,Status,Manager ID,City', ',,,,')).toMatchObject({ value: { id: '1', lastName: 'Doe' } });
    expect(await oneRow('Phone', '')).not.toHaveProperty('value.phone');
  });

  test('an empty cell clears the fields that are named for it', async () => {
    const record = await oneRow('Phone,End Date,Manager,Department,Location City', ',,,,', {
      emptyClears: ['phone', 'endDate', 'managerId', 'departmentId', 'location.city'],
    });
    expect(record).toMatchObject({ value: { phone: null, endDate: null, managerId: null, departmentId: null, location: { city: null } } });
  });

  test('null in JSON clears, a missing key says nothing, empty text is an empty cell', async () => {
    const { source } = await sourceOn({ 'people.jsonl': '{"id":"1","phone":null,"jobTitle":"","location":null}\n' });
    expect(await draftsOf(source)).toEqual([{ id: '1', phone: null, location: null }]);
  });
});

describe('words', () => {
  test.each([
    ['Current', 'active'],
    ['ON-LEAVE', 'on-leave'],
    ['Maternity Leave', 'on-leave'],
    ['Leaver', 'terminated'],
    ['Inactive', 'terminated'],
    ['Future Hire', 'pending'],
    ['Retired early', 'Retired early'],
  ])('the status %s is read as %s', async (word, status) => {
    expect(await oneRow('Employment Status', word)).toMatchObject({ value: { status } });
  });

  test.each([
    ['Regular', 'full-time'],
    ['Part Time', 'part-time'],
    ['Contingent Worker', 'contractor'],
    ['Intern', 'intern'],
    ['Wizard', 'Wizard'],
  ])('the employment type %s is read as %s', async (word, employmentType) => {
    expect(await oneRow('Worker Type', word)).toMatchObject({ value: { employmentType } });
  });

  test('own words go first, and an unknown word is a warning of check by its line', async () => {
    const statuses = { inactive: 'on-leave' } as const;
    expect(await oneRow('Status', 'Inactive', { statuses })).toMatchObject({ value: { status: 'on-leave' } });
    const { source } = await sourceOn({ 'people.csv': 'id,lastName,status\n1,Doe,Dormant\n' });
    const { items } = await source.check(testContext());
    expect(items).toContainEqual({
      title: 'Words of status',
      state: 'warning',
      detail: '1 not known, first on line 2; say them in statuses',
    });
  });
});

describe('departments', () => {
  test('without a file of them they are the ones the employees are in', async () => {
    const rows = 'id,lastName,Department ID,Department\n1,Doe,D1,Sales\n2,Roe,D2,Legal\n3,Poe,D1,Sales\n4,Moe,,Board\n5,Low,,\n';
    const { source } = await sourceOn({ 'people.csv': rows });
    const { items } = await source.departments.list({ limit: 10 }, testContext());
    expect(items.map((item) => item.kind === 'record' && [item.value.id, item.value.name])).toEqual([
      ['D1', 'Sales'],
      ['D2', 'Legal'],
      ['Board', 'Board'],
    ]);
    expect((await draftsOf(source)).map(({ departmentId }) => departmentId)).toEqual(['D1', 'D2', 'D1', 'Board', undefined]);
  });

  test('parents given by name are resolved, and an empty parent says that there is none', async () => {
    const departments = 'Department ID,Department Name,Parent Department\nD1,Sales,\nD2,Field Sales,Sales\n';
    const { source } = await sourceOn({ 'people.csv': 'id,lastName\n', 'departments.csv': departments });
    const { items } = await source.departments.list({ limit: 10 }, testContext());
    expect(items).toMatchObject([{ value: { id: 'D1', parentId: null } }, { value: { id: 'D2', parentId: 'D1' } }]);
  });

  test('a name that two departments have stays as it is', async () => {
    const { source } = await sourceOn({
      'people.csv': 'id,lastName,Department\n1,Doe,Sales\n',
      'departments.csv': 'Department ID,Department Name\nD1,Sales\nD2,Sales\n',
    });
    expect(await draftsOf(source)).toMatchObject([{ departmentId: 'Sales' }]);
  });
});

describe('managers', () => {
  const rows = (column: string, reference: string) =>
    `Worker ID,Employee Number,First Name,Last Name,Work Email,${column}\n` +
    `a,100,Ann,Doe,ann@example.com,\nb,200,Bob,Roe,bob@example.com,\nc,300,Bob,Roe,bob2@example.com,\nd,400,Dan,Poe,dan@example.com,"${reference}"\n`;

  test.each([
    ['Manager ID', 'a', 'a'],
    ['Manager ID', '100', 'a'],
    ['Manager ID', 'ann@example.com', 'a'],
    ['Manager ID', 'Doe, Ann', 'a'],
    ['Manager ID', 'zzz', 'zzz'],
    ['Manager ID', 'nobody@example.com', undefined],
    ['Manager Employee Number', '200', 'b'],
    ['Manager Email', 'ANN@example.com', 'a'],
    ['Manager', 'Ann Doe', 'a'],
    ['Manager', 'Bob Roe', undefined],
    ['Manager', 'Nobody Known', undefined],
  ])('in the column %s the reference %s means %s', async (column, reference, id) => {
    const { source } = await sourceOn({ 'people.csv': rows(column, reference) });
    expect((await draftsOf(source)).at(-1)?.managerId).toBe(id);
  });

  test('the raw text changes when what a name refers to does', async () => {
    const record = async (content: string) => (await employeesOf((await sourceOn({ 'people.csv': content })).source)).at(-1);
    const before = await record(rows('Manager', 'Ann Doe'));
    const after = await record(rows('Manager', 'Ann Doe').replace('b,200,Bob,Roe', 'b,200,Ann,Doe'));
    expect(before).toMatchObject({ kind: 'record', value: { managerId: 'a' } });
    expect(after).not.toHaveProperty('value.managerId');
    expect(before?.kind === 'record' && before.raw).not.toBe(after?.kind === 'record' && after.raw);
  });
});

describe('fields', () => {
  test('nested and custom fields are filled from the columns named for them', async () => {
    const { source } = await sourceOn(
      { 'people.csv': 'PN,Nachname,CC,Ort,Strasse\n007,Doe,4711,Köln,Am Markt 1\n' },
      { columns: { id: 'PN', 'customFields.costCenter': 'CC', 'location.city': 'Ort', 'homeAddress.line1': 'Strasse' } },
    );
    expect(await draftsOf(source)).toEqual([
      {
        id: '007',
        lastName: 'Doe',
        customFields: { costCenter: '4711' },
        location: { city: 'Köln' },
        homeAddress: { line1: 'Am Markt 1' },
      },
    ]);
  });

  test('a JSON record with our names and words goes through as it is, with its line as raw text', async () => {
    const line = '{"id":"1","firstName":"Zoë","status":"active","location":{"city":"Köln"},"startDate":"2026-01-05"}';
    const { source } = await sourceOn({ 'people.jsonl': `${line}\n` });
    expect(await employeesOf(source)).toEqual([{ kind: 'record', value: JSON.parse(line), raw: line }]);
  });

  test('a JSON record with other names, words and types is mapped, also when only later lines have them', async () => {
    const lines = [
      '{"id":"1","lastName":"Doe"}',
      '{"id":2,"surname":"Roe","Employment Status":"Leaver","office":{"city":"Ulm"},"department":"Sales"}',
    ];
    const { source } = await sourceOn({ 'people.jsonl': `${lines.join('\n')}\n` });
    expect(await draftsOf(source)).toEqual([
      { id: '1', lastName: 'Doe' },
      { id: '2', lastName: 'Roe', status: 'terminated', location: { city: 'Ulm' }, departmentId: 'Sales' },
    ]);
  });

  test('named keys of JSON go into objects', async () => {
    const { source } = await sourceOn(
      { 'people.ndjson': '{"no":7,"who":{"last":"Doe"},"cc":true}\n' },
      { columns: { id: 'no', lastName: 'who.last', 'customFields.flag': 'cc' } },
    );
    expect(await draftsOf(source)).toEqual([{ id: '7', lastName: 'Doe', customFields: { flag: true } }]);
  });

  test('day-first dates are recognised by the first that leaves no doubt', async () => {
    const { source } = await sourceOn({ 'people.csv': 'id,lastName,Hire Date\n1,Doe,01/02/2026\n2,Roe,25/02/2026\n' });
    expect((await draftsOf(source)).map(({ startDate }) => startDate)).toEqual(['2026-02-01', '2026-02-25']);
  });
});

describe('raw text and reading version', () => {
  test('the same row under another header has another raw text', async () => {
    const raw = async (content: string) => {
      const [record] = await employeesOf((await sourceOn({ 'people.csv': content })).source);
      return record?.kind === 'record' ? record.raw : undefined;
    };
    const row = '\n1,Ann,Doe\n';
    expect(await raw(`id,First Name,Last Name${row}`)).toBe(await raw(`id,First Name,Last Name${row}`));
    expect(await raw(`id,First Name,Last Name${row}`)).not.toBe(await raw(`id,Last Name,First Name${row}`));
  });

  test('the reading version changes with the options that decide how a record is read, not with the path', () => {
    const version = fileSource({ employees: 'a.csv' }).readingVersion;
    expect(fileSource({ employees: 'b.csv' }).readingVersion).toBe(version);
    expect(fileSource({ employees: 'a.csv', emptyClears: ['phone'] }).readingVersion).not.toBe(version);
    expect(fileSource({ employees: 'a.csv', columns: { id: 'x' } }).readingVersion).not.toBe(version);
  });
});

test('check tells which column fills which field and which fields nothing fills', async () => {
  const { source } = await sourceOn({ 'people.csv': 'Worker ID;Last Name;Shoe Size\n1;Doe;44\n' });
  const { items } = await source.check(testContext());
  const detail = (title: string) => items.find((item) => item.title === title)?.detail;
  expect(detail('people.csv can be read')).toBe('utf-8, cells separated by ;');
  expect(detail('Columns and the fields they fill')).toBe('Worker ID → id, Last Name → lastName');
  expect(detail('Columns that are not used')).toBe('Shoe Size');
  expect(detail('Fields that no column fills')).toContain('workEmail');
  expect(detail('Who has left')).toContain('cannot say it');
  expect(detail('Records sampled')).toBe('1, of them 0 unreadable');
});

test('check counts fields of HR’s own in JSON Lines as filled, by their keys', async () => {
  const row = JSON.stringify({ id: '1', lastName: 'Doe', customFields: { costCenter: '4711' }, shoe: { size: 44 } });
  const { source } = await sourceOn({ 'people.jsonl': `${row}\n` });
  const { items } = await source.check(testContext());
  const detail = (title: string) => items.find((item) => item.title === title)?.detail;
  expect(detail('Columns and the fields they fill')).toBe('id → id, lastName → lastName, customFields.costCenter');
  expect(detail('Columns that are not used')).toBe('shoe.size');
  expect(detail('Fields that no column fills')).not.toContain('customFields');
});

test.each([1, 7, 1_000])('records across the window of the reader are each read once, %i a page', async (limit) => {
  const filler = 'ü'.repeat(300);
  const many = Array.from({ length: 5_000 }, (_, index) => `${index},"${filler}\n${filler}",Doe`);
  const { source } = await sourceOn({ 'people.csv': `${header}\n${many.slice(0, limit === 1 ? 50 : 5_000).join('\n')}\n` });
  const ids = (await employeesOf(source, limit)).map((record) => (record.kind === 'record' ? record.value.id : record.where));
  expect(ids).toEqual(Array.from({ length: limit === 1 ? 50 : 5_000 }, (_, index) => String(index)));
});

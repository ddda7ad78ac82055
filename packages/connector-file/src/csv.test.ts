import { expect, test } from 'vitest';
import { csvStatements, guessDelimiter } from './csv.ts';
import type { RawRecord } from './records.ts';

const rules = {
  delimiter: ',',
  width: 3,
  positions: new Map([
    ['id', 0],
    ['lastName', 1],
    ['phone', 2],
  ]),
};

function record(text: string, more: Partial<RawRecord> = {}): RawRecord {
  return { line: 2, lastLine: 2, text, fault: undefined, open: false, ended: true, ...more };
}

function read(text: string, more: Partial<RawRecord> = {}) {
  return csvStatements([record(text, more)], rules);
}

test('a row without quotes and the same row with quotes state the same', () => {
  expect(read('1,Doe,55')).toEqual([{ kind: 'facts', line: 2, raw: '1,Doe,55', facts: { id: '1', lastName: 'Doe', phone: '55' } }]);
  expect(read('"1","Doe","55"')).toMatchObject([{ facts: { id: '1', lastName: 'Doe', phone: '55' } }]);
});

test('delimiters, doubled quotes and line ends inside quotes belong to the cell', () => {
  expect(read('1,"Doe, ""JD""","a\r\nb"', { lastLine: 3 })).toMatchObject([{ facts: { lastName: 'Doe, "JD"', phone: 'a\r\nb' } }]);
});

test('a row with another number of cells than the header is unreadable and keeps the id of its first cell', () => {
  expect(read('1,Doe')).toMatchObject([{ kind: 'unreadable', id: '1', reason: '2 cells where the header has 3' }]);
  expect(read('1,Doe,5,6')).toMatchObject([{ kind: 'unreadable', id: '1', reason: '4 cells where the header has 3' }]);
});

test('a row with another number of cells has no id when the id is not the first column', () => {
  const positions = new Map([
    ['lastName', 0],
    ['id', 1],
  ]);
  expect(csvStatements([record('Doe,1')], { delimiter: ',', width: 3, positions })).toMatchObject([{ kind: 'unreadable', id: undefined }]);
});

test('a quote in the middle of a cell makes only its own row unreadable', () => {
  const glued = record('1,5" pipe,x\n2,Doe,y\n3,"Roe",z\n4,6" pipe,w', { lastLine: 5 });
  expect(csvStatements([glued], rules)).toMatchObject([
    { kind: 'unreadable', id: '1', line: 2, lastLine: 2 },
    { kind: 'facts', line: 3, facts: { id: '2' } },
    { kind: 'facts', line: 4, facts: { id: '3' } },
    { kind: 'unreadable', id: '4', line: 5 },
  ]);
});

test('one bad row among quoted rows does not cost the others', () => {
  const rows = csvStatements([record('1,"Doe",x'), record('2,a"b"c,y'), record('3,"Roe",z')], rules);
  expect(rows.map(({ kind }) => kind)).toEqual(['facts', 'unreadable', 'facts']);
});

test('a row of empty cells is a blank line and nobody', () => {
  expect(read(',,')).toEqual([]);
});

test('a record over two lines at the end of the file that opens a quote is cut', () => {
  expect(read('1,"Doe\n', { open: true, ended: false })).toMatchObject([{ kind: 'unreadable', id: '1', cut: true }]);
});

test.each([
  ['a,b,c', ','],
  ['a;b;c', ';'],
  ['a\tb\tc', '\t'],
  ['a|b|c', '|'],
  ['"x, y, z, w";b;c', ';'],
  ['id', ','],
])('the delimiter of %j is %j', (header, delimiter) => {
  expect(guessDelimiter(header)).toBe(delimiter);
});

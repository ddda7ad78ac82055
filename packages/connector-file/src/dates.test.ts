import { expect, test } from 'vitest';
import { guessFormat, isExistingDate, readDate } from './dates.ts';

test.each([
  ['2024-02-29', true],
  ['2023-02-29', false],
  ['2100-02-29', false],
  ['2000-02-29', true],
  ['2026-04-31', false],
  ['2026-13-01', false],
  ['2026-00-10', false],
  ['2026-1-1', false],
  ['2026-0x-01', false],
  ['', false],
])('%s exists: %s', (text, exists) => {
  expect(isExistingDate(text)).toBe(exists);
});

test.each([
  ['1/2/2026', 'MM/DD/YYYY', '2026-01-02'],
  ['1/2/2026', 'DD/MM/YYYY', '2026-02-01'],
  ['31.12.2026', 'DD.MM.YYYY', '2026-12-31'],
  ['05-Mar-2026', 'DD-MMM-YYYY', '2026-03-05'],
  ['20260305', 'YYYYMMDD', '2026-03-05'],
  ['2026/3/5', 'YYYY/MM/DD', '2026-03-05'],
  [' 2026-03-05 ', 'DD/MM/YYYY', '2026-03-05'],
  ['2026-03-05T00:00:00Z', undefined, '2026-03-05'],
  ['2026-03-05 00:00', undefined, '2026-03-05'],
] as const)('%s as %s is %s', (text, format, date) => {
  expect(readDate(text, format)).toBe(date);
});

test.each([
  ['30/02/2026', 'DD/MM/YYYY'],
  ['13/13/2026', 'MM/DD/YYYY'],
  ['1/2/26', 'DD/MM/YYYY'],
  ['1/2/2026', undefined],
  ['2026-03-05T09:30:00', undefined],
  ['soon', 'DD/MM/YYYY'],
] as const)('%s as %s is no date', (text, format) => {
  expect(readDate(text, format)).toBeUndefined();
});

test('a day above twelve decides between day first and month first', () => {
  expect(guessFormat(['01/02/2026', '25/02/2026'])).toEqual({ kind: 'format', format: 'DD/MM/YYYY' });
  expect(guessFormat(['01/02/2026', '02/25/2026'])).toEqual({ kind: 'format', format: 'MM/DD/YYYY' });
});

test('dates that both orders read are undecided, and so is a file that mixes them', () => {
  expect(guessFormat(['01/02/2026', '03/04/2026'])).toEqual({ kind: 'undecided', formats: ['MM/DD/YYYY', 'DD/MM/YYYY'] });
  expect(guessFormat(['25/02/2026', '02/25/2026', '26/02/2026'])).toMatchObject({ kind: 'undecided' });
});

test('ISO dates and empty cells need no format', () => {
  expect(guessFormat(['2026-01-02', '', ' '])).toEqual({ kind: 'iso' });
});

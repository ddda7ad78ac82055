// The README's table of vendors is what the sheets say.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sheets } from './sheets/vendors.ts';

const shown = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? `\`${value}\`` : '');

/** One line of the table: what is stated how surely, and each unconfirmed row with its position where that is a word. */
function lineOf([vendor, { documented, reported = {}, unconfirmed = {} }]: [string, (typeof sheets)[keyof typeof sheets]]): string {
  const rows = Object.entries(unconfirmed).map(([row, position]) =>
    [`\`${row}\``, shown(position)].filter((part) => part !== '').join(' '),
  );
  const counts = [documented, reported].map((part) => Object.keys(part).length);
  return `| \`${vendor}\` | ${counts.join(' | ')} | ${rows.join(', ')} |`;
}

test('lists every vendor with the rows that nobody could confirm', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const lines = new Set(readme.split('\n').map((line) => line.replaceAll(/ +/g, ' ').trim()));
  expect(
    Object.entries(sheets)
      .filter(([vendor]) => vendor !== 'plain')
      .map((entry) => lineOf(entry).replaceAll(/ +/g, ' '))
      .filter((line) => !lines.has(line)),
  ).toEqual([]);
});

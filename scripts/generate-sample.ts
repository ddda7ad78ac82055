// Writes the sample company of examples/quickstart/data. The same files come out every time; a test says when they are stale.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brokenRow, firstDay, hires, overnight } from './sample-company/characters.ts';
import { crowd } from './sample-company/crowd.ts';
import { departmentsFile, employeesHeader, lineOf, type Row } from './sample-company/shape.ts';

export { nextDay, today } from './sample-company/characters.ts';

/** Where the files lie. */
export const sampleFolder: URL = new URL('../examples/quickstart/data/', import.meta.url);

const seed = 20_261_123;

/** Every file of the sample company by its name. Pure. */
export function sampleFiles(): Readonly<Record<string, string>> {
  const before = byId([...crowd(seed), ...firstDay]);
  const after = byId([...before.map((row) => ({ ...row, ...overnight[row.id] })), ...hires]);
  const second = fileOf(after.map(lineOf));
  return {
    'departments.csv': departmentsFile(),
    'employees.csv': fileOf(before.map((row) => (row.id === brokenRow ? brokenLine(row) : lineOf(row)))),
    'employees-next-day.csv': second,
    'employees-broken.csv': cutInHalf(second),
  };
}

function byId(rows: readonly Row[]): readonly Row[] {
  return [...rows].sort((left, right) => (left.id < right.id ? -1 : 1));
}

function fileOf(lines: readonly string[]): string {
  return `${[employeesHeader, ...lines].join('\n')}\n`;
}

/** A row whose last cells were lost, as a stray line end in an export leaves it. */
function brokenLine(row: Row): string {
  return lineOf(row).split(',').slice(0, 15).join(',');
}

/** An export that broke off: half of the rows, the last of them cut within its sixth cell. */
function cutInHalf(file: string): string {
  const lines = file.split('\n');
  const half = lines.slice(0, Math.floor(lines.length / 2));
  const cut = half.pop()?.split(',').slice(0, 6).join(',') ?? '';
  return [...half, cut.slice(0, -4)].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, content] of Object.entries(sampleFiles())) writeFileSync(new URL(name, sampleFolder), content);
}

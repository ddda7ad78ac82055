// The list of decision records, from their own titles.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../check/workspace.ts';
import { table } from './markdown.ts';

const folder = join(root, 'docs', 'decisions');

/** One row for each record, in order of number. A number that is there twice, or a record without title or status, is a mistake. */
export function decisionsInWords(): string {
  const files = globSync('[0-9]*.md', { cwd: folder }).sort();
  const twice = files.filter((file, index) => file.slice(0, 4) === files[index + 1]?.slice(0, 4));
  if (twice.length > 0) throw new Error(`two decision records have the number of ${twice.join(', ')}`);
  return table(['', 'decision', 'state'], files.map(rowOf));
}

function rowOf(file: string): string[] {
  const number = file.slice(0, 4);
  const text = readFileSync(join(folder, file), 'utf8');
  const [, title] = text.match(/^# \d{4}\. (.+)$/m) ?? [];
  const [, state] = text.match(/\bStatus: (accepted|open|replaced by \d{4})\b/) ?? [];
  if (title === undefined || state === undefined) throw new Error(`docs/decisions/${file}: no title, or no status that the template has`);
  return [`[${number}](${file})`, title, state];
}

// The last scene: the report is written and its place is told.
import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { ReportData } from '../report/data.ts';
import { reportPage } from '../report/page.ts';
import type { Stage } from '../stage.ts';

export async function saveReport({ terminal, chapters, out }: Stage, about: Omit<ReportData, 'chapters'>): Promise<void> {
  const path = join(out, 'report.html');
  await writeFile(path, reportPage({ ...about, chapters }));
  terminal.heading('The report');
  terminal.say('Everything above as one page, with every change in a table that can be searched. It holds ids and initials only.');
  terminal.write(`  ${relative(process.cwd(), path)}\n`);
}

// Whether the files look whole: what a reading came upon, and what their last lines say.
import type { ConnectorContext, Evidence } from '@tenure/core/connector';
import { isTenureError } from '@tenure/core/connector';
import { fileName, fileState, withFile } from './file.ts';
import type { Layout } from './layout.ts';
import type { FileSettings } from './options.ts';
import type { Reading } from './reading.ts';
import type { Statement } from './statement.ts';

const verb = 'gather evidence';

/** Size and time as the revision; not complete when a file is empty, when its last record is cut, or when it changed under a reading. */
export async function fileEvidence(settings: FileSettings, reading: Reading, context: ConnectorContext): Promise<Evidence> {
  const { modifiedAt } = await fileState(settings.employees, verb);
  const reasons = new Set([...reading.faults, ...(await tailFaults(reading))]);
  return {
    complete: reasons.size === 0,
    freshAt: Math.min(modifiedAt, context.now()),
    revision: reading.revision,
    ...(reasons.size === 0 ? {} : { reasons: [...reasons] }),
  };
}

/** Why the end of a file cannot be its real end, going by what a reading of its records found. */
export function cutFaults(statements: readonly Statement[], file: string): string[] {
  return statements.flatMap((statement) =>
    statement.kind === 'unreadable' && statement.cut ? [`${file} ends within a record (line ${statement.line})`] : [],
  );
}

async function tailFaults(reading: Reading): Promise<string[]> {
  try {
    const layouts = [await reading.employees(verb), await reading.departmentsFile(verb)];
    const faults = await Promise.all(layouts.map((layout) => (layout === undefined ? [] : tailFault(layout))));
    return faults.flat();
  } catch (error) {
    if (isTenureError(error) && error.code === 'FEED_INCOMPLETE') return [...error.details.reasons];
    throw error;
  }
}

// Lines are not counted for this, so that the look costs one short read. A quote in the last line may belong to a cell of
// several lines; whether such a record is cut only a reading of the whole file can tell, and it leaves its fault here.
async function tailFault({ question, encoding, statements }: Layout): Promise<string[]> {
  const { path, maxRecordBytes, format } = question;
  if (encoding.encoding !== 'utf-8') return [];
  const { bytes } = await fileState(path, verb);
  const length = Math.min(bytes, maxRecordBytes);
  const tail = Buffer.alloc(length);
  await withFile(path, verb, async (handle) => await handle.read(tail, 0, length, bytes - length));
  const text = tail.toString('latin1', tail.lastIndexOf('\n') + 1);
  if (text.trim() === '' || !tail.includes('\n') || (format === 'csv' && text.includes('"'))) return [];
  const [statement] = statements([{ line: 1, lastLine: 1, text, fault: undefined, open: false, ended: false }]);
  return statement?.kind === 'unreadable' ? [`${fileName(path)} ends within a record (last line)`] : [];
}

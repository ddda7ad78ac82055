// An HR source made of files: employees, and departments where there is a file of them. It only reads.
import { createHash } from 'node:crypto';
import type { ConnectorContext, DepartmentRecord, EmployeeRecord, HrisSource, Page, PageRequest } from '@tenure/core/connector';
import { cursorRevision, readCursor, writeCursor } from './cursor.ts';
import { cutFaults, fileEvidence } from './evidence.ts';
import { fileName, incomplete, withFile } from './file.ts';
import { readerAt } from './layout.ts';
import { employeeRecord } from './mapping.ts';
import { type FileSourceOptions, readOptions } from './options.ts';
import { beginReading, type Reading, revisionOf } from './reading.ts';
import { checkFiles } from './report.ts';

/** Raised when the same file would be read differently by newer code. */
const readingRules = 1;
const largestPage = 10_000;

/**
 * A source that reads employees, and departments if given, from CSV or JSON Lines files.
 *
 * Files are opened when a verb runs and closed before it returns; consecutive pages go on where the last one ended. A
 * file that changes, is empty or is cut off gives `FEED_INCOMPLETE` or evidence that says so; a record that cannot be
 * read is unreadable. Neither is ever an absence. There is no look-up of one person: a file that lacks somebody has
 * nothing more to say about them.
 *
 * @throws {TenureError} `OPTIONS_INVALID`, from the factory for wrong options, and from every verb when columns, dates or
 * the path are in doubt. `CONNECTOR_UNAVAILABLE` for a missing file, `CONNECTOR_FORBIDDEN` for one we may not read.
 *
 * @example
 * const source = fileSource({ employees: 'employees.csv', departments: 'departments.csv', dateFormat: 'DD/MM/YYYY' });
 */
export function fileSource(options: FileSourceOptions): HrisSource {
  const settings = readOptions(options);
  let current: Reading | undefined;

  async function reading(verb: string, context: ConnectorContext): Promise<Reading> {
    context.signal.throwIfAborted();
    const revision = await revisionOf(settings, verb);
    if (current?.revision !== revision) current = beginReading(settings, revision);
    return current;
  }

  async function assertUnchanged({ revision, faults }: Reading, verb: string): Promise<void> {
    if ((await revisionOf(settings, verb)) === revision) return;
    faults.add(`${fileName(settings.employees)} changed while it was read`);
    throw incomplete(settings.employees, verb, 'the file changed while it was read');
  }

  // A later page needs no look at the files before it reads: the look after it shows a change just as well.
  async function readingFor({ cursor }: PageRequest, verb: string, context: ConnectorContext): Promise<Reading> {
    if (cursor === undefined || current === undefined || cursorRevision(cursor) !== current.revision) return await reading(verb, context);
    context.signal.throwIfAborted();
    return current;
  }

  async function listEmployees(request: PageRequest, context: ConnectorContext): Promise<Page<EmployeeRecord>> {
    const verb = 'list employees';
    const state = await readingFor(request, verb, context);
    const layout = await state.employees(verb);
    const rules = await state.rules(verb, context.signal);
    const at = request.cursor === undefined ? layout.start : readCursor(request.cursor, 'employees', state.revision, settings.employees);
    const waiting = state.reader;
    state.reader = undefined;
    const goesOn = waiting?.position.offset === at.offset && waiting.position.line === at.line;
    const reader = goesOn ? waiting : readerAt(layout.question, layout.encoding, at);
    const records = await withFile(settings.employees, verb, (handle) => reader.take(handle, pageSize(request)));
    await assertUnchanged(state, verb);
    context.signal.throwIfAborted();
    const statements = layout.statements(records);
    for (const fault of cutFaults(statements, rules.file)) state.faults.add(fault);
    const items = statements.map((statement) => employeeRecord(statement, rules));
    if (reader.atEnd) return { items };
    const next = writeCursor('employees', state.revision, reader.position);
    state.reader = reader;
    return { items, next };
  }

  async function listDepartments(request: PageRequest, context: ConnectorContext): Promise<Page<DepartmentRecord>> {
    const verb = 'list departments';
    const state = await reading(verb, context);
    const { records } = await state.departments(verb, context.signal);
    await assertUnchanged(state, verb);
    const start = { offset: 0, line: 1 };
    const path = settings.departments ?? settings.employees;
    const { offset } = request.cursor === undefined ? start : readCursor(request.cursor, 'departments', state.revision, path);
    const end = offset + pageSize(request);
    const items = records.slice(offset, end);
    return end < records.length ? { items, next: writeCursor('departments', state.revision, { offset: end, line: 1 }) } : { items };
  }

  return {
    id: 'file',
    contract: 1,
    readingVersion: versionOf(options),
    check: (context) => checkFiles(settings, (verb) => reading(verb, context), context),
    employees: { list: listEmployees },
    departments: { list: listDepartments },
    evidence: async (context) => await fileEvidence(settings, await reading('gather evidence', context), context),
  };
}

function pageSize({ limit }: PageRequest): number {
  return Math.min(Math.max(1, Math.trunc(limit)), largestPage);
}

// Where the files lie does not change how a record is read.
function versionOf({ employees: _employees, departments: _departments, ...reading }: FileSourceOptions): string {
  const sorted = Object.entries(reading).sort(([left], [right]) => (left < right ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([readingRules, sorted]))
    .digest('base64url')
    .slice(0, 16);
}

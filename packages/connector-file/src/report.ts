// The check of a file source: what was found in the files and how it will be read, for a person. No values of records.
import type { CheckItem, CheckReport, ConnectorContext } from '@tenure/core/connector';
import { employeeFields, isTenureError } from '@tenure/core/connector';
import { fileEvidence } from './evidence.ts';
import { fileName } from './file.ts';
import type { Layout } from './layout.ts';
import { type EmployeeRules, employeeRecord, keyText } from './mapping.ts';
import type { FileSettings } from './options.ts';
import type { Reading } from './reading.ts';
import type { Statement } from './statement.ts';

const verb = 'check files';

/** Reads the beginning of both files and says how they will be read. A fault is an item of the report, not an error. */
export async function checkFiles(
  settings: FileSettings,
  begin: (verb: string) => Promise<Reading>,
  context: ConnectorContext,
): Promise<CheckReport> {
  const items: CheckItem[] = [];
  try {
    const reading = await begin(verb);
    const layout = await reading.employees(verb);
    const rules = await reading.rules(verb, context.signal);
    items.push(...layoutItems(layout), ...coverageItems(layout), ...sampleItems(layout, rules));
    items.push(...departmentItems(await reading.departmentsFile(verb)));
    const { complete, reasons } = await fileEvidence(settings, reading, context);
    items.push({
      title: 'The files look whole',
      state: complete ? 'ok' : 'problem',
      ...(reasons === undefined ? {} : { detail: reasons.join('; ') }),
    });
  } catch (error) {
    if (!isTenureError(error)) throw error;
    items.push({ title: `${fileName(settings.employees)} can be read`, state: 'problem', detail: `${error.message} (${error.hint})` });
  }
  return { system: 'file', items };
}

function layoutItems(layout: Layout): CheckItem[] {
  const { question, encoding, delimiter, plan, dateFormat } = layout;
  const own = ownFields(layout);
  const ignored = plan.ignored.filter((key) => !own.includes(key));
  const name = fileName(question.path);
  const separated = delimiter === undefined ? 'one JSON object a line' : `cells separated by ${delimiter === '\t' ? 'a tab' : delimiter}`;
  return [
    { title: `${name} can be read`, state: 'ok', detail: `${encoding.encoding}, ${separated}` },
    { title: 'Columns and the fields they fill', state: 'ok', detail: columnsOf(plan, own) },
    ...(ignored.length === 0 ? [] : [{ title: 'Columns that are not used', state: 'ok', detail: ignored.join(', ') } as const]),
    { title: 'Dates', state: 'ok', detail: `read as YYYY-MM-DD${dateFormat === undefined ? '' : ` or ${dateFormat}`}` },
  ];
}

/** Fields of HR's own that JSON Lines hold in an object of that name: they go through under their own keys. */
function ownFields({ delimiter, plan }: Layout): readonly string[] {
  return delimiter === undefined ? plan.ignored.filter((key) => key.startsWith('customFields.')) : [];
}

function columnsOf({ positions, header }: Layout['plan'], own: readonly string[] = []): string {
  return [...[...positions].map(([target, position]) => `${header[position] ?? ''} → ${target}`), ...own].join(', ');
}

function coverageItems(layout: Layout): CheckItem[] {
  const filled = new Set([...layout.plan.positions.keys(), ...ownFields(layout)].map((target) => fieldOf(target)));
  const missing = employeeFields.filter((field) => !filled.has(field));
  const leaving = filled.has('status') || filled.has('endDate');
  return [
    { title: 'Fields that no column fills', state: 'ok', detail: missing.length === 0 ? 'none' : missing.join(', ') },
    ...(leaving
      ? []
      : [{ title: 'Who has left', state: 'warning', detail: 'no column for status or endDate: the file cannot say it' } as const]),
  ];
}

function fieldOf(target: string): string {
  if (target.startsWith('manager')) return 'managerId';
  if (target.startsWith('department')) return 'departmentId';
  return target.split('.')[0] ?? target;
}

function sampleItems({ sample }: Layout, rules: EmployeeRules): CheckItem[] {
  const records = sample.map((statement) => employeeRecord(statement, rules));
  const unreadable = records.flatMap((record) => (record.kind === 'unreadable' ? [record] : []));
  const [first] = unreadable;
  const ids = records.flatMap(({ kind, ...record }) => (kind === 'record' && 'value' in record ? [record.value.id] : []));
  const repeated = ids.length - new Set(ids).size;
  return [
    {
      title: 'Records sampled',
      state: first === undefined ? 'ok' : 'warning',
      detail: `${sample.length}, of them ${unreadable.length} unreadable${first === undefined ? '' : ` (first: ${first.where}: ${first.reason})`}`,
    },
    ...(repeated === 0 ? [] : [{ title: 'Ids listed more than once', state: 'warning', detail: `${repeated} in the sample` } as const]),
    ...unknownWords(sample, 'status', rules.status, ['pending', 'active', 'on-leave', 'terminated']),
    ...unknownWords(sample, 'employmentType', rules.employmentType, employmentTypes),
  ];
}

const employmentTypes = ['full-time', 'part-time', 'contractor', 'intern', 'temporary', 'freelance', 'other'];

function unknownWords(sample: readonly Statement[], field: string, read: (word: string) => string, known: readonly string[]): CheckItem[] {
  const unknown = sample.filter(({ kind, ...statement }) => {
    const word = kind === 'facts' && 'facts' in statement ? keyText(statement.facts[field]) : undefined;
    return word !== undefined && !known.includes(read(word));
  });
  const option = field === 'status' ? 'statuses' : 'employmentTypes';
  const [first] = unknown;
  if (first === undefined) return [];
  return [
    {
      title: `Words of ${field}`,
      state: 'warning',
      detail: `${unknown.length} not known, first on line ${first.line}; say them in ${option}`,
    },
  ];
}

function departmentItems(layout: Layout | undefined): CheckItem[] {
  if (layout === undefined) return [{ title: 'Departments', state: 'ok', detail: 'taken from the employees' }];
  return [{ title: `${fileName(layout.question.path)} can be read`, state: 'ok', detail: columnsOf(layout.plan) }];
}

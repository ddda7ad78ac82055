// The options of fileSource: documented here, validated once, before any file is touched.
import { extname } from 'node:path';
import type { EmployeeStatus, EmploymentType, OptionsShape } from '@tenure/core/connector';
import { parseOptions } from '@tenure/core/connector';
import { z } from 'zod';
import { type DepartmentTarget, departmentTargets, type EmployeeTarget, employeeTargets } from './columns.ts';
import { type DateFormat, dateFormats } from './dates.ts';
import { encodings, type TextEncoding } from './encoding.ts';

/** `csv` with any delimiter, or one JSON object a line. */
export type FileFormat = 'csv' | 'jsonl';

/** What to read, and how where the files do not say it themselves. */
export interface FileSourceOptions {
  /** Path of the file that lists employees: `.csv`, `.tsv`, `.txt`, `.jsonl` or `.ndjson`. */
  readonly employees: string;
  /** Path of the file that lists departments. Without one they are taken from the employees' department columns. */
  readonly departments?: string | undefined;
  /**
   * Which column or JSON key fills which field, by its exact header: `{ id: 'Worker ID', 'customFields.costCenter': 'CC' }`.
   * Fields that are not named are guessed from common headers; `check` shows the outcome.
   */
  readonly columns?: Readonly<Partial<Record<EmployeeTarget, string>>> | undefined;
  /** The same for the departments file. */
  readonly departmentColumns?: Readonly<Partial<Record<DepartmentTarget, string>>> | undefined;
  /** Fields whose empty cell says "has none" and clears the value. Default: an empty cell says nothing. */
  readonly emptyClears?: readonly ClearableField[] | undefined;
  /** The format of both files, where their extensions do not tell. */
  readonly format?: FileFormat | undefined;
  /** One character between cells. Default: a tab in `.tsv`, else guessed from the header among comma, semicolon, tab and bar. */
  readonly delimiter?: string | undefined;
  /** The encoding of files without a byte order mark. Default `utf-8`; `latin1` is read as Windows-1252. Never guessed. */
  readonly encoding?: TextEncoding | undefined;
  /** How dates are written besides `YYYY-MM-DD`. Default: guessed where the first rows leave no doubt; refused where they do. */
  readonly dateFormat?: DateFormat | undefined;
  /** Your words for a status, before ours: `{ 'Garden leave': 'on-leave' }`. Case, spaces and dashes do not matter. */
  readonly statuses?: Readonly<Record<string, EmployeeStatus>> | undefined;
  /** Your words for a kind of employment, before ours. */
  readonly employmentTypes?: Readonly<Record<string, EmploymentType>> | undefined;
  /** Longest record that is read, in bytes; a longer one is unreadable. Default 1,048,576. */
  readonly maxRecordBytes?: number | undefined;
}

/** A field that an empty cell may clear. */
export type ClearableField = Exclude<EmployeeTarget, 'id' | 'departmentName' | 'managerNumber' | 'managerEmail' | 'managerName'>;

export interface FileSettings extends FileSourceOptions {
  readonly employeesFormat: FileFormat;
  readonly departmentsFormat: FileFormat;
  readonly maxRecordBytes: number;
}

const employeeTarget = z.custom<EmployeeTarget>((value) => isEmployeeTarget(value), 'not a field that a column can fill');
const clearable = z.custom<ClearableField>(
  (value) => isEmployeeTarget(value) && !['id', 'departmentName', 'managerNumber', 'managerEmail', 'managerName'].includes(value),
  'not a field that an empty cell can clear',
);
const path = z
  .string()
  .min(1, 'expected a path')
  .refine((text) => !text.includes('\0'), 'a path holds no NUL character');
const columnName = z.string().min(1, 'expected the header of a column');

const optionsSchema = z.strictObject({
  employees: path,
  departments: path.optional(),
  columns: z.partialRecord(employeeTarget, columnName).optional(),
  departmentColumns: z.partialRecord(z.enum(departmentTargets), columnName).optional(),
  emptyClears: z.array(clearable).optional(),
  format: z.enum(['csv', 'jsonl']).optional(),
  delimiter: z
    .string()
    .refine((text) => /^[^"\r\n]$/.test(text), 'expected one character that is not a quote')
    .optional(),
  encoding: z.enum(encodings).optional(),
  dateFormat: z.enum(dateFormats).optional(),
  statuses: z.record(z.string(), z.enum(['pending', 'active', 'on-leave', 'terminated'])).optional(),
  employmentTypes: z
    .record(z.string(), z.enum(['full-time', 'part-time', 'contractor', 'intern', 'temporary', 'freelance', 'other']))
    .optional(),
  maxRecordBytes: z.int().min(1_024).max(268_435_456).optional(),
} satisfies OptionsShape<FileSourceOptions>);

/**
 * Validates the options and settles both formats. Touches no file.
 *
 * @throws {TenureError} `OPTIONS_INVALID` for an unknown option, a wrong value, or a format that nothing tells.
 */
export function readOptions(options: FileSourceOptions): FileSettings {
  const formatKnown = optionsSchema.superRefine((read, context) => {
    for (const name of ['employees', 'departments'] as const) {
      const file = read[name];
      if (file !== undefined && formatOf(file, read.format) === undefined) {
        context.addIssue({ code: 'custom', path: [name], message: 'the extension does not tell the format; say it in format' });
      }
    }
  });
  const read = parseOptions('file', formatKnown, options);
  return {
    ...read,
    employeesFormat: formatOf(read.employees, read.format) ?? 'csv',
    departmentsFormat: formatOf(read.departments ?? read.employees, read.format) ?? 'csv',
    maxRecordBytes: read.maxRecordBytes ?? 1_048_576,
  };
}

const formats: Readonly<Record<string, FileFormat>> = {
  '.csv': 'csv',
  '.tsv': 'csv',
  '.txt': 'csv',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
};

function formatOf(file: string, stated: FileFormat | undefined): FileFormat | undefined {
  return stated ?? formats[extname(file).toLowerCase()];
}

function isEmployeeTarget(value: unknown): value is EmployeeTarget {
  if (typeof value !== 'string') return false;
  return employeeTargets.some((target) => target === value) || /^customFields\../.test(value);
}

// One state of the files, read: layouts and references are found once and kept until a file changes.
import { departmentHeaders, employeeHeaders } from './columns.ts';
import { fileName, fileState } from './file.ts';
import { type FileQuestion, type Layout, readLayout } from './layout.ts';
import type { EmployeeRules } from './mapping.ts';
import type { FileSettings } from './options.ts';
import type { RecordReader } from './records.ts';
import { type DepartmentList, listedDepartments, needsManagers, referencesFrom, type Survey, surveyed } from './references.ts';
import { employmentTable, statusTable } from './words.ts';

/** What is known of the files as long as they stay as they are. */
export interface Reading {
  readonly revision: string;
  employees(verb: string): Promise<Layout>;
  departments(verb: string, signal: AbortSignal): Promise<DepartmentList>;
  rules(verb: string, signal: AbortSignal): Promise<EmployeeRules>;
  /** Layout of the departments file, where there is one. */
  departmentsFile(verb: string): Promise<Layout | undefined>;
  /** Why this state of the files turned out not to be whole. */
  readonly faults: Set<string>;
  /** The reader of employees that stands where a page ended; taken out while it is used. */
  reader: RecordReader | undefined;
}

/** Size and time of both files together. */
export async function revisionOf(settings: FileSettings, verb: string): Promise<string> {
  const paths = [settings.employees, ...(settings.departments === undefined ? [] : [settings.departments])];
  const states = await Promise.all(paths.map((path) => fileState(path, verb)));
  return states.map(({ revision }) => revision).join('/');
}

/** Begins a reading of the files in their state `revision`. Nothing is opened before it is asked for. */
export function beginReading(settings: FileSettings, revision: string): Reading {
  const { employees: path, departments: departmentsPath } = settings;
  let employeesLayout: Layout | undefined;
  let departmentsLayout: Layout | undefined;
  let survey: Survey | undefined;
  let listed: DepartmentList | undefined;
  let employeeRules: EmployeeRules | undefined;

  async function employees(verb: string): Promise<Layout> {
    employeesLayout ??= await readLayout(employeesQuestion(settings), verb);
    return employeesLayout;
  }

  async function departmentsFile(verb: string): Promise<Layout | undefined> {
    if (departmentsPath === undefined) return undefined;
    departmentsLayout ??= await readLayout(departmentsQuestion(settings, departmentsPath), verb);
    return departmentsLayout;
  }

  async function surveyOf(verb: string, signal: AbortSignal): Promise<Survey> {
    survey ??= await surveyed(await employees(verb), verb, signal);
    return survey;
  }

  async function departments(verb: string, signal: AbortSignal): Promise<DepartmentList> {
    const layout = await departmentsFile(verb);
    if (layout === undefined) return (await surveyOf(verb, signal)).departments;
    listed ??= await listedDepartments(layout, fileName(layout.question.path), verb, signal);
    return listed;
  }

  async function rules(verb: string, signal: AbortSignal): Promise<EmployeeRules> {
    if (employeeRules !== undefined) return employeeRules;
    const layout = await employees(verb);
    const named = departmentsPath === undefined ? undefined : await departments(verb, signal);
    const managers = needsManagers(layout) ? (await surveyOf(verb, signal)).managers : undefined;
    employeeRules = {
      file: fileName(path),
      status: statusTable(settings.statuses),
      employmentType: employmentTable(settings.employmentTypes),
      dateFormat: layout.dateFormat,
      emptyClears: new Set(settings.emptyClears),
      references: referencesFrom(named, managers),
      rawMark: `${layout.mark}\u001f`,
    };
    return employeeRules;
  }

  return { revision, employees, departments, departmentsFile, rules, faults: new Set(), reader: undefined };
}

function employeesQuestion(settings: FileSettings): FileQuestion {
  return {
    ...sharedQuestion(settings),
    path: settings.employees,
    format: settings.employeesFormat,
    headers: employeeHeaders,
    optionName: 'columns',
    named: { ...settings.columns },
    lacking: (filled) => lackingEmployeeColumns(filled),
    wholeRecords: settings.columns === undefined && settings.statuses === undefined && settings.employmentTypes === undefined,
  };
}

function departmentsQuestion(settings: FileSettings, path: string): FileQuestion {
  return {
    ...sharedQuestion(settings),
    path,
    format: settings.departmentsFormat,
    headers: departmentHeaders,
    optionName: 'departmentColumns',
    named: { ...settings.departmentColumns },
    lacking: (filled) =>
      filled.has('id') || filled.has('name') ? [] : [{ path: 'departmentColumns.id', reason: 'no column looks like the id or the name' }],
    wholeRecords: false,
  };
}

function sharedQuestion({ delimiter, encoding, dateFormat, maxRecordBytes }: FileSettings) {
  return { delimiter, encoding, dateFormat, maxRecordBytes };
}

function lackingEmployeeColumns(filled: ReadonlySet<string>): { path: string; reason: string }[] {
  const named = filled.has('firstName') || filled.has('lastName') || filled.has('preferredName');
  return [
    ...(filled.has('id') ? [] : [{ path: 'columns.id', reason: 'no column looks like the id; say which it is' }]),
    ...(named ? [] : [{ path: 'columns.lastName', reason: 'no column looks like a first or a last name; say which it is' }]),
  ];
}

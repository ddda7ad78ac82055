import type {
  CheckItem,
  Department,
  DepartmentRecord,
  Draft,
  Employee,
  EmployeeField,
  EmployeeRecord,
  Evidence,
  HrisSource,
} from '../../connector/index.ts';
import { type MemoryDesk, openDesk } from './faults.ts';

export type MemorySourceVerb = 'check' | 'employees.list' | 'employees.get' | 'departments.list' | 'evidence';

export interface MemorySourceOptions {
  /** Default `memory-source`. */
  readonly id?: string | undefined;
  /** The most records a page may hold. Default 100. */
  readonly pageSize?: number | undefined;
  /** Optional verbs this source lacks. Default: it has them all. */
  readonly without?: readonly ('employees.get' | 'evidence')[] | undefined;
  /** Time each call takes on the context's clock. Default 0. */
  readonly latencyMs?: number | undefined;
  readonly readingVersion?: string | undefined;
  readonly covers?: { readonly employees?: readonly EmployeeField[] | undefined } | undefined;
  readonly repeats?: HrisSource['repeats'];
}

/** The HR system behind a memory source: seeded and inspected directly. Reading the connector never changes it. */
export interface MemorySourceBackend extends MemoryDesk<MemorySourceVerb> {
  readonly employees: readonly EmployeeRecord[];
  readonly departments: readonly DepartmentRecord[];
  /** Replaces every employee. */
  setEmployees(drafts: readonly Draft<Employee>[]): void;
  /** Replaces every employee record, unreadable ones among them. */
  setEmployeeRecords(records: readonly EmployeeRecord[]): void;
  setDepartments(drafts: readonly Draft<Department>[]): void;
  setDepartmentRecords(records: readonly DepartmentRecord[]): void;
  /** Adds an employee, or replaces the one with this id where it stands. */
  putEmployee(draft: Draft<Employee>): void;
  removeEmployee(id: string): void;
  /** Overrides what `evidence` answers; the rest stays as counted. `undefined` takes the override back. */
  setEvidence(evidence: Partial<Evidence> | undefined): void;
  /** Ids for which `employees.get` answers `cannot-tell`. */
  readonly cannotTell: Set<string>;
  /** What `check` answers. Default: one line that is `ok`. */
  setCheck(items: readonly CheckItem[]): void;
}

/** A complete HR source that lives in memory, and its backend. No I/O. */
export function memorySource(options: MemorySourceOptions = {}): { readonly source: HrisSource; readonly backend: MemorySourceBackend } {
  const id = options.id ?? 'memory-source';
  const desk = openDesk<MemorySourceVerb>(id, options.pageSize ?? 100, options.latencyMs ?? 0);
  const absent = new Set<string>(options.without);
  const cannotTell = new Set<string>();
  let employees: readonly EmployeeRecord[] = [];
  let departments: readonly DepartmentRecord[] = [];
  let override: Partial<Evidence> | undefined;
  let checkItems: readonly CheckItem[] = [{ title: 'reachable', state: 'ok' }];
  let revision = 0;

  const setEmployees = (records: readonly EmployeeRecord[]) => {
    employees = records;
    revision += 1;
  };
  const setDepartments = (records: readonly DepartmentRecord[]) => {
    departments = records;
    revision += 1;
  };

  const source: HrisSource = {
    id,
    contract: 1,
    ...(options.readingVersion === undefined ? {} : { readingVersion: options.readingVersion }),
    ...(options.covers === undefined ? {} : { covers: options.covers }),
    ...(options.repeats === undefined ? {} : { repeats: options.repeats }),
    check: (context) => desk.read('check', context, {}, () => ({ system: id, items: checkItems })),
    employees: {
      list: (request, context) => desk.page('employees.list', context, request, () => employees),
      ...(absent.has('employees.get')
        ? {}
        : {
            get: (request, context) =>
              desk.read('employees.get', context, { id: request.id }, () => {
                if (cannotTell.has(request.id)) return { kind: 'cannot-tell' };
                const record = employees.find((candidate) => idOf(candidate) === request.id);
                return record === undefined ? { kind: 'absent' } : { kind: 'found', record };
              }),
          }),
    },
    departments: { list: (request, context) => desk.page('departments.list', context, request, () => departments) },
    ...(absent.has('evidence')
      ? {}
      : {
          evidence: (context) =>
            desk.read('evidence', context, {}, () => ({
              complete: true,
              employees: employees.length,
              departments: departments.length,
              freshAt: context.now(),
              revision: String(revision),
              ...override,
            })),
        }),
  };

  const backend: MemorySourceBackend = {
    calls: desk.calls,
    fail: desk.fail,
    heal: desk.heal,
    get employees() {
      return employees;
    },
    get departments() {
      return departments;
    },
    setEmployees: (drafts) => setEmployees(drafts.map(asRecord)),
    setEmployeeRecords: setEmployees,
    setDepartments: (drafts) => setDepartments(drafts.map(asRecord)),
    setDepartmentRecords: setDepartments,
    putEmployee: (draft) => {
      const known = employees.some((record) => idOf(record) === draft.id);
      const replaced = employees.map((record) => (idOf(record) === draft.id ? asRecord(draft) : record));
      setEmployees(known ? replaced : [...employees, asRecord(draft)]);
    },
    removeEmployee: (gone) => setEmployees(employees.filter((record) => idOf(record) !== gone)),
    setEvidence: (evidence) => {
      override = evidence;
    },
    cannotTell,
    setCheck: (items) => {
      checkItems = items;
    },
  };
  return { source, backend };
}

function asRecord<Value>(value: Draft<Value>): { readonly kind: 'record'; readonly value: Draft<Value> } {
  return { kind: 'record', value };
}

function idOf(record: EmployeeRecord): string | undefined {
  return record.kind === 'record' ? record.value.id : record.id;
}

// Puts what a record states into the shape of an employee or a department. Pure.
import type { DepartmentRecord, Draft, Employee, EmployeeRecord } from '@tenure/core/connector';
import { isInstant } from '@tenure/core/connector';
import { type DateFormat, readDate } from './dates.ts';
import type { Facts, Statement } from './statement.ts';
import type { WordTable } from './words.ts';

/** What a reference in a record stands for. */
export interface References {
  /** The department's id for an id or a name; unknown text comes back as it is. */
  department(reference: string): string;
  /** The employee's id; nothing when the reference names nobody or more than one. */
  manager(kind: ManagerKind, reference: string): string | undefined;
}

export type ManagerKind = 'managerId' | 'managerNumber' | 'managerEmail' | 'managerName';

export interface EmployeeRules {
  readonly file: string;
  readonly status: WordTable;
  readonly employmentType: WordTable;
  readonly dateFormat: DateFormat | undefined;
  /** Fields whose empty cell means "empty" and not "not said". */
  readonly emptyClears: ReadonlySet<string>;
  readonly references: References;
  /** Stands for the header and what was guessed from it: the same text under another header is another record. */
  readonly rawMark: string;
}

type Places = Record<string, unknown>;

const managerKinds: readonly ManagerKind[] = ['managerId', 'managerNumber', 'managerEmail', 'managerName'];
const keys: ReadonlySet<string> = new Set(['employeeNumber']);

/** One statement as an employee record. */
export function employeeRecord(statement: Statement, rules: EmployeeRules): EmployeeRecord {
  if (statement.kind === 'unreadable') return unreadable(statement, rules.file);
  if (statement.kind === 'whole') return wholeRecord(statement, rules);
  const { facts, line } = statement;
  const id = keyText(facts['id']);
  if (id === undefined) return { kind: 'unreadable', where: `${rules.file} line ${line}`, reason: withoutId(facts['id']) };
  const draft: Places = { id };
  for (const target in facts) {
    const problem = place(draft, target, facts[target], rules);
    if (problem !== undefined) return { kind: 'unreadable', id, where: `${rules.file} line ${line}`, reason: problem };
  }
  const resolved = referencesInto(draft, facts, rules);
  return { kind: 'record', value: draft as Draft<Employee>, raw: `${rules.rawMark}${resolved}${statement.raw}` };
}

function wholeRecord(statement: Extract<Statement, { kind: 'whole' }>, rules: EmployeeRules): EmployeeRecord {
  const { facts, raw } = statement;
  const stated = facts['departmentId'];
  if (typeof stated !== 'string') return { kind: 'record', value: facts, raw };
  const departmentId = rules.references.department(stated);
  if (departmentId === stated) return { kind: 'record', value: facts, raw };
  return { kind: 'record', value: { ...facts, departmentId }, raw: `${departmentId}\u001f${raw}` };
}

/** Puts one value in its place; answers why the record cannot be read, if so. */
function place(draft: Places, target: string, value: unknown, rules: EmployeeRules): string | undefined {
  if (value === undefined || target === 'id' || isReference(target)) return undefined;
  if (isEmpty(value)) {
    if (value === null || rules.emptyClears.has(target)) put(draft, target, null);
    return undefined;
  }
  if (target === 'startDate' || target === 'endDate') return placeDate(draft, target, value, rules.dateFormat);
  if (target === 'status') put(draft, target, rules.status(textOf(value)));
  else if (target === 'employmentType') put(draft, target, rules.employmentType(textOf(value)));
  else if (keys.has(target)) put(draft, target, textOf(value).trim());
  else put(draft, target, target.startsWith('customFields.') ? value : textOf(value));
  return undefined;
}

function placeDate(draft: Places, target: string, value: unknown, format: DateFormat | undefined): string | undefined {
  const text = textOf(value);
  const instant = target === 'endDate' && isInstant(text.trim());
  const date = instant ? text.trim() : readDate(text, format);
  if (date === undefined) return `${target} is not an existing date after 1900 in the form ${format ?? 'YYYY-MM-DD'}`;
  draft[target] = date;
  return undefined;
}

function put(draft: Places, target: string, value: unknown): void {
  const dot = target.indexOf('.');
  if (dot === -1) {
    draft[target] = value;
    return;
  }
  const group = target.slice(0, dot);
  const inner = draft[group];
  const places: Places = typeof inner === 'object' && inner !== null ? (inner as Places) : {};
  Object.defineProperty(places, target.slice(dot + 1), { value, enumerable: true, configurable: true, writable: true });
  draft[group] = places;
}

function isReference(target: string): boolean {
  return target === 'departmentId' || target === 'departmentName' || managerKinds.some((kind) => kind === target);
}

/** Fills department and manager; answers a mark of what they were resolved to, since that can change while the row does not. */
function referencesInto(draft: Places, facts: Facts, { references, emptyClears }: EmployeeRules): string {
  let mark = '';
  const department = keyText(facts['departmentId']) ?? keyText(facts['departmentName']);
  if (department !== undefined) {
    draft['departmentId'] = references.department(department);
    if (draft['departmentId'] !== department) mark += `${draft['departmentId']}\u001f`;
  } else if (clears(facts, ['departmentId', 'departmentName'], emptyClears.has('departmentId'))) {
    draft['departmentId'] = null;
  }
  const kind = managerKinds.find((candidate) => keyText(facts[candidate]) !== undefined);
  const reference = kind === undefined ? undefined : keyText(facts[kind]);
  if (kind !== undefined && reference !== undefined) {
    const manager = references.manager(kind, reference);
    if (manager !== undefined) draft['managerId'] = manager;
    if (manager !== reference) mark += `${manager ?? ''}\u001f`;
  } else if (clears(facts, managerKinds, emptyClears.has('managerId'))) {
    draft['managerId'] = null;
  }
  return mark;
}

function clears(facts: Facts, targets: readonly string[], emptyClears: boolean): boolean {
  return targets.some((target) => facts[target] === null || (emptyClears && facts[target] !== undefined));
}

/** One statement as a department record. A department without an id column has its name for an id. */
export function departmentRecord(statement: Statement, file: string, parent: (reference: string) => string): DepartmentRecord {
  if (statement.kind === 'unreadable') return unreadable(statement, file);
  const { facts, line } = statement;
  const name = keyText(facts['name']);
  const id = keyText(facts['id']) ?? name;
  if (id === undefined) return { kind: 'unreadable', where: `${file} line ${line}`, reason: withoutId(facts['id']) };
  const above = keyText(facts['parentId']);
  const parentId = above === undefined ? parentless(facts['parentId']) : { parentId: parent(above) };
  return { kind: 'record', value: { id, name: name ?? id, ...parentId } };
}

// Where a file has a column for the unit above, an empty cell says that there is none.
function parentless(stated: unknown): { parentId?: null } {
  return stated === undefined ? {} : { parentId: null };
}

function unreadable(statement: Extract<Statement, { kind: 'unreadable' }>, file: string): Extract<EmployeeRecord, { kind: 'unreadable' }> {
  const { line, lastLine, id, reason } = statement;
  const where = lastLine > line ? `${file} lines ${line} to ${lastLine}` : `${file} line ${line}`;
  return { kind: 'unreadable', where, reason, ...(id === undefined ? {} : { id }) };
}

/**
 * A key without the spaces around it; whole numbers as text, since JSON exports write ids as either. Nothing when it is
 * empty, or a number that JSON's readers round: two such ids could become one.
 */
export function keyText(value: unknown): string | undefined {
  if (typeof value !== 'string' && !Number.isSafeInteger(value)) return undefined;
  const text = String(value).trim();
  return text === '' ? undefined : text;
}

function withoutId(stated: unknown): string {
  return typeof stated === 'number' ? 'its id is a number that cannot be read exactly' : 'it has no id';
}

function isEmpty(value: unknown): boolean {
  return value === null || (typeof value === 'string' && value.trim() === '');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : String(value);
}

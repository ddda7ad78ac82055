// What names and numbers in a file refer to: departments, and managers given by something else than their id.
import type { DepartmentRecord } from '@tenure/core/connector';
import { withFile } from './file.ts';
import { type Layout, readerAt } from './layout.ts';
import { departmentRecord, keyText, type ManagerKind, type References } from './mapping.ts';
import type { Facts, Statement } from './statement.ts';

/** The departments of a company, with the way from a name to an id. */
export interface DepartmentList {
  readonly records: readonly DepartmentRecord[];
  /** The id for an id or for a name that only one department has; else the reference itself. */
  resolve(reference: string): string;
}

const batch = 1_000;

/** Every statement of a file in batches; stops with the signal's reason when aborted. */
async function eachBatch(
  layout: Layout,
  verb: string,
  signal: AbortSignal,
  visit: (statements: readonly Statement[]) => void,
): Promise<void> {
  await withFile(layout.question.path, verb, async (handle) => {
    const reader = readerAt(layout.question, layout.encoding, layout.start);
    for (;;) {
      signal.throwIfAborted();
      const records = await reader.take(handle, batch);
      if (records.length > 0) visit(layout.statements(records));
      if (reader.atEnd) return;
    }
  });
}

/** Reads the departments file whole: departments are few. A parent given by name is resolved where only one has it. */
export async function listedDepartments(layout: Layout, file: string, verb: string, signal: AbortSignal): Promise<DepartmentList> {
  const statements: Statement[] = [];
  await eachBatch(layout, verb, signal, (some) => statements.push(...some));
  const byName = new Map<string, string | null>();
  const ids = new Set<string>();
  for (const { kind, ...statement } of statements) {
    if (kind === 'unreadable' || !('facts' in statement)) continue;
    const name = keyText(statement.facts['name']);
    const id = keyText(statement.facts['id']) ?? name;
    if (id === undefined) continue;
    ids.add(id);
    if (name !== undefined) claim(byName, normalName(name), id);
  }
  const resolve = (reference: string) => (ids.has(reference) ? reference : (byName.get(normalName(reference)) ?? reference));
  return { records: statements.map((statement) => departmentRecord(statement, file, resolve)), resolve };
}

/** What one pass over the employees finds out for the passes that follow. */
export interface Survey {
  readonly departments: DepartmentList;
  readonly managers: ManagerIndex | undefined;
}

interface ManagerIndex {
  readonly ids: ReadonlySet<string>;
  readonly numbers: ReadonlyMap<string, string | null>;
  readonly emails: ReadonlyMap<string, string | null>;
  readonly names: ReadonlyMap<string, string | null>;
}

/**
 * Reads the employees once, to learn which departments there are and whom references to managers mean. Of the people
 * only those are kept that somebody refers to.
 */
export async function surveyed(layout: Layout, verb: string, signal: AbortSignal): Promise<Survey> {
  const departments = new Map<string, string>();
  const wanted = new Set<string>();
  const index = { ids: new Set<string>(), numbers: new Map(), emails: new Map(), names: new Map() } satisfies ManagerIndex;
  const withManagers = needsManagers(layout);
  await eachBatch(layout, verb, signal, (statements) => {
    for (const statement of statements) {
      if (statement.kind === 'unreadable') continue;
      noteDepartment(departments, statement.facts);
      if (withManagers) notePerson(index, wanted, statement.facts);
    }
  });
  for (const map of [index.ids, index.numbers, index.emails, index.names]) {
    for (const key of map.keys()) if (!wanted.has(key)) map.delete(key);
  }
  const records = [...departments].map(([id, name]): DepartmentRecord => ({ kind: 'record', value: { id, name } }));
  return { departments: { records, resolve: (reference) => reference }, managers: withManagers ? index : undefined };
}

/** Whether managers are given by something that only a look at everybody else resolves. */
export function needsManagers({ plan, sample }: Layout): boolean {
  if (plan.positions.has('managerNumber') || plan.positions.has('managerEmail') || plan.positions.has('managerName')) return true;
  if (!plan.positions.has('managerId')) return false;
  return sample.some(({ kind, ...statement }) => {
    if (kind !== 'facts' || !('facts' in statement)) return false;
    const reference = keyText(statement.facts['managerId']) ?? '';
    return keyText(statement.facts['employeeNumber']) !== undefined || /[@\s]/.test(reference);
  });
}

function noteDepartment(departments: Map<string, string>, facts: Facts): void {
  const name = keyText(facts['departmentName']);
  const id = keyText(facts['departmentId']) ?? name;
  if (id === undefined) return;
  const known = departments.get(id);
  if (known === undefined || (known === id && name !== undefined)) departments.set(id, name ?? id);
}

type Growing = {
  readonly [Key in keyof ManagerIndex]: ManagerIndex[Key] extends ReadonlySet<string> ? Set<string> : Map<string, string | null>;
};

function notePerson(index: Growing, wanted: Set<string>, facts: Facts): void {
  for (const kind of ['managerId', 'managerNumber', 'managerEmail', 'managerName'] as const) {
    const reference = keyText(facts[kind]);
    if (reference !== undefined) for (const key of [reference, reference.toLowerCase(), normalName(reference)]) wanted.add(key);
  }
  const id = keyText(facts['id']);
  if (id === undefined) return;
  index.ids.add(id);
  const number = keyText(facts['employeeNumber']);
  if (number !== undefined) claim(index.numbers, number, id);
  const email = keyText(facts['workEmail']);
  if (email !== undefined) claim(index.emails, email.toLowerCase(), id);
  const last = keyText(facts['lastName']);
  if (last === undefined) return;
  const names = new Set([keyText(facts['firstName']), keyText(facts['preferredName'])]);
  for (const first of names) if (first !== undefined) claim(index.names, normalName(`${first} ${last}`), id);
}

// Null once two have it: from then on it names nobody.
function claim(owners: Map<string, string | null>, key: string, id: string): void {
  const owner = owners.get(key);
  owners.set(key, owner === undefined || owner === id ? id : null);
}

/** Names as they are compared: `Doe, Jane` and `jane  doe` are the same. */
function normalName(name: string): string {
  const [last, first, ...more] = name.split(',');
  const ordered = first === undefined || more.length > 0 ? name : `${first} ${last}`;
  return ordered.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();
}

/** References answered from what is known of departments and people. */
export function referencesFrom(departments: DepartmentList | undefined, managers: ManagerIndex | undefined): References {
  return {
    department: (reference) => departments?.resolve(reference) ?? reference,
    manager: (kind, reference) => managerOf(managers, kind, reference),
  };
}

function managerOf(index: ManagerIndex | undefined, kind: ManagerKind, reference: string): string | undefined {
  if (index === undefined) return kind === 'managerId' && !/[@\s]/.test(reference) ? reference : undefined;
  const byNumber = () => index.numbers.get(reference);
  const byEmail = () => index.emails.get(reference.toLowerCase());
  const byName = () => index.names.get(normalName(reference));
  if (kind === 'managerNumber') return byNumber() ?? undefined;
  if (kind === 'managerEmail') return byEmail() ?? undefined;
  if (kind === 'managerName') return byName() ?? undefined;
  if (index.ids.has(reference)) return reference;
  const found = [byNumber(), byEmail(), byName()].find((answer) => answer !== undefined);
  if (found !== undefined) return found ?? undefined;
  return /[@\s]/.test(reference) ? undefined : reference;
}

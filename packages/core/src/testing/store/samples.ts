// Rows for the rules: valid, invented, and as different from each other as the rule asks.
import type { EmployeeRow, JournalRow, TaskRow } from '../../store/collections.ts';
import type { CollectionName, Position, Row, ScanQuery, Store, StoreOp } from '../../store/port.ts';

export const tenant = 'north';

export function employeeRow(id: string, changes: Partial<EmployeeRow> = {}): EmployeeRow {
  return {
    id,
    seq: 0,
    rowHash: `hash of ${id}`,
    plain: true,
    person: id,
    phase: 'active',
    settled: null,
    missingSince: null,
    activation: null,
    dueAt: null,
    ...changes,
  };
}

export function taskRow(id: string, changes: Partial<TaskRow> = {}): TaskRow {
  return {
    id,
    run: 'run-1',
    plan: 'plan-1',
    person: 'p1',
    target: 'okta',
    change: { kind: 'user.create' },
    state: 'ready',
    priority: 1,
    position: 0,
    attempts: 0,
    notBefore: 0,
    after: null,
    blind: false,
    leads: false,
    counted: false,
    outcome: null,
    ...changes,
  };
}

export function journalEntry(task: string, data: unknown = null): Omit<JournalRow, 'seq'> {
  return { task, run: 'run-1', step: 'intent', at: 1_700_000_000_000, data };
}

export function putEmployees(rows: readonly EmployeeRow[]): readonly StoreOp[] {
  return rows.map((row) => ({ op: 'put', in: 'employee', row }));
}

export function putTasks(rows: readonly TaskRow[]): readonly StoreOp[] {
  return rows.map((row) => ({ op: 'put', in: 'task', row }));
}

export function putSetting(name: string, value: unknown): StoreOp {
  return { op: 'put', in: 'setting', row: { name, value } };
}

export async function employeeOf(store: Store, id: string, of: string = tenant): Promise<EmployeeRow | undefined> {
  const [row] = await store.get(of, 'employee', [[id]]);
  return row;
}

export async function settingOf(store: Store, name: string, of: string = tenant): Promise<unknown> {
  const [row] = await store.get(of, 'setting', [[name]]);
  return row?.value;
}

/** All rows of a scan, page by page, at most as many pages as a rule can need. */
export async function everyRow<Name extends CollectionName>(
  store: Store,
  collection: Name,
  query: ScanQuery<Name>,
): Promise<readonly Row<Name>[]> {
  const rows: Row<Name>[] = [];
  let after: Position | undefined;
  for (let page = 0; page < 100; page += 1) {
    const { rows: found, next } = await store.scan(tenant, collection, { ...query, after });
    rows.push(...found);
    if (next === undefined) return rows;
    after = next;
  }
  throw new Error('the scan did not end');
}

export function idsOf(rows: readonly { readonly id: string }[]): readonly string[] {
  return rows.map(({ id }) => id);
}

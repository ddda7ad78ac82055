// Departments are read whole: they are few, and every rule about them needs the tree.
import type { HrisSource } from '../connector/source.ts';
import { type Department, departmentSchema } from '../model/department.ts';
import { type DepartmentTree, departmentTree } from '../policy/departments.ts';
import { departmentEvents } from '../roster/events.ts';
import type { StoreOp } from '../store/port.ts';
import { scanAll } from '../store/scan.ts';
import { walkPages } from './pages.ts';
import { type Session, writeAll } from './session.ts';

export interface DepartmentReading {
  readonly tree: DepartmentTree;
  /** How many the reading held; the tree may hold more when the reading was not believed. */
  readonly count: number;
  readonly notes: readonly string[];
}

/**
 * Reads all departments and accepts them. A list that fell to nothing or by more than half is not believed: the known
 * departments stay, so that nobody moves because units were missing. I/O: pages of the source, two store calls.
 */
export async function readDepartments(session: Session, source: HrisSource, pageSize: number): Promise<DepartmentReading> {
  const notes: string[] = [];
  const known = await knownDepartments(session);
  const read = new Map<string, Department>();
  const list = source.departments.list.bind(source.departments);
  for await (const items of walkPages({ system: source.id, verb: 'list departments', limit: pageSize, context: session.context, list })) {
    for (const item of items) {
      const parsed = item.kind === 'record' ? departmentSchema.safeParse(item.value) : undefined;
      if (parsed?.success === true) read.set(parsed.data.id, parsed.data);
      else keepKnown(item.kind === 'record' ? item.value.id : item.id, known, read, notes);
    }
  }
  if (known.size > 2 && read.size < known.size / 2) {
    notes.push(`${read.size} departments where ${known.size} were known: not believed, the known ones stay`);
    return { tree: departmentTree(known.values()), count: read.size, notes };
  }
  await acceptDepartments(session, known, read);
  const tree = departmentTree(read.values());
  if (tree.cycles.length > 0) notes.push(`${tree.cycles.length} departments are their own parents: ${tree.cycles.slice(0, 5).join(', ')}`);
  return { tree, count: read.size, notes };
}

function keepKnown(id: string | undefined, known: ReadonlyMap<string, Department>, read: Map<string, Department>, notes: string[]): void {
  const before = id === undefined ? undefined : known.get(id);
  if (before !== undefined) read.set(before.id, before);
  notes.push(`a department${id === undefined ? '' : ` (${id})`} could not be read`);
}

async function acceptDepartments(
  session: Session,
  known: ReadonlyMap<string, Department>,
  read: ReadonlyMap<string, Department>,
): Promise<void> {
  const { calendar, digest } = session;
  const events = departmentEvents(known, read, calendar.now);
  const touched = new Set(events.map((event) => ('department' in event ? event.department : '')));
  const ops: StoreOp[] = [];
  for (const id of touched) {
    const present = read.get(id);
    const value = present ?? known.get(id);
    if (value === undefined) continue;
    const row = { id, hash: digest.keyed(JSON.stringify(value)), value, removedAt: present === undefined ? calendar.now : null };
    ops.push({ op: 'put', in: 'department', row });
  }
  for (const value of events) {
    if ('department' in value)
      ops.push({ op: 'append', in: 'event', row: { subject: `department:${value.department}`, at: calendar.now, value } });
  }
  await writeAll(session, ops);
}

/** The departments of the last accepted reading, removed ones left out. */
export async function knownDepartments(session: Pick<Session, 'store' | 'tenant'>): Promise<Map<string, Department>> {
  const known = new Map<string, Department>();
  for await (const rows of scanAll(session.store, session.tenant, 'department')) {
    for (const row of rows) if (row.removedAt === null) known.set(row.id, row.value);
  }
  return known;
}

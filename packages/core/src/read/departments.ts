// Departments are read whole: they are few, and every rule about them needs the tree.
import type { DepartmentRecord, Evidence, HrisSource } from '../connector/source.ts';
import { type Department, departmentSchema } from '../model/department.ts';
import { type DepartmentTree, departmentTree } from '../policy/departments.ts';
import { departmentEvents } from '../roster/events.ts';
import type { GateLimits } from '../roster/feed-figures.ts';
import { judgeDepartments } from '../roster/gate-departments.ts';
import type { StoreOp } from '../store/port.ts';
import { scanAll } from '../store/scan.ts';
import { evidenceOf } from './asking.ts';
import { isSourceRecord, walkPages } from './pages.ts';
import { type Asking, type Session, writeAll } from './session.ts';

export interface DepartmentReading {
  readonly tree: DepartmentTree;
  /** How many the list held; the tree may hold more. */
  readonly count: number;
  /** Departments that stay known although the list does not hold them. */
  readonly unlisted?: ReadonlySet<string> | undefined;
  readonly notes: readonly string[];
}

export interface DepartmentInput {
  readonly source: HrisSource;
  readonly pageSize: number;
  readonly limits: GateLimits;
  /** What the source said of itself before anything was read. */
  readonly before: Evidence | undefined;
  /** Why the source's data is out of date; undefined when it is not. */
  readonly stale: string | undefined;
  readonly ask: Asking;
}

/**
 * Reads all departments and accepts them: names and new units as they are, removals and moves only from a list that is
 * whole, so that nobody loses what a unit gave because it was missing. A parent that is not said stays. I/O: pages of
 * the source, evidence once more when something is gone or moved, two store calls.
 */
export async function readDepartments(session: Session, input: DepartmentInput): Promise<DepartmentReading> {
  const { source, before, limits, stale, ask } = input;
  const known = await knownDepartments(session);
  const { read, count, nameless, notes } = await listDepartments(session, input, known);
  const missing = [...known.keys()].filter((id) => !read.has(id));
  const moved = [...read.values()].filter((present) => isMoved(known.get(present.id), present));
  const nested = [...known.values()].filter((each) => typeof each.parentId === 'string').length;
  const raised = moved.filter(({ parentId }) => parentId === null).length;
  const atStake = missing.length + moved.length > 0;
  const after = atStake ? await evidenceOf(session, source, ask) : undefined;
  const figures = { known: known.size, read: count, nameless, missing: missing.length, nested, raised };
  const { whole, reasons } = judgeDepartments({ figures, before, after, stale, limits });
  if (atStake && !whole) notes.push(`${reasons.join('; ')}: not believed, the known ones stay`);
  const accepted = believedDepartments(known, read, whole);
  await acceptDepartments(session, known, accepted);
  const tree = departmentTree(accepted.values());
  if (tree.cycles.length > 0) notes.push(`${tree.cycles.length} departments are their own parents: ${tree.cycles.slice(0, 5).join(', ')}`);
  return { tree, count, unlisted: new Set(whole ? [] : missing), notes };
}

interface DepartmentList {
  /** The departments in the list; an unreadable one as it was known. */
  readonly read: ReadonlyMap<string, Department>;
  /** Different ids, readable or not. */
  readonly count: number;
  readonly nameless: number;
  readonly notes: string[];
}

async function listDepartments(
  { context }: Session,
  { source, pageSize, ask }: DepartmentInput,
  known: ReadonlyMap<string, Department>,
): Promise<DepartmentList> {
  const read = new Map<string, Department>();
  const ids = new Set<string>();
  const notes: string[] = [];
  let nameless = 0;
  const list: typeof source.departments.list = (request, given) => ask(() => source.departments.list(request, given));
  for await (const items of walkPages({
    system: source.id,
    verb: 'list departments',
    limit: pageSize,
    context,
    list,
    isItem: isSourceRecord,
  })) {
    for (const item of items) {
      const id = idOf(item);
      if (id === undefined) nameless += 1;
      else ids.add(id);
      const parsed = item.kind === 'record' ? departmentSchema.safeParse(item.value) : undefined;
      if (parsed?.success === true) read.set(parsed.data.id, parsed.data);
      else keepKnown(id, known, read, notes);
    }
  }
  return { read, count: ids.size, nameless, notes };
}

function idOf(item: DepartmentRecord): string | undefined {
  const id: unknown = item.kind === 'record' ? item.value.id : item.id;
  return typeof id === 'string' && id !== '' ? id : undefined;
}

function keepKnown(id: string | undefined, known: ReadonlyMap<string, Department>, read: Map<string, Department>, notes: string[]): void {
  const before = id === undefined ? undefined : known.get(id);
  if (before !== undefined) read.set(before.id, before);
  notes.push(`a department${id === undefined ? '' : ` (${id})`} could not be read`);
}

function isMoved(before: Department | undefined, present: Department): boolean {
  return before !== undefined && present.parentId !== undefined && present.parentId !== (before.parentId ?? null);
}

function believedDepartments(
  known: ReadonlyMap<string, Department>,
  read: ReadonlyMap<string, Department>,
  whole: boolean,
): ReadonlyMap<string, Department> {
  const believed = new Map(whole ? [] : known);
  for (const present of read.values()) {
    const before = known.get(present.id);
    const stays = before !== undefined && (!whole || present.parentId === undefined);
    believed.set(present.id, stays ? { ...before, name: present.name } : present);
  }
  return believed;
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

/** What is known of departments, for want of a list. */
export async function rememberedDepartments(session: Session): Promise<DepartmentReading> {
  const known = await knownDepartments(session);
  return { tree: departmentTree(known.values()), count: known.size, notes: [] };
}

/** The departments of the last accepted reading, removed ones left out. */
export async function knownDepartments(session: Pick<Session, 'store' | 'tenant'>): Promise<Map<string, Department>> {
  const known = new Map<string, Department>();
  for await (const rows of scanAll(session.store, session.tenant, 'department')) {
    for (const row of rows) if (row.removedAt === null) known.set(row.id, row.value);
  }
  return known;
}

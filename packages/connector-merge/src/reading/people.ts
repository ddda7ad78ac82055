// Rows of employees as records, with what they must be joined with. Everything comes expanded in the page itself; only who
// is in several departments needs the tree of all of them, which is read then and kept for a while.
import type { ConnectorContext, EmployeeAnswer, EmployeeRecord, Page, PageRequest } from '@tenure/core/connector';
import type { HttpClient, QueryValue } from '@tenure/core/connector/http';
import { z } from 'zod';
import { getEmployee, listEmployees, listGroups } from '../api/hris.ts';
import { unreadable } from '../api/page.ts';
import { employeeSchema, type MergeEmployee } from '../api/wire.ts';
import { type Directory, deepest, departmentIn, directoryOfGroups } from '../mapping/department.ts';
import { type EmployeeRules, employeeRecord, isShell } from '../mapping/employee.ts';
import { wordTable } from '../mapping/words.ts';
import type { MergeSettings } from '../options.ts';
import { type Sight, type SightKeeper, seenRow } from '../sight.ts';

export interface People {
  /** One page of employees, all of them or those that match `filter`. */
  page(request: PageRequest, filter: Readonly<Record<string, QueryValue>>, context: ConnectorContext): Promise<Page<EmployeeRecord>>;
  get(id: string, context: ConnectorContext): Promise<EmployeeAnswer>;
  /** A reading begins: the tree of departments is read anew when it is next needed. */
  begin(): void;
}

const keptForMs = 10 * 60_000;

export function openPeople(http: HttpClient, settings: MergeSettings, sight: Pick<SightKeeper, 'current' | 'fresh'>): People {
  const query = queryOf(settings);
  const statuses = wordTable(settings.statuses ?? {});
  const employmentTypes = wordTable(settings.employmentTypes);
  let kept: { readonly directory: Directory; readonly readAt: number } | undefined;

  async function directory(context: ConnectorContext): Promise<Directory> {
    if (kept === undefined || context.now() - kept.readAt > keptForMs) {
      kept = { directory: directoryOfGroups(await listGroups(http, context)), readAt: context.now() };
    }
    return kept.directory;
  }

  async function rulesFor(rows: readonly MergeEmployee[], context: ConnectorContext): Promise<EmployeeRules> {
    const inSeveral = rows.some((row) => Array.isArray(departmentIn(row, settings.departmentTypes)));
    const tree: Directory = inSeveral ? await directory(context) : new Map();
    const department = (row: MergeEmployee) => {
      const found = departmentIn(row, settings.departmentTypes);
      return typeof found === 'object' && found !== null ? deepest(found, tree) : found;
    };
    const today = new Date(context.now()).toISOString().slice(0, 10);
    return { today, statuses, employmentTypes, customFields: settings.customFields, department };
  }

  return {
    async page(request, filter, context) {
      const seen = await sight.current(context);
      const { rows, next } = await listEmployees(http, { ...query, ...filter }, request, context);
      const readings = rows.map((row, index) => readRow(row, settings, seen, `employees row ${index + 1}`));
      const good = readings.flatMap((reading) => (reading.kind === 'row' ? [reading.row] : []));
      const rules = await rulesFor(good, context);
      const items = readings.map((reading) => (reading.kind === 'row' ? employeeRecord(reading.row, rules) : reading));
      return next === undefined ? { items } : { items, next };
    },
    async get(id, context) {
      const answer = await getEmployee(http, id, query, context);
      // Merge answers 404 for a wrong id, an unsupported endpoint and a row it no longer shows alike.
      if (answer === undefined) return { kind: 'cannot-tell' };
      // No evidence stands around one person's reading: what switched a field off just before it must be seen here.
      const reading = readRow(answer, settings, await sight.fresh(context), 'the employee');
      const readId = reading.kind === 'row' ? reading.row.id : reading.id;
      if (readId !== id) throw unreadable('get employee', 'it answers with another employee', id);
      if (reading.kind === 'unreadable') return { kind: 'found', record: reading };
      if (isShell(reading.row)) return { kind: 'cannot-tell' };
      return { kind: 'found', record: employeeRecord(reading.row, await rulesFor([reading.row], context)) };
    },
    begin() {
      kept = undefined;
    },
  };
}

function queryOf({ departmentTypes, without, statuses }: MergeSettings): Readonly<Record<string, QueryValue>> {
  const expand = [
    ...(without.has('Employment') ? [] : ['employments']),
    ...(without.has('Group') || departmentTypes === undefined ? [] : ['groups']),
    ...(without.has('Location') ? [] : ['home_location', 'work_location']),
  ];
  return {
    ...(expand.length === 0 ? {} : { expand: expand.join(',') }),
    ...(statuses === undefined ? {} : { show_enum_origins: 'employment_status' }),
  };
}

type RowReading = { readonly kind: 'row'; readonly row: MergeEmployee } | Extract<EmployeeRecord, { kind: 'unreadable' }>;

const anyId = z.object({ id: z.string().min(1) });

function readRow(value: unknown, { without }: MergeSettings, sight: Sight, where: string): RowReading {
  const parsed = employeeSchema.safeParse(value);
  if (!parsed.success) {
    const id = anyId.safeParse(value).data?.id;
    const reason = `it differs from the documented one at ${parsed.error.issues[0]?.path[0]?.toString() ?? 'its root'}`;
    return { kind: 'unreadable', where, reason, ...(id === undefined ? {} : { id }) };
  }
  const { employments, groups, home_location, work_location, ...rest } = parsed.data;
  const row: MergeEmployee = {
    ...rest,
    ...(without.has('Employment') ? {} : { employments }),
    ...(without.has('Group') ? {} : { groups }),
    ...(without.has('Location') ? {} : { home_location, work_location }),
  };
  return { kind: 'row', row: seenRow(row, sight) };
}

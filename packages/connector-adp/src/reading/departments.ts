// Departments from wherever they are kept. They are few: all are read at once, and a page is a part of them.
import { type ConnectorContext, type DepartmentRecord, isTenureError, type Page, type PageRequest } from '@tenure/core/connector';
import { listOrganization, listTable } from '../api/departments.ts';
import { workerSchema } from '../api/wire.ts';
import { largestPage, listWorkers, unitsOfWorker } from '../api/workers.ts';
import { unreadable } from '../errors.ts';
import {
  type Directory,
  departmentRecords,
  directoryOf,
  type Unit,
  unitOfAssignment,
  unitOfHierarchy,
  unitOfTable,
} from '../mapping/department.ts';
import { primaryOf } from '../mapping/status.ts';
import { spelledAlike } from '../mapping/words.ts';
import type { AdpSettings } from '../options.ts';
import type { AdpHttp } from '../transport/open.ts';

export interface Departments {
  /** One page; the cursor is the id of the last one given. */
  page(request: PageRequest, context: ConnectorContext): Promise<Page<DepartmentRecord>>;
  read(context: ConnectorContext): Promise<Directory>;
  /** What people's codes are looked up in; `undefined` where it can't be read: their departments are not stated then. */
  directory(context: ConnectorContext): Promise<Directory | undefined>;
}

const keptForMs = 10 * 60_000;
/** More pages than this and the list has no end. */
const mostPages = 100_000;

export function openDepartments(http: AdpHttp, settings: AdpSettings): Departments {
  const { departmentsFrom, roleCode } = settings;
  let kept: { readonly directory: Directory; readonly at: number } | undefined;

  async function read(context: ConnectorContext): Promise<Directory> {
    const directory = directoryOf(await units(http, settings, context));
    kept = { directory, at: context.now() };
    return directory;
  }

  return {
    read,
    async page({ cursor, limit }, context) {
      const directory = cursor === undefined || kept === undefined ? await read(context) : kept.directory;
      const all = departmentRecords(directory);
      const rest = cursor === undefined ? all : all.filter((record) => (idOf(record) ?? '') > cursor);
      const items = rest.slice(0, Math.max(1, limit));
      const last = items.at(-1);
      const next = rest.length > items.length && last !== undefined ? idOf(last) : undefined;
      return next === undefined ? { items } : { items, next };
    },
    async directory(context) {
      // Elsewhere a code is an id by itself.
      if (departmentsFrom !== 'table') return new Map();
      if (kept !== undefined && context.now() - kept.at <= keptForMs) return kept.directory;
      try {
        return await read(context);
      } catch (error) {
        context.signal.throwIfAborted();
        if (!isTenureError(error)) throw error;
        context.log.warn({ system: 'adp', code: error.code, role: roleCode }, 'departments could not be read; they are not stated');
        return kept?.directory;
      }
    },
  };
}

async function units(http: AdpHttp, settings: AdpSettings, context: ConnectorContext): Promise<Iterable<Unit>> {
  const { departmentsFrom: from, roleCode } = settings;
  if (from === 'table') return (await listTable(http.data, roleCode, context)).map(unitOfTable);
  if (from !== 'workers') return (await listOrganization(http.data, from, roleCode, context)).map(unitOfHierarchy);
  return unitsOfWorkers(http, settings, context);
}

/** Every department that stands on somebody's primary assignment; among labels of one code the smallest, whatever the order. */
async function unitsOfWorkers(http: AdpHttp, settings: AdpSettings, context: ConnectorContext): Promise<Iterable<Unit>> {
  const types = new Set(settings.departmentTypes.map(spelledAlike));
  const found = new Map<string, Unit>();
  let skip = 0;
  for (let page = 0; page < mostPages; page += 1) {
    const call = { skip, top: largestPage, select: unitsOfWorker, roleCode: settings.roleCode };
    const rows = (await listWorkers(http.data, call, context))?.rows ?? [];
    if (rows.length === 0) return found.values();
    skip += rows.length;
    for (const unit of rows.flatMap((row) => unitOfRow(row, types) ?? [])) {
      if (unit.name < (found.get(unit.id)?.name ?? '\uffff')) found.set(unit.id, unit);
    }
  }
  throw unreadable('list departments', 'its pages have no end');
}

function unitOfRow(row: unknown, types: ReadonlySet<string>): Unit | undefined {
  const worker = workerSchema.safeParse(row).data;
  const primary = worker === undefined ? undefined : primaryOf(worker);
  return primary === undefined ? undefined : unitOfAssignment(primary, types);
}

function idOf(record: DepartmentRecord): string | undefined {
  return record.kind === 'record' ? record.value.id : record.id;
}

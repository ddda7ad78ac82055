// Departments out of groups or teams. All of them are needed to know what stands above each; a page is a part of that list.
import type { ConnectorContext, DepartmentRecord, Page, PageRequest } from '@tenure/core/connector';
import type { HttpClient } from '@tenure/core/connector/http';
import { listGroups, listTeams } from '../api/hris.ts';
import { departmentRecords, directoryOfGroups, directoryOfTeams } from '../mapping/department.ts';
import type { MergeSettings } from '../options.ts';

/** Pages through the departments; the cursor is the id of the last one given. */
export function openDepartments(http: HttpClient, { departmentTypes, without }: MergeSettings) {
  let read: readonly DepartmentRecord[] | undefined;

  async function readDepartments(context: ConnectorContext): Promise<readonly DepartmentRecord[]> {
    if (departmentTypes === undefined) return departmentRecords(directoryOfTeams(await listTeams(http, context)), undefined);
    if (without.has('Group')) return [];
    return departmentRecords(directoryOfGroups(await listGroups(http, context)), departmentTypes);
  }

  return async ({ cursor, limit }: PageRequest, context: ConnectorContext): Promise<Page<DepartmentRecord>> => {
    if (cursor === undefined || read === undefined) read = await readDepartments(context);
    const rest = cursor === undefined ? read : read.filter((record) => (idOfRecord(record) ?? '') > cursor);
    const items = rest.slice(0, Math.max(1, limit));
    const last = items.at(-1);
    return rest.length > items.length && last !== undefined ? { items, next: idOfRecord(last) } : { items };
  };
}

function idOfRecord(record: DepartmentRecord): string | undefined {
  return record.kind === 'record' ? record.value.id : record.id;
}

// Rows of workers as records, with the departments they stand in.
import type { ConnectorContext, EmployeeAnswer, EmployeeRecord } from '@tenure/core/connector';
import { z } from 'zod';
import { type AdpWorker, workerSchema } from '../api/wire.ts';
import { getWorker, listWorkers, wholeWorker } from '../api/workers.ts';
import { unreadable } from '../errors.ts';
import { dayIn } from '../mapping/dates.ts';
import { departmentOf } from '../mapping/department.ts';
import { spelledAlike, wordTable } from '../mapping/words.ts';
import { employeeRecord, type WorkerRules } from '../mapping/worker.ts';
import type { AdpSettings } from '../options.ts';
import type { AdpHttp } from '../transport/open.ts';
import type { Departments } from './departments.ts';
import { openWalk, type Row, type Walk } from './walk.ts';

export interface People extends Walk {
  get(id: string, context: ConnectorContext): Promise<EmployeeAnswer>;
  /** The first people there are, for a check: of no reading. */
  sample(context: ConnectorContext): Promise<readonly EmployeeRecord[]>;
}

const anyId = z.object({ associateOID: z.string().min(1) });

export function openPeople(http: AdpHttp, settings: AdpSettings, departments: Departments): People {
  const { roleCode, timeZone, departmentsFrom } = settings;
  const [statuses, employmentTypes] = [wordTable(settings.statuses), wordTable(settings.employmentTypes)];
  const types = new Set(settings.departmentTypes.map(spelledAlike));
  const units = new Map(Object.entries(settings.customFields).map(([name, kind]) => [name, new Set([spelledAlike(kind)])]));

  async function rules(context: ConnectorContext): Promise<WorkerRules> {
    const directory = await departments.directory(context);
    return {
      today: dayIn(timeZone, context.now()),
      statuses,
      employmentTypes,
      units,
      department: (assignment) => (directory === undefined ? undefined : departmentOf(assignment, types, departmentsFrom, directory)),
    };
  }

  async function rows(page: readonly unknown[], context: ConnectorContext): Promise<readonly Row[]> {
    const given = await rules(context);
    return page.map((value, index) => readRow(value, `employees row ${index + 1}`, given));
  }

  const fetch = (skip: number, top: number, context: ConnectorContext) =>
    listWorkers(http.data, { skip, top, select: wholeWorker, roleCode }, context);
  return {
    ...openWalk({ fetch, rows }),
    async sample(context) {
      const page = await fetch(0, 100, context);
      return (await rows(page?.rows ?? [], context)).map(({ record }) => record);
    },
    async get(id, context) {
      const value = await getWorker(http.person, id, roleCode, context);
      if (value === undefined) return { kind: 'cannot-tell' };
      const row = readRow(value, 'the employee', await rules(context));
      if (row.id !== id) throw unreadable('get employee', 'it answers with another employee', id);
      return { kind: 'found', record: row.record };
    },
  };
}

/** A row without an id makes the whole reading worthless: anybody may be the one it hides. */
function readRow(value: unknown, where: string, rules: WorkerRules): Row {
  const id = anyId.safeParse(value).data?.associateOID;
  if (id === undefined) throw unreadable('list employees', 'a row has no associateOID');
  const parsed = workerSchema.safeParse(value);
  if (parsed.success) return { id, record: employeeRecord(parsed.data satisfies AdpWorker, rules) };
  const reason = `it differs from the documented one at ${parsed.error.issues[0]?.path[0]?.toString() ?? 'its root'}`;
  return { id, record: { kind: 'unreadable', id, where, reason } };
}

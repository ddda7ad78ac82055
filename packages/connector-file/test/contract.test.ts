import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeConnector, type SeedEmployee, type SourceWorld } from '@tenure/core/testing';
import { describe, test } from 'vitest';
import { fileSource } from '../src/index.ts';

interface Writing {
  readonly extension: 'csv' | 'jsonl';
  readonly employeesHeader: string;
  readonly departmentsHeader: string;
  employee(id: string, employee: SeedEmployee): string;
  department(id: string, name: string): string;
  readonly broken: (employee: SeedEmployee) => string;
}

const cell = (value: string | null) => (value === null ? '' : `"${value.replaceAll('"', '""')}"`);
const row = (...cells: (string | null)[]) => `${cells.map(cell).join(',')}\n`;

const csv: Writing = {
  extension: 'csv',
  employeesHeader: 'Worker ID,First Name,Last Name,Work Email,Job Title,Status\n',
  departmentsHeader: 'Department ID,Department Name\n',
  employee: (id, { firstName, lastName, workEmail, jobTitle }) => row(id, firstName, lastName, workEmail, jobTitle, 'Active'),
  department: (id, name) => row(id, name),
  broken: ({ firstName, lastName }) => row('broken', firstName, lastName),
};

const jsonLines: Writing = {
  extension: 'jsonl',
  employeesHeader: '\n',
  departmentsHeader: '\n',
  employee: (id, employee) => `${JSON.stringify({ id, ...employee, status: 'active' })}\n`,
  department: (id, name) => `${JSON.stringify({ id, name })}\n`,
  broken: (employee) => `${JSON.stringify(employee).slice(0, -1)}\n`,
};

async function makeWorld(writing: Writing): Promise<SourceWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'tenure-file-'));
  const employees = join(folder, `employees.${writing.extension}`);
  const departments = join(folder, `departments.${writing.extension}`);
  await appendFile(employees, writing.employeesHeader);
  await appendFile(departments, writing.departmentsHeader);
  let made = 0;
  const nextId = (kind: string) => {
    made += 1;
    return `${kind}-${made}`;
  };
  return {
    kind: 'source',
    connector: fileSource({ employees, departments }),
    backend: {
      seedEmployees: async (seeds) => {
        const written = seeds.map((seed) => ({ id: nextId('employee'), seed }));
        await appendFile(employees, written.map(({ id, seed }) => writing.employee(id, seed)).join(''));
        return written.map(({ id }) => id);
      },
      seedDepartments: async (names) => {
        const written = names.map((name) => ({ id: nextId('department'), name }));
        await appendFile(departments, written.map(({ id, name }) => writing.department(id, name)).join(''));
        return written.map(({ id }) => id);
      },
      seedUnreadable: async (employee) => await appendFile(employees, writing.broken(employee)),
      snapshot: async () => [await readFile(employees, 'utf8'), await readFile(departments, 'utf8')],
    },
    close: async () => await rm(folder, { recursive: true }),
  };
}

describeConnector({ name: 'fileSource on CSV', kind: 'source', makeWorld: () => makeWorld(csv) }, { describe, test });
describeConnector({ name: 'fileSource on JSON Lines', kind: 'source', makeWorld: () => makeWorld(jsonLines) }, { describe, test });

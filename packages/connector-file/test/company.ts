// Files for the tests of this package: written to a fresh folder, read through the source, removed after the test.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Draft, Employee, EmployeeRecord, HrisSource } from '@tenure/core/connector';
import { readAll, testContext } from '@tenure/core/testing';
import { onTestFinished } from 'vitest';
import { type FileSourceOptions, fileSource } from '../src/index.ts';

export async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tenure-file-'));
  onTestFinished(async () => await rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes files by name and answers a source on them, with their paths. */
export async function sourceOn(
  files: Readonly<Record<string, string | Buffer>>,
  options: Partial<FileSourceOptions> = {},
): Promise<{ source: HrisSource; employees: string; departments: string }> {
  const folder = await freshFolder();
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  const [employees = '', departments = ''] = Object.keys(files).map((name) => join(folder, name));
  const source = fileSource({ employees, ...(departments === '' ? {} : { departments }), ...options });
  return { source, employees, departments };
}

export async function employeesOf(source: HrisSource, limit = 100): Promise<EmployeeRecord[]> {
  return await readAll((request, context) => source.employees.list(request, context), limit, testContext());
}

/** What was read of every readable employee. */
export async function draftsOf(source: HrisSource): Promise<Draft<Employee>[]> {
  return (await employeesOf(source)).flatMap((record) => (record.kind === 'record' ? [record.value] : []));
}

/** The only record of a CSV file with this header and row. */
export async function oneRow(header: string, row: string, options: Partial<FileSourceOptions> = {}): Promise<EmployeeRecord | undefined> {
  const { source } = await sourceOn({ 'people.csv': `id,lastName,${header}\n1,Doe,${row}\n` }, options);
  const [record] = await employeesOf(source);
  return record;
}

// The HR system of the sample company behind the simulated Merge. What an export says is typed into it; Merge learns of it
// by a sync, and Tenure by Merge.
import { fileURLToPath } from 'node:url';
import { fileSource } from '@tenure/connector-file';
import type { ConnectorContext, Draft, Employee, EmployeeRecord } from '@tenure/core/connector';
import type { HrSystem, MergeServer } from '@tenure/simulators/merge';

const statusWords: Readonly<Record<string, string>> = {
  active: 'Active',
  'on-leave': 'On Leave',
  pending: 'Pre-Hire',
  terminated: 'Terminated',
};

const typeWords: Readonly<Record<string, string>> = {
  'full-time': 'Full-Time',
  'part-time': 'Part-Time',
  contractor: 'Contractor',
  intern: 'Intern',
  freelance: 'Freelance',
};

/** The HR system's words for a status as the source is told them; Merge's own list has none for leave. */
export const statuses = { Active: 'active', 'On Leave': 'on-leave', 'Pre-Hire': 'pending', Terminated: 'terminated' } as const;

/** Merge states no zone: the company says where its places are. */
export const zones = {
  London: 'Europe/London',
  Manchester: 'Europe/London',
  Berlin: 'Europe/Berlin',
  München: 'Europe/Berlin',
  'New York': 'America/New_York',
  Portland: 'America/Los_Angeles',
} as const;

const context: ConnectorContext = {
  signal: new AbortController().signal,
  now: Date.now,
  sleep: async () => {},
  log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
};

/** Makes the HR system hold what a file of the sample company says, and lets Merge read it. */
export async function typeIn({ account }: MergeServer, name: string): Promise<void> {
  const { hr, sync } = account;
  const path = (file: string) => fileURLToPath(new URL(`./data/${file}`, import.meta.url));
  const files = fileSource({ employees: path(name), departments: path('departments.csv'), emptyClears: ['endDate'] });
  const { items: departments } = await files.departments.list({ limit: 1_000 }, context);
  for (const record of departments) {
    if (record.kind !== 'record') continue;
    const { id, name: title, parentId } = record.value;
    hr.put('groups', { remote_id: id, name: title, type: 'Department', parent_group: parentId ?? null });
  }
  const { items: people } = await files.employees.list({ limit: 1_000 }, context);
  for (const record of people) typePerson(hr, record);
  sync.run();
}

function typePerson(hr: HrSystem, record: EmployeeRecord): void {
  if (record.kind === 'record') typeRecord(hr, record.value);
  // What is damaged in the file is damaged in the HR system as well.
  else if (record.id !== undefined) hr.put('employees', { remote_id: record.id, first_name: ['damaged'] });
}

function typeRecord(hr: HrSystem, person: Draft<Employee>): void {
  const place = person.location as Employee['location'];
  const home = person.homeAddress as Employee['homeAddress'];
  const locationId = place?.name ?? null;
  if (locationId !== null) {
    hr.put('locations', { remote_id: locationId, name: locationId, city: place?.city, country: place?.country, location_type: 'WORK' });
  }
  const { line1: street_1, city, postalCode: zip_code, country } = home ?? {};
  hr.put('locations', { remote_id: `home ${person.id}`, street_1, city, zip_code, country, location_type: 'HOME' });
  hr.put('employees', {
    remote_id: person.id,
    employee_number: person.employeeNumber ?? null,
    first_name: person.firstName ?? null,
    last_name: person.lastName ?? null,
    preferred_name: person.preferredName ?? null,
    work_email: person.workEmail ?? null,
    personal_email: person.personalEmail ?? null,
    mobile_phone_number: person.phone ?? null,
    groups: [person.departmentId ?? null].filter((id) => id !== null),
    manager: person.managerId ?? null,
    work_location: locationId,
    home_location: `home ${person.id}`,
    start_date: person.startDate ?? null,
    termination_date: person.endDate ?? null,
    employment_status: statusWords[String(person.status)] ?? null,
  });
  const employment_type = typeWords[String(person.employmentType)] ?? 'Temporary';
  hr.put('employments', {
    remote_id: `job ${person.id}`,
    employee: person.id,
    job_title: person.jobTitle ?? null,
    effective_date: person.startDate ?? null,
    employment_type,
  });
}

/** Merge's credential at the HR system loses its rights to everybody who is missing from a file; without one it has them all. */
export async function showOnly({ account }: MergeServer, name: string | undefined): Promise<void> {
  const all = [...account.hr.all('employees').keys()];
  const seen = name === undefined ? all : await idsIn(name);
  account.visibility.withhold('employees', { records: all.filter((id) => !seen.includes(id)) });
  account.sync.run();
}

async function idsIn(name: string): Promise<string[]> {
  const employees = fileURLToPath(new URL(`./data/${name}`, import.meta.url));
  const { items } = await fileSource({ employees, emptyClears: ['endDate'] }).employees.list({ limit: 1_000 }, context);
  return items.flatMap((record) => (record.kind === 'record' ? [record.value.id] : (record.id ?? [])));
}

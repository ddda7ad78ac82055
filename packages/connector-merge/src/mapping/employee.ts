// One row of Merge's as an employee. Absent, null and a value stay three statements. Pure: `today` is passed in.
import type { CustomValue, Draft, Employee, EmployeeRecord, EmployeeStatus, EmploymentType } from '@tenure/core/connector';
import { idOf, type MergeEmployee, type MergeEmployment, type MergeLocation } from '../api/wire.ts';
import { dayOf } from './dates.ts';
import { currentEmployment } from './employment.ts';
import { employmentTypeOf, statusOf } from './words.ts';

/** What a row is read with. */
export interface EmployeeRules {
  /** The date it is in UTC: decides which employment is the current one. */
  readonly today: string;
  readonly statuses: ReadonlyMap<string, EmployeeStatus>;
  readonly employmentTypes: ReadonlyMap<string, EmploymentType>;
  /** HR's own fields: our name, and the name each goes by at Merge. */
  readonly customFields: ReadonlyMap<string, string>;
  /** The department of a row: an id, `null` for none, `undefined` where the row does not tell. */
  readonly department: (row: MergeEmployee) => string | null | undefined;
}

/** A row as a record. A shell, emptied at somebody's request, says nothing, and its owner is not missing. */
export function employeeRecord(row: MergeEmployee, rules: EmployeeRules): EmployeeRecord {
  if (isShell(row)) return { kind: 'unreadable', id: row.id, where: 'employees', reason: 'an emptied record (shell)' };
  return { kind: 'record', value: employeeDraft(row, rules) };
}

/** True for a record without anything but ids: Merge was told to ignore this person. */
export function isShell(row: MergeEmployee): boolean {
  const stated = [
    ...[row.first_name, row.last_name, row.display_full_name, row.work_email, row.personal_email, row.employee_number],
    ...[row.employment_status, row.start_date, row.hire_date, row.termination_date],
  ];
  return stated.every((value) => value === null || value === undefined) && row.remote_was_deleted !== true;
}

function employeeDraft(row: MergeEmployee, rules: EmployeeRules): Draft<Employee> {
  // Without a word of the first day of work the day of hire may be another one.
  const startDate = row.start_date === undefined ? undefined : dayOf(row.start_date ?? row.hire_date ?? null);
  return withoutAbsent({
    id: row.id,
    employeeNumber: textOf(row.employee_number),
    ...namesOf(row),
    preferredName: textOf(row.preferred_name),
    workEmail: textOf(row.work_email),
    personalEmail: textOf(row.personal_email),
    phone: textOf(row.mobile_phone_number),
    homeAddress: homeOf(row.home_location),
    departmentId: rules.department(row),
    ...jobOf(row, rules),
    managerId: idOf(row.manager),
    location: workplaceOf(row.work_location),
    status: statusIn(row, rules),
    startDate,
    endDate: endOf(row.termination_date, startDate),
    customFields: ownFieldsOf(row, rules.customFields),
  });
}

/** A target field of Field Mapping, the customer's own before the organisation's, else a key of `custom_fields`. */
function ownFieldsOf({ field_mappings: mappings, custom_fields: fields }: MergeEmployee, names: EmployeeRules['customFields']) {
  if (names.size === 0) return undefined;
  const places = [mappings?.linked_account_defined_targets, mappings?.organization_defined_targets, fields];
  const stated = [...names].flatMap(([name, theirs]) => {
    const value = places.find((place) => place != null && Object.hasOwn(place, theirs))?.[theirs];
    // A list or an object is none of the values we have: nothing is said then.
    return value === null || ['string', 'number', 'boolean'].includes(typeof value) ? [[name, blankIsEmpty(value)] as const] : [];
  });
  return stated.length === 0 ? undefined : Object.fromEntries(stated);
}

const blankIsEmpty = (value: unknown): CustomValue => (typeof value === 'string' && value.trim() === '' ? null : (value as CustomValue));

/** A word that nobody knows is handed on as it is: the engine keeps the previous status and reports it. */
function statusIn(
  { remote_was_deleted: deleted, employment_status: word }: MergeEmployee,
  { statuses }: EmployeeRules,
): string | undefined {
  if (deleted === true) return 'terminated';
  if (word === null || word === undefined || word.trim() === '') return undefined;
  return statusOf(word, statuses) ?? word;
}

function namesOf({ first_name: first, last_name: last, display_full_name: whole }: MergeEmployee) {
  const [firstName, lastName] = [textOf(first), textOf(last)];
  const words = textOf(whole)?.trim().split(/\s+/);
  if (firstName != null || lastName != null || words === undefined) return { firstName, lastName };
  return words.length === 1 ? { firstName: words[0], lastName } : { firstName: words.slice(0, -1).join(' '), lastName: words.at(-1) };
}

function jobOf({ employments }: MergeEmployee, { today, employmentTypes }: EmployeeRules) {
  const known = (employments ?? []).filter((one): one is MergeEmployment => typeof one === 'object' && one !== null);
  // Where part of the history is hidden, the current employment may be in that part.
  if (known.length < (employments ?? []).length) return {};
  if (known.length > 1 && known.some(({ effective_date: day }) => day === undefined)) return {};
  const current = currentEmployment(known, today);
  if (current === undefined) return {};
  const type = textOf(current.employment_type);
  return {
    jobTitle: textOf(current.job_title),
    employmentType: typeof type === 'string' ? employmentTypeOf(type, employmentTypes) : type,
  };
}

/** A last day before the first one belongs to an earlier employment of somebody who came back. */
function endOf(terminated: string | null | undefined, startDate: string | null | undefined): string | null | undefined {
  const endDate = dayOf(terminated);
  return typeof endDate === 'string' && typeof startDate === 'string' && endDate < startDate ? null : endDate;
}

function homeOf(location: MergeEmployee['home_location']) {
  const home = visible(location);
  if (home === null || home === undefined) return home;
  if (home.location_type?.toUpperCase() === 'WORK') return undefined;
  return withoutAbsent({
    line1: textOf(home.street_1),
    line2: textOf(home.street_2),
    city: textOf(home.city),
    region: textOf(home.state),
    postalCode: textOf(home.zip_code),
    country: textOf(home.country),
  });
}

function workplaceOf(location: MergeEmployee['work_location']) {
  const place = visible(location);
  if (place === null || place === undefined) return place;
  return withoutAbsent({
    name: textOf(place.name),
    city: textOf(place.city),
    region: textOf(place.state),
    country: textOf(place.country),
  });
}

/** A location that came as a bare id, or was deleted, tells nothing about where somebody is. */
function visible(location: string | MergeLocation | null | undefined): MergeLocation | null | undefined {
  if (location === null) return null;
  return typeof location === 'object' && location.remote_was_deleted !== true ? location : undefined;
}

/** As HR entered it; blank is empty. */
function textOf(value: string | null | undefined): string | null | undefined {
  return typeof value === 'string' && value.trim() === '' ? null : value;
}

function withoutAbsent<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, stated]) => stated !== undefined)) as Value;
}

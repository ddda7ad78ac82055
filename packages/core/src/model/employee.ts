// What an HR system states about one employment. Absent, null and a value are three different statements.
import { z } from 'zod';
import { type CalendarDate, type Instant, isCalendarDate, isInstant, isTimeZone } from './dates.ts';
import { idText, textUpTo } from './text.ts';

/** How far an employment has come, as HR says it. What access follows from it is policy. */
export type EmployeeStatus = 'pending' | 'active' | 'on-leave' | 'terminated';

/** The kind of employment. A contractor is an employee record with `contractor`. */
export type EmploymentType = 'full-time' | 'part-time' | 'contractor' | 'intern' | 'temporary' | 'freelance' | 'other';

/** A postal address; every line as HR entered it. */
export interface Address {
  readonly line1?: string | null;
  readonly line2?: string | null;
  readonly city?: string | null;
  readonly region?: string | null;
  readonly postalCode?: string | null;
  /** ISO 3166-1 alpha-2 where the source gives it, else as entered. */
  readonly country?: string | null;
}

/** The place a person works at. */
export interface WorkLocation {
  readonly name?: string | null;
  readonly city?: string | null;
  readonly region?: string | null;
  readonly country?: string | null;
}

/** A value HR keeps beside the standard fields. */
export type CustomValue = string | number | boolean | null;

/**
 * One employment record of a source.
 *
 * Every field but `id` has three states: absent (the source did not say: the known value stays), `null` (the source
 * says it is empty: cleared where policy allows) and a value (exactly as HR entered it).
 */
export interface Employee {
  /** The source's own immutable id; never a login or an e-mail address. */
  readonly id: string;
  readonly employeeNumber?: string | null;
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly preferredName?: string | null;
  readonly workEmail?: string | null;
  readonly personalEmail?: string | null;
  readonly phone?: string | null;
  readonly homeAddress?: Address | null;
  readonly departmentId?: string | null;
  readonly jobTitle?: string | null;
  /** The `id` of another employee record. */
  readonly managerId?: string | null;
  readonly location?: WorkLocation | null;
  /** IANA name, for example `Europe/Berlin`. */
  readonly timeZone?: string | null;
  readonly employmentType?: EmploymentType | null;
  readonly status?: EmployeeStatus | null;
  /** First working day, a calendar date in the person's own zone. */
  readonly startDate?: CalendarDate | null;
  /** Last working day as a calendar date in the person's own zone, or the instant employment ends. */
  readonly endDate?: CalendarDate | Instant | null;
  readonly customFields?: Readonly<Record<string, CustomValue>> | null;
}

/** The names of the fields a source may state. */
export type EmployeeField = Exclude<keyof Employee, 'id'>;

export const employeeStatuses = ['pending', 'active', 'on-leave', 'terminated'] as const satisfies readonly EmployeeStatus[];

export const employmentTypes = [
  'full-time',
  'part-time',
  'contractor',
  'intern',
  'temporary',
  'freelance',
  'other',
] as const satisfies readonly EmploymentType[];

const longestText = 4_096;
const text = textUpTo(longestText);
const optionalText = text.nullable().exactOptional();

const calendarDate = z.custom<CalendarDate>(
  (value) => typeof value === 'string' && isCalendarDate(value),
  'not a calendar date (YYYY-MM-DD)',
);
const instant = z.custom<Instant>((value) => typeof value === 'string' && isInstant(value), 'not an instant (…Z)');
const timeZone = z.custom<string>((value) => typeof value === 'string' && isTimeZone(value), 'not an IANA time zone');

const address = z.object({
  line1: optionalText,
  line2: optionalText,
  city: optionalText,
  region: optionalText,
  postalCode: optionalText,
  country: optionalText,
});

const workLocation = z.object({ name: optionalText, city: optionalText, region: optionalText, country: optionalText });

/**
 * Validates one employee record field by field. Unknown keys are dropped, so a source may hand over more than we use.
 * Pure; messages never contain values.
 */
export const employeeSchema: z.ZodType<Employee> = z.object({
  id: idText('an employee needs an id'),
  employeeNumber: optionalText,
  firstName: optionalText,
  lastName: optionalText,
  preferredName: optionalText,
  workEmail: optionalText,
  personalEmail: optionalText,
  phone: optionalText,
  homeAddress: address.nullable().exactOptional(),
  departmentId: optionalText,
  jobTitle: optionalText,
  managerId: optionalText,
  location: workLocation.nullable().exactOptional(),
  timeZone: timeZone.nullable().exactOptional(),
  employmentType: z.enum(employmentTypes).nullable().exactOptional(),
  status: z.enum(employeeStatuses).nullable().exactOptional(),
  startDate: calendarDate.nullable().exactOptional(),
  endDate: z.union([calendarDate, instant]).nullable().exactOptional(),
  customFields: z
    .record(text, z.union([text, z.number(), z.boolean(), z.null()]))
    .nullable()
    .exactOptional(),
});

/** Every employee field in the one order that prints and canonical forms use. */
export const employeeFields = [
  'employeeNumber',
  'firstName',
  'lastName',
  'preferredName',
  'workEmail',
  'personalEmail',
  'phone',
  'homeAddress',
  'departmentId',
  'jobTitle',
  'managerId',
  'location',
  'timeZone',
  'employmentType',
  'status',
  'startDate',
  'endDate',
  'customFields',
] as const satisfies readonly EmployeeField[];

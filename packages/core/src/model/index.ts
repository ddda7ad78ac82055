export type {
  Account,
  AccountProfile,
  AccountState,
  AttributeValue,
  CustomAttribute,
  Link,
  ProfileAttribute,
  Provenance,
  Situation,
  StandardAttribute,
} from './account.ts';
export { attributesIn, customFieldOf, isCustomAttribute, isProfileAttribute, profileAttributes } from './account.ts';
export type { CalendarDate, EpochMilliseconds, Instant } from './dates.ts';
export { addDays, dateInZone, isCalendarDate, isInstant, isTimeZone, startOfDay, toInstant } from './dates.ts';
export type { Department } from './department.ts';
export { departmentSchema } from './department.ts';
export type { Address, CustomValue, Employee, EmployeeField, EmployeeStatus, EmploymentType, WorkLocation } from './employee.ts';
export { employeeFields, employeeSchema, employeeStatuses, employmentTypes } from './employee.ts';
export type { LifecycleEvent, LifecycleEventType } from './event.ts';
export type { Person, Phase } from './person.ts';

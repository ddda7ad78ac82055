// Employees and departments from files, as a source for Tenure.
export type { DepartmentTarget, EmployeeTarget } from './columns.ts';
export type { DateFormat } from './dates.ts';
export type { TextEncoding } from './encoding.ts';
export type { ClearableField, FileFormat, FileSourceOptions } from './options.ts';
export { fileSource } from './source.ts';

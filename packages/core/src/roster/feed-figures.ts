// What is counted of a reading, and how much of a fall is everyday.
import type { EmployeeField } from '../model/employee.ts';

/** Fields that policy can act upon: their collapse across a feed would move, rename or cut people. */
export const watchedFields = [
  'employeeNumber',
  'firstName',
  'lastName',
  'workEmail',
  'departmentId',
  'jobTitle',
  'managerId',
  'location',
  'timeZone',
  'employmentType',
  'status',
  'startDate',
] as const satisfies readonly EmployeeField[];

export type WatchedField = (typeof watchedFields)[number];

/** A field that is left out was never filled. */
export type FieldCounts = Readonly<Partial<Record<WatchedField, number>>>;

/** What was counted while reading: bounded by the fields, not by the people. */
export interface FeedFigures {
  /** Different employee ids, readable or not. */
  readonly employees: number;
  readonly unreadable: number;
  /** Unreadable records without an id: anybody who is missing may be one of them. */
  readonly nameless: number;
  readonly duplicates: number;
  readonly departments: number;
  /** How many of them the roster knew already, by readable records. */
  readonly known: number;
  /** People who were known when the last reading was accepted, by any record that says whose it is. */
  readonly met: number;
  /** New ids with the employee number or work e-mail of somebody who works here and is missing: the same people, renumbered. */
  readonly renumbered: number;
  /** Per field with a fixed list of words, in how many records it held another one. */
  readonly unknownWords: Readonly<Partial<Record<EmployeeField, number>>>;
  /** Per watched field, in how many records of known people it had a value: whoever is new can have lost nothing. */
  readonly kept: FieldCounts;
  /** Per watched field, in how many records it had a value. */
  readonly filled: FieldCounts;
}

/** Shares are 0 to 1; falls of three people and of one department pass whatever the share. */
export interface GateLimits {
  /** Share of people, and of departments, that may be gone at once. Default 0.2. */
  readonly peopleFall: number;
  /** How far a field's share of filled records may fall; 1: any fall is believed. Default 0.2. */
  readonly coverageFall: number;
  /** Share of people who may come under new ids before nobody's absence is believed; each of them is held in any case. Default 0.02. */
  readonly renumbered: number;
  /** Share of records that may be there twice with different content. Default 0.05. */
  readonly duplicates: number;
  /** Share of records in which a field may hold a word we do not know. Default 0.05. */
  readonly unknownWords: number;
  /** How old a source's data may be, in hours, by what the source says of itself. Default 720: a file nobody exports anew stays usable for a month. */
  readonly maxAgeHours: number;
  /**
   * What becomes of a reading whose source shows less than at the last accepted one: a filter, a permission or a scope was taken
   * away. `hold` (default): nobody is missing, emptied or moved by it, and the next one is still measured by what was shown
   * before; `follow`: it is meant, and what is shown now is the measure from here on. Choose it for one run.
   */
  readonly narrowed: 'hold' | 'follow';
}

export const gateDefaults: GateLimits = {
  peopleFall: 0.2,
  coverageFall: 0.2,
  renumbered: 0.02,
  duplicates: 0.05,
  unknownWords: 0.05,
  maxAgeHours: 720,
  narrowed: 'hold',
};

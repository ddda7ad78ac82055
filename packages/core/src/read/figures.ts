// What is counted while people go by: bounded, whatever the size of the company.

import type { Draft } from '../connector/source.ts';
import type { Employee, EmployeeField } from '../model/employee.ts';
import type { QuarantinedRecord } from '../plan/summary.ts';
import type { FeedFigures } from '../roster/feed-figures.ts';
import { type WatchedField, watchedFields } from '../roster/feed-figures.ts';

/** How many single records a report names; the rest are counted. */
const namedRecords = 200;

export interface FeedCounter {
  readonly quarantined: readonly QuarantinedRecord[];
  readonly withheld: Record<string, number>;
  /** Ids that came twice with different content. */
  readonly duplicates: Set<string>;
  newPeople: number;
  changedPeople: number;
  unchangedPeople: number;
  employees: number;
  /** Unreadable records that do not even say whose they are. */
  nameless: number;
  /** People of the last accepted reading, by any record that says whose it is. */
  met: number;
  renumbered: number;
  quarantine(record: QuarantinedRecord): void;
  withhold(reason: string): void;
  /** A field of one record holds a word that is on no list of ours. */
  unknownWord(field: EmployeeField, reason: string): void;
  /** `known`: the roster has this person already. */
  countFields(draft: Draft<Employee>, known: boolean): void;
  figures(departments: number): FeedFigures;
}

export function createFeedCounter(): FeedCounter {
  const quarantined: QuarantinedRecord[] = [];
  const filled = Object.fromEntries(watchedFields.map((field) => [field, 0])) as Record<WatchedField, number>;
  const kept = { ...filled };
  const unknownWords: Partial<Record<EmployeeField, number>> = {};
  let known = 0;
  let unreadable = 0;
  const counter: FeedCounter = {
    quarantined,
    withheld: {},
    duplicates: new Set(),
    newPeople: 0,
    changedPeople: 0,
    unchangedPeople: 0,
    employees: 0,
    nameless: 0,
    met: 0,
    renumbered: 0,
    quarantine(record) {
      unreadable += 1;
      if (quarantined.length < namedRecords) quarantined.push(record);
    },
    withhold(reason) {
      counter.withheld[reason] = (counter.withheld[reason] ?? 0) + 1;
    },
    unknownWord(field, reason) {
      unknownWords[field] = (unknownWords[field] ?? 0) + 1;
      counter.withhold(`${field}: ${reason}`);
    },
    countFields(draft, isKnown) {
      if (isKnown) known += 1;
      for (const field of watchedFields) {
        if (draft[field] === undefined || draft[field] === null || draft[field] === '') continue;
        filled[field] += 1;
        if (isKnown) kept[field] += 1;
      }
    },
    figures: (departments) => ({
      employees: counter.employees,
      unreadable,
      nameless: counter.nameless,
      duplicates: counter.duplicates.size,
      departments,
      known,
      met: counter.met,
      renumbered: counter.renumbered,
      unknownWords: { ...unknownWords },
      kept: { ...kept },
      filled: { ...filled },
    }),
  };
  return counter;
}

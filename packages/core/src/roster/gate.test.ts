import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type DepartmentFigures,
  type FeedFigures,
  type GateInput,
  gateDefaults,
  judgeDepartments,
  judgeFeed,
  watchedFields,
} from './gate.ts';

const figures = (employees: number, changes: Partial<FeedFigures> = {}, filled: Partial<FeedFigures['filled']> = {}): FeedFigures => ({
  employees,
  unreadable: 0,
  nameless: 0,
  duplicates: 0,
  departments: 3,
  known: employees,
  kept: { departmentId: employees, managerId: employees, workEmail: employees, startDate: employees, status: employees, ...filled },
  filled: { departmentId: employees, managerId: employees, workEmail: employees, startDate: employees, status: employees, ...filled },
  ...changes,
});
const judge = (input: Partial<GateInput> & Pick<GateInput, 'figures'>) => judgeFeed({ limits: gateDefaults, ...input });

test.each([
  [100, 100, true],
  [100, 81, true],
  [100, 80, true],
  [100, 79, false],
  [10, 7, true],
  [10, 6, false],
  [4, 1, true],
  [100, 200, true],
])('after %i people a reading of %i is trusted about absences: %s', (before, now, trusted) => {
  expect(judge({ figures: figures(now), accepted: figures(before) }).absencesTrusted).toBe(trusted);
});

test.each([
  [100, 0, true],
  [100, 79, true],
  [100, 81, false],
  [5, 2, false],
  [5, 1, true],
])('of %i people %i still have a department: distrusted %s', (people, filled, distrusted) => {
  const verdict = judge({ figures: figures(people, {}, { departmentId: filled }), accepted: figures(people) });
  expect(verdict.distrusted).toEqual(distrusted ? ['departmentId'] : []);
});

test('a reading of nobody after one of somebody is refused; a first one is not', () => {
  expect(judge({ figures: figures(0), accepted: figures(1) })).toMatchObject({ usable: false, absencesTrusted: false });
  expect(judge({ figures: figures(0) })).toMatchObject({ usable: true });
});

test.each<[string, Partial<GateInput>]>([
  ['incomplete before', { before: { complete: false } }],
  ['incomplete after', { after: { complete: false } }],
  ['another revision', { before: { complete: true, revision: '1' }, after: { complete: true, revision: '2' } }],
  ['another number', { after: { complete: true, employees: 11 } }],
  ['a record of unknown owner', { figures: figures(10, { nameless: 1 }) }],
])('evidence of %s takes away trust in absences and gives a reason', (_what, input) => {
  const verdict = judge({ figures: figures(10), accepted: figures(10), ...input });
  expect(verdict).toMatchObject({ usable: true, absencesTrusted: false });
  expect(verdict.reasons).toHaveLength(1);
});

const units = (changes: Partial<DepartmentFigures> = {}): DepartmentFigures => ({
  known: 10,
  read: 10,
  nameless: 0,
  missing: 0,
  nested: 8,
  raised: 0,
  ...changes,
});

test.each<[string, Partial<DepartmentFigures>, Pick<GateInput, 'before' | 'after'>, boolean]>([
  ['all are there and nothing is announced', {}, {}, true],
  ['there are more than were announced', {}, { before: { complete: true, departments: 9 } }, true],
  ['one of two is gone', { known: 2, read: 1, missing: 1 }, {}, true],
  ['one of ten is gone, as announced', { read: 9, missing: 1 }, { before: { complete: true, departments: 9 } }, true],
  ['a fifth is gone', { read: 8, missing: 2 }, {}, true],
  ['more than a fifth is gone', { read: 7, missing: 3 }, {}, false],
  ['half is gone', { known: 4, read: 2, missing: 2 }, {}, false],
  ['as many are new as are gone', { missing: 3 }, {}, false],
  ['the only one is gone', { known: 1, read: 0, missing: 1 }, {}, false],
  ['none was known', { known: 0, read: 0, nested: 0 }, {}, true],
  ['one was announced that is not there', { read: 9, missing: 1 }, { before: { complete: true, departments: 10 } }, false],
  ['one was announced afterwards', { read: 9, missing: 1 }, { after: { complete: true, departments: 10 } }, false],
  ['the source was not whole before', {}, { before: { complete: false } }, false],
  ['the source was not whole afterwards', {}, { before: { complete: true }, after: { complete: false } }, false],
  ['the data changed', {}, { before: { complete: true, revision: '1' }, after: { complete: true, revision: '2' } }, false],
  ['one does not say which it is', { read: 9, missing: 1, nameless: 1 }, {}, false],
  ['one became a top unit', { raised: 1 }, {}, true],
  ['most became top units', { raised: 7 }, {}, false],
])('removals and moves of departments where %s', (_what, changes, evidence, whole) => {
  const verdict = judgeDepartments({ figures: units(changes), limits: gateDefaults, ...evidence });
  expect(verdict).toMatchObject({ whole, reasons: { length: whole ? 0 : 1 } });
});

test('a reorganisation of all departments is believed when the limits are raised for it, an empty list never', () => {
  const limits = { peopleFall: 1, coverageFall: 1 };
  expect(judgeDepartments({ figures: units({ missing: 10, raised: 8 }), limits }).whole).toBe(true);
  expect(judgeDepartments({ figures: units({ missing: 10, read: 0 }), limits }).whole).toBe(false);
});

test('the gate only ever takes power away: a worse reading is never trusted more', () => {
  const count = fc.integer({ min: 0, max: 60 });
  fc.assert(
    fc.property(count, count, count, count, (before, now, filled, lost) => {
      const field = (value: number) => Object.fromEntries(watchedFields.map((name) => [name, value]));
      const accepted = figures(before, {}, field(before));
      const better = judge({ figures: figures(now, {}, field(Math.min(now, filled))), accepted });
      const worse = judge({ figures: figures(now, {}, field(Math.max(0, Math.min(now, filled) - lost))), accepted });
      for (const name of better.distrusted) expect(worse.distrusted).toContain(name);
      const fewer = judge({ figures: figures(Math.max(0, now - lost)), accepted });
      if (fewer.absencesTrusted) expect(judge({ figures: figures(now), accepted }).absencesTrusted).toBe(true);
    }),
  );
});

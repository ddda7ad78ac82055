import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FeedFigures, type FieldCounts, gateDefaults, watchedFields } from './feed-figures.ts';
import { type AcceptedFeed, type GateInput, judgeFeed } from './gate.ts';
import { type DepartmentFigures, judgeDepartments } from './gate-departments.ts';

const now = Date.parse('2026-11-23T12:00:00Z');
const hour = 3_600_000;
const inAll = (count: number): FieldCounts => Object.fromEntries(watchedFields.map((field) => [field, count]));

const figures = (employees: number, changes: Partial<FeedFigures> = {}, filled: Partial<FeedFigures['filled']> = {}): FeedFigures => ({
  employees,
  unreadable: 0,
  nameless: 0,
  duplicates: 0,
  departments: 3,
  known: employees,
  met: employees,
  renumbered: 0,
  unknownWords: {},
  kept: { ...inAll(employees), ...filled },
  filled: { ...inAll(employees), ...filled },
  ...changes,
});
const judge = (input: Partial<GateInput> & Pick<GateInput, 'figures'>) => judgeFeed({ limits: gateDefaults, roster: 0, now, ...input });
const accepted = (employees: number, changes: Partial<AcceptedFeed> = {}): AcceptedFeed => ({
  figures: figures(employees),
  at: now - 24 * hour,
  upTo: employees,
  ...changes,
});

test.each([
  [100, 100, true],
  [100, 81, true],
  [100, 80, true],
  [100, 79, false],
  [10, 7, true],
  [10, 6, false],
  [4, 1, true],
  [100, 200, true],
])('after %i people a reading of %i is trusted about absences: %s', (before, present, trusted) => {
  expect(judge({ figures: figures(present), accepted: accepted(before) }).may.remove).toBe(trusted);
});

test.each([
  [100, 0, true],
  [100, 79, true],
  [100, 81, false],
  [5, 2, false],
  [5, 1, true],
])('of %i people %i still have a department: distrusted %s', (people, filled, distrusted) => {
  const verdict = judge({ figures: figures(people, {}, { departmentId: filled }), accepted: accepted(people) });
  expect(verdict.distrusted).toEqual(distrusted ? ['departmentId'] : []);
});

test('a reading of nobody after one of somebody is refused; a first one is not', () => {
  expect(judge({ figures: figures(0), accepted: accepted(1) })).toMatchObject({
    trust: 'refused',
    may: { add: false, leave: false, remove: false },
  });
  expect(judge({ figures: figures(0) })).toMatchObject({ trust: 'trusted' });
});

test.each<[string, Partial<GateInput>]>([
  ['incomplete before', { before: { complete: false } }],
  ['incomplete after', { after: { complete: false } }],
  ['another revision', { before: { complete: true, revision: '1' }, after: { complete: true, revision: '2' } }],
  ['another number', { after: { complete: true, employees: 11 } }],
  ['a record of unknown owner', { figures: figures(10, { nameless: 1 }) }],
])('evidence of %s takes away trust in absences and gives a reason', (_what, input) => {
  const verdict = judge({ figures: figures(10), accepted: accepted(10), ...input });
  expect(verdict).toMatchObject({ trust: 'in-part', may: { add: true, leave: true, remove: false } });
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
  const limits = { ...gateDefaults, peopleFall: 1, coverageFall: 1 };
  expect(judgeDepartments({ figures: units({ missing: 10, raised: 8 }), limits }).whole).toBe(true);
  expect(judgeDepartments({ figures: units({ missing: 10, read: 0 }), limits }).whole).toBe(false);
});

test('the gate only ever takes power away: a worse reading is never trusted more', () => {
  const count = fc.integer({ min: 0, max: 60 });
  fc.assert(
    fc.property(count, count, count, count, (before, present, filled, lost) => {
      const then = accepted(before);
      const better = judge({ figures: figures(present, {}, inAll(Math.min(present, filled))), accepted: then });
      const worse = judge({ figures: figures(present, {}, inAll(Math.max(0, Math.min(present, filled) - lost))), accepted: then });
      for (const name of better.distrusted) expect(worse.distrusted).toContain(name);
      const fewer = judge({ figures: figures(Math.max(0, present - lost)), accepted: then });
      if (fewer.may.remove) expect(judge({ figures: figures(present), accepted: then }).may.remove).toBe(true);
    }),
  );
});

test('nobody is no answer either when no reading was ever accepted but people are known', () => {
  expect(judge({ figures: figures(0), roster: 5 })).toMatchObject({ trust: 'refused' });
  expect(judge({ figures: figures(2), roster: 10 })).toMatchObject({ may: { remove: false } });
});

test('newcomers in place of those who are missing hide nothing', () => {
  const verdict = judge({ figures: figures(100, { met: 60, known: 60 }), accepted: accepted(100) });
  expect(verdict).toMatchObject({ trust: 'in-part', may: { add: true, remove: false } });
  expect(verdict.reasons).toEqual(['40 of the 100 people of the last accepted reading are missing']);
});

test('data that is older than what was accepted is refused, whatever else it says', () => {
  const verdict = judge({
    figures: figures(10),
    accepted: accepted(10, { freshAt: now - hour }),
    before: { complete: true, freshAt: now - 5 * hour },
  });
  expect(verdict).toMatchObject({
    trust: 'refused',
    complete: false,
    reasons: ['the source’s data is 4 hours older than what was accepted before'],
  });
});

test.each([
  [719, true],
  [721, false],
])('data that is %i hours old may end, move and empty: %s', (age, may) => {
  const verdict = judge({ figures: figures(10), accepted: accepted(10), before: { complete: true, freshAt: now - age * hour } });
  expect(verdict.may).toEqual({ add: true, leave: may, clear: may, move: may, remove: may });
});

test('people under new ids and ids twice take away trust in absences when they are many, words nobody knows in their field', () => {
  const judged = (changes: Partial<FeedFigures>) => judge({ figures: figures(100, changes), accepted: accepted(100) });
  expect(judged({ renumbered: 3 })).toMatchObject({ trust: 'trusted' });
  expect(judged({ renumbered: 4 })).toMatchObject({ may: { add: true, remove: false }, complete: false });
  expect(judged({ duplicates: 6 })).toMatchObject({ may: { remove: false }, complete: false });
  expect(judged({ unknownWords: { status: 5 } })).toMatchObject({ trust: 'trusted' });
  expect(judged({ unknownWords: { status: 6 } })).toMatchObject({ trust: 'in-part', distrusted: ['status'], may: { remove: true } });
});

test('a column that few fill and that vanished is not believed, although its share hardly fell', () => {
  const then = { figures: figures(100, {}, { employmentType: 10 }), at: now, upTo: 100 };
  const judged = (filled: number) => judge({ figures: figures(100, {}, { employmentType: filled }), accepted: then });
  expect(judged(0).distrusted).toEqual(['employmentType']);
  expect(judged(5).distrusted).toEqual([]);
});

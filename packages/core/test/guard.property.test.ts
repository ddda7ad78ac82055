import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type GuardInput, guardDefaults, guardVerdict } from '../src/plan/guard.ts';

const changeClass = fc.constantFrom(
  'delete',
  'disable',
  'group-removal',
  'clear',
  'rename',
  'create',
  'adopt',
  'link',
  'update',
  'enable',
) satisfies fc.Arbitrary<GuardInput['class']>;
const limit = fc.record({ floor: fc.nat(200), share: fc.double({ min: 0, max: 1, noNaN: true }) });
const input: fc.Arbitrary<GuardInput> = fc
  .record({
    class: changeClass,
    guard: limit,
    people: fc.nat(5_000),
    waiting: fc.nat(500),
    passed: fc.nat(2_000),
    managed: fc.nat(100_000),
    firstRun: fc.boolean(),
  })
  .map(({ guard, ...rest }) => ({ ...rest, target: 'okta', limits: { ...guardDefaults, [rest.class]: guard } }));

const held = (one: GuardInput): boolean => guardVerdict(one) !== undefined;

function withLimit(one: GuardInput, floor: number, share: number): GuardInput {
  return { ...one, limits: { ...one.limits, [one.class]: { floor, share } } };
}

describe('a guard, whatever its limits', () => {
  test('holds no more after its limit was raised', () => {
    fc.assert(
      fc.property(input, limit, limit, (one, first, second) => {
        const low = withLimit(one, Math.min(first.floor, second.floor), Math.min(first.share, second.share));
        const high = withLimit(one, Math.max(first.floor, second.floor), Math.max(first.share, second.share));
        expect(held(high) && !held(low)).toBe(false);
      }),
    );
  });

  test('holds a change of more people wherever it holds one of fewer', () => {
    fc.assert(
      fc.property(input, fc.nat(5_000), (one, more) => {
        if (held(one)) expect(held({ ...one, people: one.people + more })).toBe(true);
      }),
    );
  });

  test('names a limit that was passed, and never holds what the floor allows', () => {
    fc.assert(
      fc.property(input, (one) => {
        const verdict = guardVerdict(one);
        const floor = one.limits[one.class]?.floor ?? Number.POSITIVE_INFINITY;
        if (verdict === undefined) return;
        expect(one.people).toBeGreaterThan(0);
        expect(one.people + one.waiting + one.passed).toBeGreaterThan(Math.max(verdict.limit, floor));
      }),
    );
  });

  test('lets nobody more through in a day than twice what it lets through at once, however they are spread', () => {
    fc.assert(
      fc.property(input, fc.array(fc.nat(300), { maxLength: 40 }), (one, runs) => {
        const guard = one.limits[one.class];
        if (guard === undefined || (one.class === 'create' && one.firstRun)) return;
        const allowed = 2 * Math.max(guard.floor, Math.floor(guard.share * one.managed));
        let passed = 0;
        for (const people of runs) if (!held({ ...one, waiting: 0, people, passed })) passed += people;
        expect(passed).toBeLessThanOrEqual(allowed);
      }),
    );
  });

  test('is no looser for people who wait already', () => {
    fc.assert(
      fc.property(input, fc.nat(500), (one, more) => {
        if (held(one)) expect(held({ ...one, waiting: one.waiting + more })).toBe(true);
      }),
    );
  });

  test('lets only creations of a first run past it', () => {
    fc.assert(
      fc.property(input, (one) => {
        if (one.class === 'create') expect(held({ ...one, firstRun: true })).toBe(false);
        else expect(held({ ...one, firstRun: true })).toBe(held({ ...one, firstRun: false }));
      }),
    );
  });
});

// Many days of a company's life, planned and applied day by day, end where an oracle that knows only the rules expects.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { memoryStore } from '../src/index.ts';
import type { MemoryAccount } from '../src/testing/index.ts';
import { groupsOf } from './difference.ts';
import { dateIn, type Expectation, expectAt, type Human, nothingExpected, recordsOf, whereabouts } from './oracle.ts';
import { createWorld, day, noGuards, type World } from './world.ts';

const zones = ['Pacific/Auckland', 'Asia/Tokyo', 'Europe/London', 'America/New_York', 'Pacific/Honolulu'];
const kinds = [
  'hire',
  'move',
  'rename',
  'leave',
  'leave-later',
  'end-now',
  'rescind',
  'return',
  'rehire',
  'away',
  'back',
  'vanish',
  'nothing',
] as const;

const step = fc.record({
  kind: fc.constantFrom(...kinds),
  who: fc.nat(5),
  days: fc.integer({ min: 0, max: 4 }),
  hours: fc.integer({ min: 0, max: 23 }),
  department: fc.constantFrom('d-eng' as const, 'd-plat' as const, 'd-sales' as const),
  zone: fc.constantFrom(...zones),
  ahead: fc.integer({ min: 0, max: 5 }),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

const idOf = (human: number, nth: number): string => `e${String(human).padStart(2, '0')}-${nth}`;
const inDays = (human: Human, now: number, days: number): string => dateIn(human.zone, now + days * day);

function hire(humans: Human[], { zone, department, ahead }: Step, now: number): void {
  const number = humans.length + 1;
  const start = dateIn(zone, now + ahead * day);
  const employments = [{ id: idOf(number, 1), start, end: null, terminated: false, listed: true }];
  humans.push({ number, zone, family: 'Born', email: `p${number}@example.com`, department, onLeave: false, employments });
}

/** What one step changes in HR. A step that makes no sense for this person changes nothing. */
function happen(human: Human, { kind, department, ahead }: Step, now: number): void {
  const present = human.employments.at(-1);
  if (present === undefined) return;
  const where = whereabouts(human, now);
  const changes: Partial<Record<(typeof kinds)[number], () => void>> = {
    move: () => {
      human.department = department;
    },
    rename: () => {
      human.family = `${human.family}e`;
      human.email = `${human.family.toLowerCase()}${human.number}@example.com`;
    },
    leave: () => Object.assign(present, { terminated: true, end: inDays(human, now, -1) }),
    'leave-later': () => Object.assign(present, { end: inDays(human, now, ahead) }),
    'end-now': () => Object.assign(present, { terminated: true }),
    rescind: () => Object.assign(present, { end: null }),
    away: () => {
      human.onLeave = true;
    },
    back: () => {
      human.onLeave = false;
    },
  };
  if (where === 'here' && present.listed) changes[kind]?.();
  if (kind === 'vanish' && where !== 'to come') for (const employment of human.employments) employment.listed = false;
  if (where !== 'gone') return;
  human.onLeave = false;
  const fresh = { start: inDays(human, now, 0), end: null, terminated: false, listed: true };
  if (kind === 'return') Object.assign(present, fresh);
  if (kind === 'rehire') human.employments.push({ id: idOf(human.number, human.employments.length + 1), ...fresh });
}

function found(accounts: Iterable<MemoryAccount>): Expectation['okta'] {
  const shown = [...accounts].map(({ state, profile, ...rest }): [number, { state: string; profile: string; groups: string }] => [
    Number(profile.employeeNumber?.slice(1)),
    { state, profile: `${profile.userName} ${profile.familyName}`, groups: [...groupsOf(rest)].sort().join(' ') },
  ]);
  return new Map(shown.sort(([a], [b]) => a - b));
}

const sorted = (map: Expectation['okta']): Expectation['okta'] => new Map([...map].sort(([a], [b]) => a - b));

function check(world: World, expected: Expectation): void {
  expect({
    okta: found(world.okta.users.values()),
    chat: found(world.chat.accounts.values()),
    code: found(world.code.accounts.values()),
  }).toEqual({
    okta: sorted(expected.okta),
    chat: sorted(expected.chat),
    code: sorted(expected.code),
  });
}

test('whatever happens over the days, accounts are as the rules in words say, and nobody has two', async () => {
  const life = fc.record({
    steps: fc.array(step, { minLength: 3, maxLength: 14 }),
    window: fc.constantFrom(0, 3),
    suspend: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(life, async ({ steps, window, suspend }) => {
      const schedule = { createDaysBeforeStart: window, onLeave: suspend ? ('suspend' as const) : ('keep' as const) };
      const world = createWorld([], { guards: noGuards, schedule, store: memoryStore() });
      const humans: Human[] = [];
      const expected = nothingExpected();
      for (const each of steps) {
        const now = world.clock.now();
        if (each.kind === 'hire' || humans.length < 2) hire(humans, each, now);
        // The first one always stays: an empty feed is refused, which is a test of its own.
        else happen(humans[1 + (each.who % (humans.length - 1))] as Human, each, now);
        world.hr.setEmployees(humans.flatMap(recordsOf));
        for (const pause of [0, each.days * day + each.hours * 3_600_000]) {
          world.clock.advance(pause);
          await world.lifecycle.sync();
          expectAt(expected, humans, world.clock.now(), { window, suspend });
          check(world, expected);
        }
        expect((await world.lifecycle.plan()).total).toBe(0);
      }
    }),
    { numRuns: 60 },
  );
}, 300_000);

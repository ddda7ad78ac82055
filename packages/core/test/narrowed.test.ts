// A source that shows less than before: what it no longer shows is neither gone nor empty, until a person says so. And a list
// that is written while it is read.
import { describe, expect, test } from 'vitest';
import type { Draft, Employee, EmployeeRecord, Evidence } from '../src/connector/index.ts';
import { noGuards, reopened, settledWorld, userState, type World, worker, workers } from './world.ts';

const all = ['every Employee', 'Employee.jobTitle', 'Employee.departmentId'];
const emailOf = (number: number): string => `person${number}@example.com`;
const shows = (names: readonly string[]): Partial<Evidence> => ({ shows: names });

async function showing(): Promise<World> {
  const world = await settledWorld(workers(12), { guards: noGuards });
  world.hr.setEvidence(shows(all));
  await world.lifecycle.sync();
  return world;
}

function profileOf(world: World, number: number) {
  return [...world.okta.users.values()].find(({ profile }) => profile.email === emailOf(number))?.profile;
}

/** Two of twelve hidden, one without a title, one in another department: all of it below every limit. */
function hideSome(world: World): void {
  const rest = workers(12).slice(2, 10);
  world.hr.setEmployees([...rest, worker(11, { jobTitle: null }), worker(12, { departmentId: 'd-eng' })]);
}

test('what a source no longer shows takes nobody away, empties nothing and moves nobody; it is told every time', async () => {
  const world = await showing();
  const before = [profileOf(world, 11), profileOf(world, 12)];
  hideSome(world);
  world.hr.setEvidence(shows(all.slice(2)));
  for (let times = 0; times < 2; times += 1) {
    const { plan } = await world.lifecycle.sync();
    expect(plan.header.feed).toMatchObject({
      missing: 0,
      verdict: {
        trust: 'in-part',
        may: { add: true, leave: true, clear: false, move: false, remove: false },
        complete: false,
        reasons: ['the source no longer shows every Employee, Employee.jobTitle'],
      },
    });
    expect([profileOf(world, 11), profileOf(world, 12)]).toEqual(before);
    expect(userState(world, emailOf(1))).toBe('active');
  }
  world.hr.setEvidence(shows([...all, 'Employee.phone']));
  const { plan } = await world.lifecycle.sync();
  expect(plan.header.feed.verdict).toMatchObject({ trust: 'trusted', complete: true });
  expect(profileOf(world, 11)?.title ?? null).toBe(null);
});

test('a positive statement still counts while a source shows less', async () => {
  const world = await showing();
  world.hr.setEmployees([worker(1, { status: 'terminated', endDate: '2026-11-20' }), ...workers(12).slice(1)]);
  world.hr.setEvidence(shows([]));
  await world.lifecycle.sync();
  expect(userState(world, emailOf(1))).toBe('disabled');
});

test('whoever says that it is meant makes it the measure from then on', async () => {
  const world = await showing();
  hideSome(world);
  world.hr.setEvidence(shows(['every Employee']));
  const once = reopened(world, { feed: { narrowed: 'follow' } });
  expect((await once.lifecycle.sync()).plan.header.feed.verdict).toMatchObject({ trust: 'trusted', complete: true });
  expect(profileOf(world, 11)?.title ?? null).toBe(null);
  const later = reopened(world);
  expect((await later.lifecycle.plan()).header.feed.verdict).toMatchObject({ trust: 'trusted', reasons: [] });
});

test('what comes back empty from a reading that its own source calls incomplete is not believed', async () => {
  const world = await showing();
  const before = profileOf(world, 1);
  world.hr.setEmployees([worker(1, { jobTitle: null }), ...workers(12).slice(1)]);
  world.hr.setEvidence({ ...shows(all), complete: false, reasons: ['a sync ended in part'] });
  expect((await world.lifecycle.sync()).plan.header.feed.verdict.may).toMatchObject({ clear: false, leave: true });
  expect(profileOf(world, 1)).toEqual(before);
});

describe('somebody who comes twice in one reading', () => {
  const record = (draft: Draft<Employee>): EmployeeRecord => ({ kind: 'record', value: draft });
  const old = worker(1);
  const news = worker(1, { jobTitle: 'Head of Sales' });
  const late = worker(1, { jobTitle: 'Chief' });

  test.each<[string, readonly Draft<Employee>[]]>([
    ['as the roster has them, then anew', [old, late]],
    ['changed, then changed again', [news, late]],
    ['twice alike', [late, late]],
  ])('%s: the record read last counts where the source says so', async (_title, twice) => {
    const world = await settledWorld(workers(6), { guards: noGuards }, { source: { repeats: 'newer', pageSize: 2 } });
    const [first = old, second = old] = twice;
    world.hr.setEvidence({ employees: undefined });
    world.hr.setEmployeeRecords([first, ...workers(6).slice(1), second].map(record));
    const { plan } = await world.lifecycle.sync();
    expect(plan.header.feed).toMatchObject({ quarantined: [], verdict: { reasons: [] }, figures: { employees: 6 } });
    expect(profileOf(world, 1)?.title).toBe('Chief');
    expect((await world.lifecycle.plan()).isEmpty).toBe(true);
  });

  test('elsewhere two rows for one id contradict each other, and neither is used', async () => {
    const world = await settledWorld(workers(6), { guards: noGuards });
    world.hr.setEmployeeRecords([news, ...workers(6).slice(1), late].map(record));
    const { plan } = await world.lifecycle.sync();
    expect(plan.header.feed.quarantined).toHaveLength(1);
    expect(profileOf(world, 1)?.title).toBe('Worker');
  });
});

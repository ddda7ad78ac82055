// What changed since a mark: nothing is left out, and the calls are for changes and not for the company.
import type { ChangesPage, EmployeeChange, HrisSource } from '@tenure/core/connector';
import { isTenureError } from '@tenure/core/connector';
import { manualClock, testContext } from '@tenure/core/testing';
import { type MergeServer, type MergeServerOptions, noMergeLimits, startMergeServer } from '@tenure/simulators/merge';
import { describe, expect, test } from 'vitest';
import { mergeSource } from '../src/index.ts';
import type { MergeReadingOptions } from '../src/options.ts';
import { worker } from './company.ts';

const hour = 3_600_000;

interface Desk extends AsyncDisposable {
  readonly merge: MergeServer;
  readonly source: HrisSource;
  /** Everything that changed since the mark; the next mark is kept. */
  read(limit?: number): Promise<readonly EmployeeChange[]>;
  mark: string | undefined;
  /** Moves both clocks and syncs. */
  later(milliseconds?: number): void;
  calls(): number;
  idOf(number: number): string;
}

async function startDesk(people: number, options: MergeReadingOptions = {}, server: MergeServerOptions = {}): Promise<Desk> {
  const merge = await startMergeServer({ at: '2026-11-23T08:00:00Z', limits: noMergeLimits, ...server });
  const { account, apiKey, baseUrl, clock } = merge;
  account.hr.put('groups', { remote_id: 'D-eng', name: 'Engineering', type: 'Department' });
  account.hr.put('groups', { remote_id: 'D-sales', name: 'Sales', type: 'Department' });
  account.hr.put('locations', { remote_id: 'L-1', name: 'HQ', city: 'Bristol', country: 'GB', location_type: 'WORK' });
  account.seed(Array.from({ length: people }, (_, index) => worker(index + 1)));
  clock.advance(hour);
  const hands = manualClock(clock.now());
  const source = mergeSource({ apiKey, accountToken: account.token, baseUrl, ...options });
  let seen = merge.requests().length;
  const desk: Desk = {
    merge,
    source,
    mark: undefined,
    async read(limit = 100) {
      const items: EmployeeChange[] = [];
      let cursor: string | undefined;
      do {
        const page: ChangesPage | undefined = await source.employees.changes?.(
          { limit, cursor, since: desk.mark },
          testContext({ clock: hands }),
        );
        items.push(...(page?.items ?? []));
        cursor = page?.next;
        if (cursor === undefined) desk.mark = page?.mark;
      } while (cursor !== undefined);
      return items;
    },
    later(milliseconds = hour) {
      clock.advance(milliseconds);
      hands.advance(milliseconds);
      account.sync.run();
      seen = merge.requests().length;
    },
    calls: () => merge.requests().length - seen,
    idOf: (number) => account.idOf('employees', `E-${number}`),
    [Symbol.asyncDispose]: () => merge.close(),
  };
  await desk.read();
  desk.later();
  return desk;
}

function idsOf(changes: readonly EmployeeChange[], kind: EmployeeChange['kind']): (string | undefined)[] {
  return changes.filter((change) => change.kind === kind).map((change) => (change.kind === 'record' ? change.value.id : change.id));
}

test('without a mark there is nothing but the mark of this moment', async () => {
  await using desk = await startDesk(3);
  expect(await desk.source.employees.changes?.({ limit: 10 }, testContext())).toEqual({ items: [], mark: expect.any(String) });
});

test('nothing changed is nothing, in the same few calls however large the company', async () => {
  await using small = await startDesk(3);
  await using large = await startDesk(450);
  expect([await small.read(), await large.read()]).toEqual([[], []]);
  expect([small.calls(), large.calls()]).toEqual([7, 7]);
});

describe('a change', () => {
  test('of the employee itself is the whole record', async () => {
    await using desk = await startDesk(3);
    desk.merge.account.hr.change('E-2', { last_name: 'Newname' });
    desk.later();
    expect(await desk.read()).toMatchObject([{ kind: 'record', value: { id: desk.idOf(2), lastName: 'Newname', jobTitle: 'Worker' } }]);
  });

  test('of a job touches its employee', async () => {
    await using desk = await startDesk(3);
    desk.merge.account.hr.changeJob('E-2', { job_title: 'Chief' });
    desk.later();
    expect(await desk.read()).toEqual([{ kind: 'touched', id: desk.idOf(2) }]);
    expect(
      await desk.source.employees.get?.({ id: desk.idOf(2) }, testContext({ clock: manualClock(desk.merge.clock.now()) })),
    ).toMatchObject({
      record: { value: { jobTitle: 'Chief' } },
    });
  });

  test.each([
    ['is renamed', { remote_id: 'D-eng', name: 'Builders', type: 'Department' }],
    ['gets another parent', { remote_id: 'D-eng', name: 'Engineering', type: 'Department', parent_group: 'D-sales' }],
  ])('of a group that %s brings the people in it', async (_title, group) => {
    await using desk = await startDesk(4);
    desk.merge.account.hr.put('groups', group);
    desk.later();
    expect(idsOf(await desk.read(1), 'record').sort()).toEqual([desk.idOf(2), desk.idOf(4)].sort());
  });

  test('of a place brings the people at it, as they are now', async () => {
    await using desk = await startDesk(2);
    desk.merge.account.hr.put('locations', { remote_id: 'L-1', name: 'New HQ', city: 'Bath', country: 'GB', location_type: 'WORK' });
    desk.later();
    const changes = await desk.read();
    expect(changes).toHaveLength(2);
    expect(changes[0]).toMatchObject({ value: { location: { name: 'New HQ', city: 'Bath' } } });
  });

  test('that deletes somebody is a statement about them', async () => {
    await using desk = await startDesk(3);
    desk.merge.account.hr.remove('employees', 'E-2');
    desk.later();
    const changes = await desk.read();
    expect(changes).toContainEqual(
      expect.objectContaining({ kind: 'record', value: expect.objectContaining({ id: desk.idOf(2), status: 'terminated' }) }),
    );
  });
});

test('what is stored while it is read comes the next time', async () => {
  await using desk = await startDesk(3);
  const { account, clock } = desk.merge;
  desk.merge.fail({
    path: '/api/hris/v1/groups',
    effect: {
      kind: 'meanwhile',
      does: () => {
        account.hr.change('E-1', { last_name: 'Late' });
        clock.advance(1_000);
        account.sync.run();
      },
    },
  });
  expect(await desk.read()).toEqual([]);
  expect(idsOf(await desk.read(), 'record')).toEqual([desk.idOf(1)]);
});

test('the same change may come twice, by clocks that differ a little none is left out', async () => {
  await using desk = await startDesk(3);
  desk.merge.account.hr.change('E-2', { last_name: 'Newname' });
  // Merge's clock is five minutes behind ours: it stores the change before our last mark.
  desk.merge.account.sync.run();
  expect(idsOf(await desk.read(), 'record')).toEqual([desk.idOf(2)]);
  expect(idsOf(await desk.read(), 'record')).toEqual([desk.idOf(2)]);
  desk.later();
  await desk.read();
  desk.later();
  expect(await desk.read()).toEqual([]);
});

test('fifty changes in a company of 600 take calls for changes, not for the company', async () => {
  await using desk = await startDesk(600);
  for (let number = 1; number <= 50; number += 1) desk.merge.account.hr.change(`E-${number}`, { last_name: 'Newname' });
  desk.later();
  expect(idsOf(await desk.read(), 'record')).toHaveLength(50);
  expect(desk.calls()).toBe(7);
});

describe('everything must be read again', () => {
  async function reasonOf(desk: Desk): Promise<string> {
    const error: unknown = await desk.read().then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (!isTenureError(error) || error.code !== 'FEED_INCOMPLETE') throw new Error('expected FEED_INCOMPLETE', { cause: error });
    return error.details.reasons.join();
  }

  test.each<readonly [string, (desk: Desk) => void, RegExp]>([
    ['when the mark is old', (desk) => desk.later(15 * 24 * hour), /older than two weeks/],
    [
      'when the mark is no mark',
      (desk) => {
        desk.mark = 'x';
      },
      /not given out by this version/,
    ],
    ['when a field was switched off', ({ merge }) => merge.account.visibility.scope('employees.work_email', false), /not what they were/],
    ['when a model was switched off', ({ merge }) => merge.account.visibility.scope('groups', false), /not what they were/],
    [
      'when very many places changed',
      (desk) => {
        for (let number = 0; number < 120; number += 1) {
          desk.merge.account.hr.put('locations', { remote_id: `H-${number}`, city: 'Bath', location_type: 'HOME' });
        }
        desk.later();
      },
      /more than 100 departments and locations/,
    ],
  ])('%s', async (_title, does, reason) => {
    await using desk = await startDesk(3);
    does(desk);
    expect(await reasonOf(desk)).toMatch(reason);
  });

  test('when the options are others than at the mark', async () => {
    await using desk = await startDesk(3);
    const { apiKey, baseUrl, account } = desk.merge;
    const other = mergeSource({ apiKey, baseUrl, accountToken: account.token, departmentsFrom: ['TEAM'] });
    await expect(
      other.employees.changes?.({ limit: 1, since: desk.mark }, testContext({ clock: manualClock(desk.merge.clock.now()) })),
    ).rejects.toThrow(/the options/);
  });
});

test('models that are left out are not asked for changes', async () => {
  await using desk = await startDesk(3, { without: ['Group', 'Location', 'Employment'] });
  desk.merge.account.hr.changeJob('E-2', { job_title: 'Chief' });
  desk.later();
  expect(await desk.read()).toEqual([]);
  expect(desk.calls()).toBe(4);
});

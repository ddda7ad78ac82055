// Feed faults over real HTTP: a planted fault, a schedule, and an oracle that looks at the target itself. Guards are off, so
// that nothing but the reading is what protects people. Each scenario fails when its fault did not happen.
import { afterEach, describe, expect, test } from 'vitest';
import type { Draft, Employee } from '../src/connector/index.ts';
import { createLifecycle } from '../src/index.ts';
import { type HrAbilities, type HrAnswer, type HrCall, type HrFault, type HrServer, hrSource, startHr } from './hr-server.ts';
import { createWorld, day, hour, monday, noGuards, targetState, type World, worker, workers } from './world.ts';

type Person = Draft<Employee>;
interface Scenario {
  readonly fault: string;
  readonly plant: HrFault;
  /** Whether a leaver stated on the first page can be believed in such a reading. */
  readonly leaver: 'cut' | 'waits';
}

const onPage =
  (first: number, answer: (right: HrAnswer) => HrAnswer): HrFault =>
  ({ path, after }: HrCall, right) =>
    path === '/people' && after === first ? answer(right) : undefined;
const pageOf = ({ body }: HrAnswer) => body as { items: Person[]; next?: string };
const everybody =
  (change: (person: Person) => Person | undefined): HrFault =>
  ({ path }, right) => {
    if (path !== '/people') return undefined;
    const { items, ...rest } = pageOf(right);
    return { status: 200, body: { ...rest, items: items.flatMap((person) => change(person) ?? []) } };
  };
const without =
  (field: string) =>
  (person: Person): Person => {
    const { [field as 'id']: _gone, ...rest } = person;
    return { ...rest, id: person.id, [`${field}_v2`]: 'moved' } as Person;
  };

const scenarios: readonly Scenario[] = [
  {
    fault: 'a page cut in half that claims to be the last',
    plant: onPage(10, (right) => ({ status: 200, body: { items: pageOf(right).items.slice(0, 2) } })),
    leaver: 'cut',
  },
  {
    fault: 'a login page with status 200',
    plant: onPage(5, () => ({ status: 200, body: '<html><body>Sign in</body></html>' })),
    leaver: 'waits',
  },
  { fault: 'a redirect to a login page', plant: onPage(5, () => ({ status: 302, headers: { location: '/login' } })), leaver: 'waits' },
  { fault: 'an empty first page and nothing more', plant: onPage(0, () => ({ status: 200, body: { items: [] } })), leaver: 'waits' },
  {
    fault: 'a cursor that comes again',
    plant: onPage(5, (right) => ({ status: 200, body: { ...pageOf(right), next: '5' } })),
    leaver: 'waits',
  },
  {
    fault: 'an end after the first page',
    plant: onPage(0, (right) => ({ status: 200, body: { items: pageOf(right).items } })),
    leaver: 'cut',
  },
  {
    fault: 'a page left out in the middle',
    plant: onPage(0, (right) => ({ status: 200, body: { ...pageOf(right), next: '10' } })),
    leaver: 'cut',
  },
  {
    fault: 'a page without its end',
    plant: onPage(5, () => ({ status: 200, body: '{"items":[{"id":"e00', headers: { 'content-type': 'application/json' } })),
    leaver: 'waits',
  },
  { fault: 'every department empty', plant: everybody((person) => ({ ...person, departmentId: null })), leaver: 'cut' },
  { fault: 'every id another', plant: everybody((person) => ({ ...person, id: `new-${person.id}` })), leaver: 'waits' },
  { fault: 'half the company gone', plant: everybody((person) => (Number(person.id.slice(1)) > 10 ? undefined : person)), leaver: 'cut' },
  { fault: 'the field of the department renamed', plant: everybody(without('departmentId')), leaver: 'cut' },
  { fault: 'the field of the status renamed', plant: everybody(without('status')), leaver: 'waits' },
  { fault: 'every status a word nobody knows', plant: everybody((person) => ({ ...person, status: 'STATUS_2' })), leaver: 'waits' },
  { fault: '401 in the middle', plant: onPage(10, () => ({ status: 401 })), leaver: 'waits' },
  { fault: 'an answer that never comes', plant: onPage(5, () => ({ status: 200, silent: true })), leaver: 'waits' },
  { fault: 'the whole server down', plant: () => ({ status: 503 }), leaver: 'waits' },
];

const abilities: readonly (readonly [string, HrAbilities])[] = [
  ['a source that can be asked and counts its people', { evidence: true, get: true }],
  ['a source that can do nothing but list', { evidence: false, get: false }],
];

let open: HrServer[] = [];
afterEach(async () => {
  await Promise.all(open.map((server) => server.close()));
  open = [];
});

async function settled(people: readonly Person[], can: HrAbilities, freshAt?: number): Promise<{ hr: HrServer; world: World }> {
  const hr = await startHr(people);
  open.push(hr);
  hr.freshAt = freshAt;
  const world = createWorld([], { source: hrSource(hr, can), guards: noGuards, apps: [] });
  await world.lifecycle.sync();
  return { hr, world };
}

const leaver = worker(1, { status: 'terminated' });
const company = workers(20);
const cutOf = (lines: readonly string[]): string[] => lines.map((line) => line.replace(/^(person1@\S+) active/, '$1 disabled'));
const users = (world: World): string[] => targetState(world).okta;

describe.each(abilities)('%s', (_what, can) => {
  test.each(scenarios)(
    '$fault: nobody loses access or is moved, and the truth is reached once it is over',
    async ({ plant, leaver: fate }) => {
      const { hr, world } = await settled(company, can);
      const before = users(world);
      expect(before).toHaveLength(20);
      hr.people = [leaver, ...company.slice(1), worker(21)];
      hr.fault = plant;
      for (let round = 0; round < 3; round += 1) {
        await world.lifecycle.sync();
        expect(users(world).filter((line) => !line.startsWith('person21@'))).toEqual(fate === 'cut' ? cutOf(before) : before);
      }
      expect(hr.fired).toBeGreaterThanOrEqual(3);
      hr.fault = undefined;
      await world.lifecycle.sync();
      expect(users(world)).toEqual([...cutOf(before), 'person21@example.com active g-Sales-Access'].sort());
      expect((await world.lifecycle.plan()).header).toMatchObject({ total: 0, feed: { verdict: { trust: 'trusted' } } });
    },
  );
});

test('a snapshot older than what was accepted changes nobody, and whoever has left since is not brought back', async () => {
  const can = { evidence: true, get: true };
  const { hr, world } = await settled(company, can, monday - 2 * hour);
  hr.people = [leaver, ...company.slice(1)];
  hr.freshAt = monday - hour;
  await world.lifecycle.sync();
  const after = users(world);
  expect(after).toContain('person1@example.com disabled g-Sales-Access');
  hr.people = company.slice(0, 12);
  hr.freshAt = monday - 5 * hour;
  const { plan } = await world.lifecycle.sync();
  expect(plan.toMarkdown()).toContain('REFUSED');
  expect(users(world)).toEqual(after);
  hr.people = [leaver, ...company.slice(1)];
  hr.freshAt = monday;
  expect((await world.lifecycle.plan()).header).toMatchObject({ total: 0, feed: { verdict: { trust: 'trusted' } } });
});

describe('a cut that falls due while the source is in trouble', () => {
  const leaving = [worker(1, { endDate: '2026-11-23' }), ...company.slice(1)];
  const dead: HrFault = () => ({ status: 503 });
  const state = (world: World): string | undefined => users(world).find((line) => line.startsWith('person1@'));

  test('is made by what HR said last while that is young, and held and told when it is too old', async () => {
    for (const [days, off] of [
      [2, true],
      [5, false],
    ] as const) {
      const { hr, world } = await settled(leaving, { evidence: true, get: true });
      hr.fault = dead;
      world.clock.advance(days * day);
      const { plan } = await world.lifecycle.sync();
      expect(plan.header.feed).toMatchObject({ verdict: { trust: 'unread' }, due: { remembered: off ? 1 : 0, tooOld: off ? 0 : 1 } });
      expect(state(world)).toContain(off ? 'disabled' : 'active');
      if (!off) expect(plan.toMarkdown()).toContain('HR’s last word is older than 72 hours');
      expect(users(world).filter((line) => line.includes('disabled'))).toHaveLength(off ? 1 : 0);
      hr.fault = undefined;
      await world.lifecycle.sync();
      expect(state(world)).toContain('disabled');
    }
  });

  test('is confirmed with the source, where that can still be asked for one person: a termination taken back is not made', async () => {
    for (const rescinded of [true, false]) {
      const { hr, world } = await settled(leaving, { evidence: true, get: true });
      hr.people = rescinded ? [worker(1, { endDate: null }), ...company.slice(1)] : leaving;
      hr.fault = ({ path }) => (path === '/people' ? { status: 500 } : undefined);
      world.clock.advance(9 * day);
      const { plan } = await world.lifecycle.sync();
      expect(hr.fired).toBeGreaterThan(0);
      expect(plan.header.feed.due).toMatchObject({ confirmed: 1, remembered: 0, tooOld: 0 });
      expect(state(world)).toContain(rescinded ? 'active' : 'disabled');
    }
  });
});

test('people who really came under new ids go on as they are when the option says so', async () => {
  const { hr, world } = await settled(company, { evidence: true, get: true });
  const before = users(world);
  hr.people = company.map((person) => ({ ...person, id: `new-${person.id}` }));
  const following = createLifecycle({ ...world.options, feed: { renumbered: 'follow' } });
  await following.sync();
  await following.sync();
  expect(users(world)).toEqual(before);
  const plan = await world.lifecycle.plan();
  expect(plan.isEmpty).toBe(true);
  hr.people = hr.people.map((person, index) => (index === 0 ? { ...person, status: 'terminated' } : person));
  await world.lifecycle.sync();
  expect(users(world)).toEqual(cutOf(before));
});

// What people decide while a watch goes on is done within seconds, whoever hands it in.
import { expect, test, vi } from 'vitest';
import { createLifecycle, inDepartment, memoryStore } from '../src/index.ts';
import { watched } from './watched.ts';
import { collect, day, noGuards, userState, worker, workers } from './world.ts';

vi.setConfig({ testTimeout: 240_000 });

const second = 'person2@example.com';
type Watched = ReturnType<typeof watched>;

const chat = (world: Pick<Watched, 'chat'>): unknown =>
  [...world.chat.accounts.values()].find(({ profile }) => profile.userName === second)?.state;
const rarely = { fullEveryMs: 7 * day, changesEveryMs: day, overdueEveryMs: day };
const within = 12_000;

async function begun(changes: Parameters<typeof watched>[0] = {}) {
  const world = watched(changes);
  const watching = world.begin(rarely);
  await world.clock.until(() => world.syncs.length === 1);
  return { ...world, done: () => world.end(watching) };
}

/** Another process, which has only the store. */
const leave = (world: Pick<Watched, 'options' | 'clock'>, kind: string, data: unknown): Promise<unknown> =>
  Promise.resolve(
    world.options.store.commit('default', [
      { op: 'append', in: 'inbox', row: { kind, at: world.clock.now(), data: data as never, state: 'new' } },
    ]),
  );

test.each(['by a method', 'through the inbox'])(
  'a revocation handed in %s takes the account within seconds, without a full reading',
  async (how) => {
    const world = await begun();
    expect(chat(world)).toBe('active');
    const said = world.clock.now();
    const revocation = { by: 'ana', reason: 'an inquiry' };
    if (how === 'by a method') await world.lifecycle.revoke('e0002', 'chat', revocation);
    else await leave(world, 'revoke', { person: 'e0002', target: 'chat', ...revocation });
    await world.clock.until(() => chat(world) === 'disabled');
    expect(world.clock.now() - said).toBeLessThanOrEqual(within);
    expect(world.lists()).toBe(1);
    await world.done();
  },
);

test('while another process decides, whoever was decided about stays on the list; when it has ended, it is done', async () => {
  const store = { ...memoryStore(), exclusive: false };
  const world = await begun({ store });
  const lease = (owner: string, until: number) =>
    store.commit('default', [{ op: 'put', in: 'lease', row: { name: 'decide', owner, until, fence: 1_000 } }]);
  await lease('another process', world.clock.now() + day);
  await world.lifecycle.revoke('e0002', 'chat', { by: 'ana', reason: 'an inquiry' });
  await world.clock.until(() => world.errors.length > 0);
  expect(world.errors).toEqual([expect.objectContaining({ code: 'STORE_BUSY' })]);
  // What the other process is just writing about them would else be the last word.
  expect((await store.scan('default', 'recheck', { limit: 9 })).rows).toEqual([{ person: 'e0002' }]);
  await lease('', 0);
  await world.clock.until(() => chat(world) === 'disabled');
  expect(world.lists()).toBe(1);
  await world.done();
});

test('a grant gives the account within seconds, and its withdrawal takes it', async () => {
  const world = await begun();
  const code = () =>
    [...world.code.accounts.values()].filter(({ profile }) => profile.userName === 'person1@example.com').map(({ state }) => state);
  expect(code()).toEqual([]);
  await world.lifecycle.grant('e0001', 'code', { by: 'ana', reason: 'a project' });
  await world.clock.until(() => code().length === 1);
  expect(world.lists()).toBe(1);
  await world.done();
});

test('whoever is taken out of management, and in again, is looked at within seconds', async () => {
  const world = await begun();
  world.hr.putEmployee(worker(2, { endDate: '2026-11-20' }));
  await world.lifecycle.deactivate('e0002', { by: 'ana', reason: 'by hand from now on' });
  const looked = world.syncs.length;
  await world.clock.until(() => world.syncs.length > looked);
  expect(userState(world, second)).toBe('active');
  await world.lifecycle.activate('e0002', { by: 'ana' });
  await world.clock.until(() => userState(world, second) === 'disabled');
  expect(world.lists()).toBe(1);
  await world.done();
});

test('an answer is followed within seconds', async () => {
  const world = await begun();
  await world.lifecycle.protect('e0002', { by: 'ana', reason: 'a witness' });
  world.hr.putEmployee(worker(2, { endDate: '2026-11-20' }));
  await leave(world, 'sync', { people: ['e0002'] });
  const questions = () => collect(world.lifecycle.questions());
  let asked = await questions();
  await world.clock.until(() => {
    void questions().then((now) => {
      asked = now;
    });
    return asked.length > 0;
  });
  expect(userState(world, second)).toBe('active');
  for (const { id } of asked) await world.lifecycle.answer(id, 'cut', { by: 'ana' });
  await world.clock.until(() => userState(world, second) === 'disabled');
  expect(world.lists()).toBe(1);
  await world.done();
});

test.each(['by a method', 'through the inbox'])(
  'a held part that is let go %s is done by the next full reading, which begins at once',
  async (how) => {
    const people = workers(40);
    const world = await begun({ guards: { ...noGuards, disable: { floor: 3, share: 0.01 } } });
    world.hr.setEmployees(people);
    await world.lifecycle.sync();
    world.hr.setEmployees(people.map((each, index) => (index < 10 ? { ...each, endDate: '2026-11-20' } : each)));
    const { plan } = await world.lifecycle.sync();
    const held = plan.header.held.map(({ target, class: of }) => `${target} ${of}`);
    expect(held.sort()).toEqual(['chat disable', 'okta disable']);
    const lists = world.lists();
    for (const { hash } of plan.header.held) {
      if (how === 'by a method') await world.lifecycle.approve(hash, { by: 'ana' });
      else await leave(world, 'approve', { hash, by: 'ana' });
    }
    const said = world.clock.now();
    await world.clock.until(() => userState(world, second) === 'disabled');
    expect(world.clock.now() - said).toBeLessThanOrEqual(within);
    expect(world.lists()).toBe(lists + 1);
    const quiet = world.syncs.length;
    for (let steps = 0; steps < 40; steps += 1) await world.clock.step();
    // An approval is heeded once: nothing is read again and again because of it.
    expect(world.syncs.length).toBe(quiet);
    await world.done();
  },
);

test('people asked for through the inbox who cannot be decided upon are asked for less and less often', async () => {
  const world = watched();
  await world.lifecycle.sync();
  await leave(world, 'sync', { people: ['e0002'] });
  const asked = () => world.hr.calls.filter(({ verb }) => verb === 'employees.get').length;
  const lifecycle = createLifecycle({ ...world.options, groups: [{ for: inDepartment('None'), groups: ['Sales-Access'] }] });
  const watching = lifecycle.watch({ ...rarely, signal: world.stop.signal });
  const hourLater = world.clock.now() + 3_600_000;
  await world.clock.until(() => world.clock.now() >= hourLater);
  expect(asked()).toBeGreaterThan(2);
  expect(asked()).toBeLessThan(10);
  await world.end(watching);
});

// The loop that keeps accounts in step: at once, at the instant, in seconds, and without storms.
import { describe, expect, test, vi } from 'vitest';
import type { HintQueue, HrisSource, QueuedHint } from '../src/connector/index.ts';
import { TenureError } from '../src/index.ts';
import { seldom, watched } from './watched.ts';
import { collect, day, hour, monday, userState, worker } from './world.ts';

const minute = 60_000;
const second = 'person2@example.com';
// Every step lets whatever can go on go on, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 240_000 });

describe('watch', () => {
  test('reads everything at once and then at its interval, and stops clean', async () => {
    const { begin, end, clock, syncs, lists } = watched();
    const watching = begin({ fullEveryMs: hour, inboxEveryMs: hour });
    await clock.until(() => syncs.length === 3);
    expect(syncs.map((at) => at - monday)).toEqual([0, hour, 2 * hour]);
    await end(watching);
    const read = lists();
    await clock.step();
    expect([lists(), syncs.length]).toEqual([read, 3]);
  });

  test('a due cut happens at its instant, though the next full reading is hours away', async () => {
    const world = watched();
    world.hr.putEmployee(worker(2, { endDate: '2026-11-23' }));
    const watching = world.begin({ ...seldom, fullEveryMs: 7 * day });
    await world.clock.until(() => userState(world, second) === 'disabled');
    expect(new Date(world.clock.now()).toISOString()).toBe('2026-11-24T00:00:00.000Z');
    expect(world.lists()).toBe(1);
    await world.end(watching);
  });

  test('a source that fails is waited out with growing breaks, and nobody loses access by it', async () => {
    const world = watched();
    const watching = world.begin({ fullEveryMs: hour, inboxEveryMs: hour });
    await world.clock.until(() => world.syncs.length === 1);
    const down = new TenureError('CONNECTOR_UNAVAILABLE', { system: 'hr', verb: 'list employees', fact: 'down', details: {} });
    for (const nth of [1, 2, 3]) world.hr.fail('employees.list', nth, { kind: 'before', error: down });
    // A plan of what is due is made all the same.
    await world.clock.until(() => world.syncs.length === 5);
    expect(world.errors).toHaveLength(3);
    expect((world.syncs[4] ?? 0) - monday).toBeGreaterThanOrEqual(hour + 7 * minute);
    expect([...world.okta.users.values()].every(({ state }) => state === 'active')).toBe(true);
    await world.end(watching);
  });

  test('a source whose list never answers keeps no due cut waiting, and does not keep the lifecycle from being closed', async () => {
    let isHanging = false;
    const list = (source: HrisSource): HrisSource['employees']['list'] => {
      // As a connector that heeds no signal.
      return (...call) => (isHanging ? new Promise(() => {}) : source.employees.list(...call));
    };
    const world = watched({}, (source) => ({ ...source, employees: { ...source.employees, list: list(source) } }));
    world.hr.putEmployee(worker(2, { endDate: '2026-11-23' }));
    const watching = world.begin({ ...seldom, fullEveryMs: hour });
    await world.clock.until(() => world.syncs.length === 1);
    isHanging = true;
    await world.clock.until(() => userState(world, second) === 'disabled');
    expect(new Date(world.clock.now()).toISOString()).toBe('2026-11-24T00:00:00.000Z');
    await world.lifecycle.close();
    await watching;
  });

  test('between two looks nothing wakes where the source has no queue', async () => {
    const world = watched();
    const watching = world.begin({ ...seldom, fullEveryMs: day });
    await world.clock.until(() => world.syncs.length === 1);
    let steps = 0;
    await world.clock.until(() => {
      steps += 1;
      return world.clock.now() >= monday + day;
    });
    expect(steps).toBeLessThan(10);
    await world.end(watching);
  });

  test('options that would make a storm are refused by name', async () => {
    const { begin } = watched();
    await expect(begin({ fullEveryMs: 1_000 })).rejects.toThrow(expect.objectContaining({ code: 'OPTIONS_INVALID' }));
  });
});

/** A queue of one message at a time, as an HR system has it. */
function queueOf(messages: QueuedHint[]): HintQueue & { readonly acknowledged: string[] } {
  const acknowledged: string[] = [];
  return {
    acknowledged,
    receive: async () => messages[0],
    acknowledge: async ({ receipt }) => {
      acknowledged.push(receipt);
      const at = messages.findIndex((message) => message.receipt === receipt);
      if (at >= 0) messages.splice(at, 1);
    },
  };
}

const message = (receipt: string, id: string, ids: string[], againAt?: number): QueuedHint => ({
  kind: 'hint',
  receipt,
  hint: againAt === undefined ? { id, ids } : { id, ids, againAt },
});

describe('hints', () => {
  test('a message of the queue leads to reading that person, within seconds and without a full reading', async () => {
    const messages: QueuedHint[] = [];
    const queue = queueOf(messages);
    const world = watched({}, (source) => ({ ...source, hints: queue }));
    const watching = world.begin({ fullEveryMs: day });
    await world.clock.until(() => world.syncs.length === 1);
    world.hr.putEmployee(worker(2, { endDate: '2026-11-20' }));
    messages.push(message('r1', 'm1', ['e0002']), message('r2', 'm1', ['e0002']));
    const said = world.clock.now();
    await world.clock.until(() => userState(world, second) === 'disabled');
    expect(world.clock.now() - said).toBeLessThanOrEqual(10_000);
    expect([world.lists(), queue.acknowledged]).toEqual([1, ['r1', 'r2']]);
    await world.end(watching);
  });

  test('leads to the same for a host that listens to nothing', async () => {
    const messages: QueuedHint[] = [];
    const world = watched({}, (source) => ({ ...source, hints: queueOf(messages) }));
    const watching = world.begin({ fullEveryMs: day, onSync: undefined });
    await world.clock.until(() => userState(world, second) === 'active' && world.lists() === 1);
    world.hr.putEmployee(worker(2, { endDate: '2026-11-20' }));
    messages.push(message('r1', 'm1', ['e0002']));
    await world.clock.until(() => userState(world, second) === 'disabled');
    expect(world.lists()).toBe(1);
    await world.end(watching);
  });

  test('what a message says is not believed: only what the source says when asked', async () => {
    const messages: QueuedHint[] = [];
    const world = watched({}, (source) => ({ ...source, hints: queueOf(messages) }));
    const watching = world.begin({ fullEveryMs: day });
    await world.clock.until(() => world.syncs.length === 1);
    messages.push(message('r1', 'termination of e0002', ['e0002']));
    await world.clock.until(() => world.syncs.length === 2);
    expect(userState(world, second)).toBe('active');
    await world.end(watching);
  });

  test('a person is read once more on the day the message names', async () => {
    const messages: QueuedHint[] = [];
    const world = watched({}, (source) => ({ ...source, hints: queueOf(messages) }));
    const watching = world.begin({ fullEveryMs: 30 * day });
    await world.clock.until(() => world.syncs.length === 1);
    messages.push(message('r1', 'm1', ['e0002'], monday + 2 * hour));
    await world.clock.until(() => world.syncs.length === 2);
    world.hr.putEmployee(worker(2, { endDate: '2026-11-20' }));
    await world.clock.until(() => userState(world, second) === 'disabled');
    expect(world.clock.now() - (monday + 2 * hour)).toBeLessThanOrEqual(10_000);
    await world.end(watching);
  });

  test('a storm of messages about one person is a few readings of that person, and of nobody else', async () => {
    const messages: QueuedHint[] = [];
    const world = watched({}, (source) => ({ ...source, hints: queueOf(messages) }));
    const watching = world.begin({ fullEveryMs: day });
    await world.clock.until(() => world.syncs.length === 1);
    world.hr.putEmployee(worker(2, { endDate: '2026-11-20' }));
    messages.push(...Array.from({ length: 500 }, (_, index) => message(`r${index}`, `m${index}`, ['e0002'])));
    await world.clock.until(() => messages.length === 0 && userState(world, second) === 'disabled');
    await world.clock.until(() => world.syncs.length >= 2);
    const asked = world.hr.calls.filter(({ verb }) => verb === 'employees.get').map(({ id }) => id);
    expect([world.lists(), new Set(asked)]).toEqual([1, new Set(['e0002'])]);
    expect(asked.length).toBeLessThanOrEqual(3);
    await world.end(watching);
  });

  test('a message that cannot be read is set aside and stops no other', async () => {
    const messages: QueuedHint[] = [];
    const queue = queueOf(messages);
    const world = watched({}, (source) => ({ ...source, hints: queue }));
    const watching = world.begin({ fullEveryMs: day });
    await world.clock.until(() => world.syncs.length === 1);
    messages.push({ kind: 'unreadable', receipt: 'r0', reason: 'not JSON' }, message('r1', 'm1', ['e0002']));
    await world.clock.until(() => world.syncs.length === 2);
    expect(queue.acknowledged).toEqual(['r0', 'r1']);
    await world.end(watching);
  });
});

describe('changes', () => {
  test('are asked for since the last mark, and only who changed is read', async () => {
    const changed: string[][] = [];
    const marks: (string | undefined)[] = [];
    const world = watched({}, (source) => ({
      ...source,
      employees: {
        ...source.employees,
        changes: async ({ since }) => {
          marks.push(since);
          if (since === undefined) return { items: [], mark: 'm0' };
          return { items: (changed.shift() ?? []).map((id) => ({ kind: 'touched', id })), mark: `m${marks.length}` };
        },
      },
    }));
    const watching = world.begin({ fullEveryMs: day, changesEveryMs: minute, inboxEveryMs: day });
    await world.clock.until(() => world.syncs.length === 1);
    world.hr.putEmployee(worker(2, { endDate: '2026-11-20' }));
    world.hr.putEmployee(worker(9));
    changed.push(['e0002', 'e0009']);
    await world.clock.until(() => userState(world, second) === 'disabled');
    expect([world.lists(), userState(world, 'person9@example.com')]).toEqual([1, 'active']);
    await world.clock.until(() => marks.length === 3);
    expect(marks).toEqual([undefined, 'm0', 'm2']);
    await world.end(watching);
  });
});

describe('webhook', () => {
  const hooked = (source: HrisSource): HrisSource => ({
    ...source,
    webhook: async ({ headers, body }) =>
      headers.get('x-signature') === 'right'
        ? { status: 200, hints: [{ id: Buffer.from(body).toString(), ids: ['e0002'] }] }
        : { status: 401, hints: [] },
  });
  const post = (path: string, signature: string, body = 'one') =>
    new Request(`https://host.example${path}`, { method: 'POST', body, headers: { 'x-signature': signature } });

  test('is routed by the path, verified by the connector, kept, and read from when the watch looks', async () => {
    const world = watched({}, hooked);
    const { lifecycle } = world;
    expect((await lifecycle.webhook(post('/hooks/hr', 'wrong'))).status).toBe(401);
    expect((await lifecycle.webhook(post('/hooks/fax', 'right'))).status).toBe(404);
    const watching = world.begin({ fullEveryMs: day });
    await world.clock.until(() => world.syncs.length === 1);
    world.hr.putEmployee(worker(2, { endDate: '2026-11-20' }));
    expect((await lifecycle.webhook(post('/hooks/hr', 'right'))).status).toBe(200);
    await world.clock.until(() => userState(world, second) === 'disabled');
    expect(world.lists()).toBe(1);
    await world.end(watching);
  });

  test('works without a watch: the next sync reads everybody, and the hint is used up', async () => {
    const world = watched({}, hooked);
    await world.lifecycle.webhook(post('/hooks/hr', 'right'));
    await world.lifecycle.sync();
    const rows = await collect(
      (async function* () {
        yield* (await world.options.store.scan('default', 'inbox', { index: 'state', equals: ['new'], limit: 10 })).rows;
      })(),
    );
    expect(rows).toEqual([]);
  });

  test('a body that is too large is refused, and one that could not be kept is asked for again', async () => {
    const world = watched({}, hooked);
    expect((await world.lifecycle.webhook(post('/hooks/hr', 'right', 'x'.repeat(2_000_000)))).status).toBe(413);
    await world.options.store.close();
    expect((await world.lifecycle.webhook(post('/hooks/hr', 'right'))).status).toBe(503);
  });
});

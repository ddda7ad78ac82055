import { describe, expect, test } from 'vitest';
import { createLimiter, type LimiterClock } from './limiter.ts';

/** Time that moves only to the next moment somebody waits for. */
function steppedClock(): LimiterClock & { step(): Promise<boolean>; at: number } {
  let sleepers: { at: number; wake: () => void; signal: AbortSignal }[] = [];
  const clock = {
    at: 1_000_000,
    now: () => clock.at,
    sleep: (milliseconds: number, signal: AbortSignal) =>
      new Promise<void>((wake) => {
        sleepers.push({ at: clock.at + milliseconds, wake, signal });
      }),
    async step() {
      await settled();
      sleepers = sleepers.filter(({ signal }) => !signal.aborted).sort((one, other) => one.at - other.at);
      const next = sleepers.shift();
      if (next === undefined) return false;
      clock.at = Math.max(clock.at, next.at);
      next.wake();
      await settled();
      return true;
    },
  };
  return clock;
}

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 500; turn += 1) await Promise.resolve();
};
const signal = new AbortController().signal;
const minute = 60_000;

describe('a declared limit', () => {
  test('is kept over every span of its length, and used up to its reserve', async () => {
    const clock = steppedClock();
    const limiter = createLimiter({ requests: { count: 100, perMs: minute }, concurrency: 10 }, clock);
    const view = limiter.view({ signal });
    const sentAt: number[] = [];
    const all = Promise.all(
      Array.from({ length: 350 }, async () => {
        const { release } = await view.take();
        sentAt.push(clock.now());
        release();
      }),
    );
    while (sentAt.length < 350) await clock.step();
    await all;
    const most = Math.max(...sentAt.map((from) => sentAt.filter((at) => at >= from && at < from + minute).length));
    expect(most).toBe(98);
    expect(clock.at - 1_000_000).toBe(3 * minute);
  });

  test('lets an access cut through at once when only the reserve is left, before everybody who waits', async () => {
    const clock = steppedClock();
    const limiter = createLimiter({ requests: { count: 100, perMs: minute }, concurrency: 10 }, clock);
    const order: string[] = [];
    for (let nth = 0; nth < 120; nth += 1) {
      void limiter
        .view({ signal })
        .take()
        .then(({ release }) => {
          order.push('create');
          release();
        });
    }
    await settled();
    expect(order).toHaveLength(98);
    const cut = await limiter.view({ signal, urgent: () => true }).take();
    expect(order).toHaveLength(98);
    cut.release();
  });
});

describe('headers', () => {
  test('replace what was declared, and nothing is sent that the window cannot take', async () => {
    const clock = steppedClock();
    const limiter = createLimiter({ requests: { count: 1_000, perMs: minute }, concurrency: 1 }, clock);
    const view = limiter.view({ signal });
    const resetAt = clock.at + minute;
    let used = 0;
    const call = async (): Promise<void> => {
      const { release } = await view.take();
      used += 1;
      view.saw({ limit: 50, remaining: 50 - used, resetAt });
      release();
    };
    const all = Promise.all(Array.from({ length: 60 }, call));
    await settled();
    expect(used).toBe(48);
    await clock.step();
    expect(clock.at).toBe(resetAt);
    await all.catch(() => {});
  });

  test('calls of others in the same window are counted', async () => {
    const clock = steppedClock();
    const limiter = createLimiter(undefined, clock);
    const view = limiter.view({ signal, urgent: () => true });
    const { release } = await view.take();
    view.saw({ limit: 10, remaining: 1, resetAt: clock.at + minute });
    release();
    (await view.take()).release();
    let third = false;
    void view.take().then(() => {
      third = true;
    });
    await settled();
    expect(third).toBe(false);
    await clock.step();
    expect(third).toBe(true);
  });

  test('one bucket without room holds up no other bucket', async () => {
    const clock = steppedClock();
    const limiter = createLimiter({ buckets: { users: { count: 1, perMs: minute } } }, clock);
    const view = limiter.view({ signal });
    (await view.take({ bucket: 'users' })).release();
    let blocked = true;
    void view.take({ bucket: 'users' }).then(() => {
      blocked = false;
    });
    (await view.take({ bucket: 'groups' })).release();
    expect(blocked).toBe(true);
  });
});

describe('a refusal', () => {
  test('holds everything until the stated time', async () => {
    const clock = steppedClock();
    const limiter = createLimiter(undefined, clock);
    const view = limiter.view({ signal, urgent: () => true });
    view.saw({ refused: true, resetAt: clock.at + 5_000 });
    let through = false;
    void view.take().then(() => {
      through = true;
    });
    await settled();
    expect(through).toBe(false);
    await clock.step();
    expect([through, clock.at]).toEqual([true, 1_005_000]);
  });

  test('for too many at once halves how many go at once, and it grows back', async () => {
    const clock = steppedClock();
    const limiter = createLimiter({ concurrency: 4 }, clock);
    const view = limiter.view({ signal });
    view.saw({ refused: true, concurrency: true });
    const held = [await view.take(), await view.take()];
    let third = false;
    void view.take().then(() => {
      third = true;
    });
    await settled();
    expect(third).toBe(false);
    for (let nth = 0; nth < 20; nth += 1) view.saw({});
    await settled();
    expect(third).toBe(true);
    for (const { release } of held) release();
  });
});

test('whoever waits and is aborted is gone, and nobody behind him notices', async () => {
  const clock = steppedClock();
  const limiter = createLimiter({ concurrency: 1 }, clock);
  const first = await limiter.view({ signal }).take();
  const giving = new AbortController();
  const given = limiter.view({ signal: giving.signal }).take();
  const after = limiter.view({ signal }).take();
  giving.abort(new Error('enough'));
  await expect(given).rejects.toThrow('enough');
  first.release();
  (await after).release();
  expect(limiter.taken()).toBe(2);
});

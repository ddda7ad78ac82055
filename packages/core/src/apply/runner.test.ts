import { expect, test } from 'vitest';
import { testContext } from '../testing/index.ts';
import { embeddedRunner, type Job, type Lane } from './runner.ts';

/** A lane over a list of jobs; `after` keeps a job back until the named one has run, wherever it runs. */
function laneOf(
  id: string,
  jobs: { name: string; keys?: string[]; after?: string; urgent?: boolean }[],
  done: string[],
  concurrency = 2,
): Lane {
  const left = [...jobs];
  return {
    id,
    concurrency,
    takeUp: async () => {},
    giveUp: async () => {
      done.push(`${id} gave up ${left.length}`);
    },
    async next(room, taken) {
      const ready: Job[] = [];
      for (const job of [...left]) {
        const keys = job.keys ?? [job.name];
        if (
          ready.filter(({ urgent }) => urgent === job.urgent).length >= (job.urgent === true ? room.urgent : room.ordinary) ||
          keys.some((key) => taken.has(key)) ||
          (job.after !== undefined && !done.includes(job.after))
        )
          continue;
        left.splice(left.indexOf(job), 1);
        ready.push({
          keys,
          urgent: job.urgent,
          run: async () => {
            await new Promise((resolve) => setImmediate(resolve));
            done.push(job.name);
            return job.name === 'refused' ? 'stop' : 'done';
          },
        });
      }
      return { jobs: ready, nextAt: undefined };
    },
  };
}

test('work in one lane that waits for another lane is done when that is done, whichever lane is idle first', async () => {
  const done: string[] = [];
  const door = laneOf('door', [{ name: 'd1' }, { name: 'd2', after: 'd1' }, { name: 'd3', after: 'd2' }], done);
  const desk = laneOf(
    'desk',
    [
      { name: 'k1', after: 'd3' },
      { name: 'k2', after: 'd1' },
    ],
    done,
  );
  await embeddedRunner.begin([desk, door], testContext()).done;
  expect([...done].sort()).toEqual(['d1', 'd2', 'd3', 'k1', 'k2']);
});

test('a lane that was refused begins nothing more, and the others go on', async () => {
  const done: string[] = [];
  const refused = laneOf('a', [{ name: 'refused' }, ...Array.from({ length: 20 }, (_, index) => ({ name: `never${index}` }))], done, 1);
  await embeddedRunner.begin([refused, laneOf('b', [{ name: 'b1' }], done)], testContext()).done;
  expect(done).toContain('b1');
  expect(done.filter((name) => name.startsWith('never'))).toEqual([]);
  expect(done.some((name) => name.startsWith('a gave up'))).toBe(true);
});

test('a fault that is no outcome ends the drain, after what was under way has ended', async () => {
  const done: string[] = [];
  const lane = laneOf('a', [{ name: 'a1' }], done);
  const broken: Lane = {
    ...laneOf('b', [], done),
    next: async () => ({ jobs: [], nextAt: undefined }),
    takeUp: () => Promise.reject(new Error('store')),
  };
  await expect(embeddedRunner.begin([lane, broken], testContext()).done).rejects.toThrow('store');
  expect(done).toEqual(['a1']);
});

test('an aborted drain rejects with the reason and begins nothing', async () => {
  const done: string[] = [];
  const controller = new AbortController();
  controller.abort(new Error('enough'));
  await expect(
    embeddedRunner.begin([laneOf('a', [{ name: 'a1' }], done)], testContext({ signal: controller.signal })).done,
  ).rejects.toThrow('enough');
  expect(done).toEqual([]);
});

test('urgent work has places of its own: it begins while ordinary work fills every other', async () => {
  const done: string[] = [];
  const hanging = Array.from({ length: 3 }, (_, index) => ({ name: `slow${index}`, keys: [`slow${index}`] }));
  const lane = laneOf('a', [...hanging, { name: 'cut', urgent: true }], done, 1);
  const held = Promise.withResolvers<void>();
  const next: Lane['next'] = async (room, taken) => {
    const { jobs, nextAt } = await lane.next(room, taken);
    const slow = (job: Job): Job => ({ ...job, run: () => held.promise.then(() => job.run()) });
    return { jobs: jobs.map((job) => (job.urgent === true ? job : slow(job))), nextAt };
  };
  const { done: over } = embeddedRunner.begin([{ ...lane, next }], testContext());
  while (!done.includes('cut')) await new Promise((resolve) => setImmediate(resolve));
  expect(done).toEqual(['cut']);
  held.resolve();
  await over;
  expect(done).toHaveLength(4);
});

test('a lane that is added while others work is drained with them, and none can be added when all is over', async () => {
  const done: string[] = [];
  const draining = embeddedRunner.begin([laneOf('a', [{ name: 'a1', after: 'b1' }, { name: 'a0' }], done)], testContext());
  expect(draining.add([laneOf('b', [{ name: 'b1' }], done)])).toBe(true);
  await draining.done;
  expect([...done].sort()).toEqual(['a0', 'a1', 'b1']);
  expect(draining.add([laneOf('c', [], done)])).toBe(false);
});

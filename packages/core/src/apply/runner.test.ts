import { expect, test } from 'vitest';
import { testContext } from '../testing/index.ts';
import { embeddedRunner, type Job, type Lane } from './runner.ts';

/** A lane over a list of jobs; `after` keeps a job back until the named one has run, wherever it runs. */
function laneOf(id: string, jobs: { name: string; keys?: string[]; after?: string }[], done: string[], concurrency = 2): Lane {
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
        if (ready.length >= room || keys.some((key) => taken.has(key)) || (job.after !== undefined && !done.includes(job.after))) continue;
        left.splice(left.indexOf(job), 1);
        ready.push({
          keys,
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
  await embeddedRunner.drain([desk, door], testContext());
  expect([...done].sort()).toEqual(['d1', 'd2', 'd3', 'k1', 'k2']);
});

test('a lane that was refused begins nothing more, and the others go on', async () => {
  const done: string[] = [];
  const refused = laneOf('a', [{ name: 'refused' }, ...Array.from({ length: 20 }, (_, index) => ({ name: `never${index}` }))], done, 1);
  await embeddedRunner.drain([refused, laneOf('b', [{ name: 'b1' }], done)], testContext());
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
  await expect(embeddedRunner.drain([lane, broken], testContext())).rejects.toThrow('store');
  expect(done).toEqual(['a1']);
});

test('an aborted drain rejects with the reason and begins nothing', async () => {
  const done: string[] = [];
  const controller = new AbortController();
  controller.abort(new Error('enough'));
  await expect(embeddedRunner.drain([laneOf('a', [{ name: 'a1' }], done)], testContext({ signal: controller.signal }))).rejects.toThrow(
    'enough',
  );
  expect(done).toEqual([]);
});

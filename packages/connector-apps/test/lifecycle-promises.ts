// What every application promises when the engine drives it: one account through lost answers, no cost when nothing changes,
// and nobody treated as gone.
import { afterEach, expect, test } from 'vitest';
import { company, worker, workers } from './company.ts';
import type { PromiseWorld, Promising } from './promises.ts';

export const left = { endDate: '2026-11-20', status: 'terminated' } as const;

/** The tests, to be called inside a `describe` of the app. */
export function keepsItsPromisesInALifecycle({ start }: Promising): void {
  let world: PromiseWorld | undefined;
  afterEach(() => world?.close());
  const employing = async (count: number) => {
    const employer = company(workers(count));
    world = await start(employer.clock.now);
    return { employer, app: world.app(), world };
  };

  test('a create whose answer is lost ends as one account that is ours', async () => {
    const { employer, app, world: server } = await employing(1);
    const lifecycle = employer.lifecycle(app);
    server.loseNextCreation();
    const { run } = await lifecycle.sync();
    expect([run?.counts.failed, run?.counts.unknown]).toEqual([0, 0]);
    expect(server.asked().filter(({ kind }) => kind === 'create')).toHaveLength(1);
    await lifecycle.sync();
    expect(server.people()).toHaveLength(1);
    expect((await lifecycle.plan()).isEmpty).toBe(true);
  });

  test('a run with nothing changed asks the app for nothing about people', async () => {
    const { employer, app, world: server } = await employing(20);
    const lifecycle = employer.lifecycle(app);
    await lifecycle.sync();
    expect(server.people()).toHaveLength(20);
    const before = server.asked().length;
    await lifecycle.sync();
    const since = server.asked().slice(before);
    expect(since.filter(({ kind }) => kind !== 'list')).toEqual([]);
    expect(since.length).toBeLessThanOrEqual(1);
  });

  test.each([401, 403] as const)(
    'a refused credential (%i) leaves every leaver to the next run, and nobody counts as gone',
    async (status) => {
      const { employer, app, world: server } = await employing(3);
      await employer.lifecycle(app).sync();
      server.refuse(status);
      for (const number of [1, 2, 3]) employer.hr.putEmployee(worker(number, left));
      await employer
        .lifecycle(app)
        .sync()
        .catch(() => undefined);
      server.heal();
      expect(server.people().filter(({ on }) => on)).toHaveLength(3);
      await employer.lifecycle(app).sync();
      expect(server.people().filter(({ on }) => on)).toEqual([]);
    },
  );
}

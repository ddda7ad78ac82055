// What is typed into the HR system reaches Okta by the queue, whoever is killed on the way.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLifecycle } from './lifecycle.ts';
import { people, type Systems, startSystems } from './systems.ts';

const patiently = { timeout: 40_000 };

test('a termination typed into ADP turns the Okta account off, and nobody else’s', { timeout: 120_000 }, async () => {
  await using systems = await startSystems();
  const lifecycle = openLifecycle(systems.environment);
  const stop = new AbortController();
  const watching = lifecycle.watch({ signal: stop.signal, inboxEveryMs: 100 });
  await expect.poll(systems.accounts, patiently).toBe(people);
  const { hr, queue } = systems.adp.subscriber;
  // From now on the list can't be read: what is learnt, is learnt by the queue.
  systems.adp.fail({ path: '/hr/v2/workers', times: Number.POSITIVE_INFINITY, effect: { kind: 'hiccup' } });
  hr.terminate(systems.ids[0] ?? '');
  hr.change(systems.ids[1] ?? '', { familyName: 'Renamed' });
  await expect.poll(() => systems.status(1), patiently).toBe('DEPROVISIONED');
  await expect.poll(() => queue.messages(), patiently).toEqual([]);
  stop.abort();
  await watching;
  await lifecycle.close();
  expect(off(systems)).toEqual([1]);
});

function off({ status }: Systems): number[] {
  return Array.from({ length: people }, (_, index) => index + 1).filter((number) => status(number) === 'DEPROVISIONED');
}

interface Child {
  /** When it has come to the place where it stops. */
  readonly there: Promise<void>;
  kill(): Promise<void>;
}

function startChild({ environment }: Systems, stopAt: string): Child {
  const env = { ...process.env, ...environment, STOP_AT: stopAt };
  const child = spawn(process.execPath, ['--conditions=@tenure/source', join(import.meta.dirname, 'child.ts')], { env });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const there = new Promise<void>((resolve) => child.stdout.once('data', () => resolve()));
  return {
    there,
    async kill() {
      child.kill('SIGKILL');
      await closed;
    },
  };
}

test.each(['read', 'kept', 'acknowledged'])(
  'a process that is killed when a message is %s loses none and does nothing twice',
  { timeout: 180_000 },
  async (stopAt) => {
    await using systems = await startSystems();
    const { hr, queue } = systems.adp.subscriber;
    const first = openLifecycle(systems.environment);
    await first.sync();
    await first.close();
    expect(systems.accounts()).toBe(people);
    const broken = systems.adp.fail({ path: '/hr/v2/workers', times: Number.POSITIVE_INFINITY, effect: { kind: 'hiccup' } });
    hr.terminate(systems.ids[0] ?? '');
    const killed = startChild(systems, stopAt);
    await killed.there;
    await killed.kill();
    expect(queue.messages()).toHaveLength(stopAt === 'acknowledged' ? 0 : 1);
    expect(off(systems)).toEqual([]);

    const next = openLifecycle(systems.environment);
    const stop = new AbortController();
    const watching = next.watch({ signal: stop.signal, inboxEveryMs: 100 });
    await expect.poll(() => off(systems), patiently).toEqual([1]);
    await expect.poll(() => queue.messages(), patiently).toEqual([]);
    stop.abort();
    await watching;
    await next.close();
    const turnedOff = () => systems.okta.requests('write').filter(({ path }) => path.includes('/lifecycle/deactivate')).length;
    expect([turnedOff(), systems.accounts()]).toEqual([1, people]);

    broken.remove();
    const after = openLifecycle(systems.environment);
    expect((await after.plan()).total).toBe(0);
    await after.close();
  },
);

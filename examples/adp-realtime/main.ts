// `node --conditions=@tenure/source main.ts`: somebody is terminated in the simulated ADP, and a few seconds later the simulated Okta
// lets them in no more.
import { setTimeout as delay } from 'node:timers/promises';
import { openLifecycle } from './lifecycle.ts';
import { people, startSystems } from './systems.ts';

await using systems = await startSystems();
const lifecycle = openLifecycle(systems.environment);
const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
const watching = lifecycle.watch({
  signal: stop.signal,
  onSync: ({ plan }) => console.log(plan.total === 0 ? 'Nothing to do.' : plan.toTable()),
  onError: (error) => console.error(error instanceof Error ? error.message : 'Something failed.'),
});

/** Until it is so, or somebody gives up. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo() && !stop.signal.aborted) await delay(20);
}

await until(() => systems.accounts() === people);
const [leaver = ''] = systems.ids;
systems.adp.subscriber.hr.terminate(leaver);
const typedAt = performance.now();
await until(() => systems.status(1) === 'DEPROVISIONED');
console.log(`Terminated in ADP; out of Okta ${((performance.now() - typedAt) / 1_000).toFixed(1)} seconds later.`);
stop.abort();
await watching;
await lifecycle.close();

import { expect, test } from 'vitest';
import { createCalendar } from '../roster/calendar.ts';
import { memoryStore } from '../store/memory.ts';
import { createTelemetry } from '../telemetry/telemetry.ts';
import { testContext } from '../testing/index.ts';
import { createDigest } from './digest.ts';
import { createStaging, type Staged } from './staging.ts';
import { createTogether } from './together.ts';

const session = () => ({
  store: memoryStore(),
  tenant: 'default',
  digest: createDigest('0'.repeat(64)),
  calendar: createCalendar({ now: 0, timeZone: 'Europe/London' }),
  context: testContext(),
  holdLease: async () => {},
  together: createTogether(),
  telemetry: createTelemetry(false),
  today: () => createCalendar({ now: 0, timeZone: 'Europe/London' }),
});

const staged = (id: string, rowHash = 'h'): Staged => ({ id, rowHash, withheld: [], known: false, value: { id } });

async function drained(batches: AsyncIterable<readonly Staged[]>): Promise<string[][]> {
  const list: string[][] = [];
  for await (const batch of batches) list.push(batch.map(({ id, rowHash }) => `${id}${rowHash}`));
  return list;
}

test('staged records come out in order of id, however many runs they were written in', async () => {
  const staging = createStaging(session());
  const ids = Array.from({ length: 25_000 }, (_, index) => `e${String((index * 7_919) % 25_000).padStart(5, '0')}`);
  for (let from = 0; from < ids.length; from += 1_000) await staging.add(ids.slice(from, from + 1_000).map((id) => staged(id)));
  const out = (await drained(staging.batches(250))).flat();
  expect(out).toEqual([...ids].sort().map((id) => `${id}h`));
});

test('records of one id stay side by side in one batch, so that they can be compared', async () => {
  const staging = createStaging(session());
  await staging.add([staged('b', '1'), staged('a', '1')]);
  await staging.add([staged('b', '2')]);
  const batches = await drained(staging.batches(1));
  expect(batches.map((batch) => batch.sort())).toEqual([['a1'], ['b1', 'b2']]);
  expect([...(await staging.find(['b', 'x'])).keys()]).toEqual(['b']);
});

test('what was cleared does not come back', async () => {
  const world = session();
  const staging = createStaging(world);
  await staging.add([staged('a', '1'), staged('a', '2')]);
  await staging.clear();
  expect(await drained(staging.batches(10))).toEqual([]);
  expect(await world.store.count('default', 'staged')).toBe(0);
});

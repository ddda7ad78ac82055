import { expect, test } from 'vitest';
import { createLeaseHolder, type Lease } from './lease.ts';
import { createDigest } from './read/digest.ts';
import type { Session } from './read/session.ts';
import { createTogether } from './read/together.ts';
import { createCalendar } from './roster/calendar.ts';
import { memoryStore } from './store/memory.ts';
import { createTelemetry } from './telemetry/telemetry.ts';
import { testContext } from './testing/index.ts';

function sessions(): { session: Session; advance: (milliseconds: number) => void } {
  const context = testContext();
  const session: Session = {
    store: memoryStore(),
    tenant: 'default',
    digest: createDigest('0'.repeat(64)),
    calendar: createCalendar({ now: 0, timeZone: 'Europe/London' }),
    context,
    holdLease: async () => {},
    together: createTogether(),
    telemetry: createTelemetry(false),
    today: () => createCalendar({ now: 0, timeZone: 'Europe/London' }),
  };
  return { session, advance: context.clock.advance };
}

const minutes = 60_000;

/** As a lifecycle of its own would hold it. */
const withLease = <Result>(session: Session, exclusive: boolean, work: (lease: Lease) => Promise<Result>): Promise<Result> =>
  createLeaseHolder(exclusive).use(session, work);

test('while one process decides on a shared store, another is refused', async () => {
  const { session } = sessions();
  await withLease(session, false, async () => {
    await expect(withLease(session, false, async () => 'second')).rejects.toMatchObject({ code: 'STORE_BUSY' });
  });
  expect(await withLease(session, false, async () => 'afterwards')).toBe('afterwards');
});

test('a lease whose time is over is taken over, and its old holder may write no more', async () => {
  const { session, advance } = sessions();
  await withLease(session, false, async (first) => {
    advance(11 * minutes);
    await withLease(session, false, async () => {
      await expect(first.hold()).rejects.toMatchObject({ code: 'STORE_BUSY' });
    });
  });
});

test('a holder at work keeps its lease however long it takes', async () => {
  const { session, advance } = sessions();
  await withLease(session, false, async ({ hold }) => {
    for (let turn = 0; turn < 10; turn += 1) {
      advance(6 * minutes);
      await hold();
    }
    await expect(withLease(session, false, async () => 'second')).rejects.toMatchObject({ code: 'STORE_BUSY' });
  });
});

test('a lease left behind by a dead process is taken at once where the store belongs to one process', async () => {
  const { session } = sessions();
  await session.store.commit('default', [{ op: 'put', in: 'lease', row: { name: 'decide', owner: 'dead', until: 2 ** 50, fence: 7 } }]);
  await expect(withLease(session, false, async () => '')).rejects.toMatchObject({ code: 'STORE_BUSY', details: { holder: 'dead' } });
  expect(await withLease(session, true, async () => 'taken')).toBe('taken');
});

test('whoever joins the holder shares its lease, and the last one gives it back', async () => {
  const { session } = sessions();
  const holder = createLeaseHolder(false);
  const first = Promise.withResolvers<void>();
  const long = holder.use(session, () => first.promise);
  await holder.use(session, ({ hold }) => hold());
  await expect(withLease(session, false, async () => 'second')).rejects.toMatchObject({ code: 'STORE_BUSY' });
  first.resolve();
  await long;
  expect(await withLease(session, false, async () => 'free')).toBe('free');
});

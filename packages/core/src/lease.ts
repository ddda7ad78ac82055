// Deciding is serial: one holder of the lease row per tenant, whoever shares the store.
import { randomUUID } from 'node:crypto';
import { TenureError } from './connector/errors.ts';
import type { Session } from './read/session.ts';

/** How long a holder that went silent keeps others out of a store that several processes may use. */
const leaseMs = 10 * 60_000;

/**
 * Runs `work` while holding the lease. A lease left by a process that is no more is taken over at once where the store
 * belongs to one process, else when its time is up.
 *
 * @throws {TenureError} `STORE_BUSY` when another process decides.
 */
export async function withLease<Result>(session: Session, exclusive: boolean, work: () => Promise<Result>): Promise<Result> {
  const { store, tenant, context } = session;
  const owner = randomUUID();
  const name = 'decide';
  await store.commit(tenant, [{ op: 'insert-if-absent', in: 'lease', row: { name, owner: '', until: 0, fence: 0 } }]);
  const [held] = await store.get(tenant, 'lease', [[name]]);
  const free = held === undefined || held.owner === '' || held.until <= context.now() || exclusive;
  const until = context.now() + leaseMs;
  const fence = (held?.fence ?? 0) + 1;
  const set = { owner, until, fence };
  const taken =
    free && (await store.commit(tenant, [{ op: 'update', in: 'lease', key: [name], set, when: { fence: held?.fence ?? 0 } }])).applied;
  if (!taken)
    throw new TenureError('STORE_BUSY', {
      system: 'store',
      verb: 'decide',
      fact: 'another process holds the lease',
      details: { holder: held?.owner },
    });
  try {
    return await work();
  } finally {
    await store.commit(tenant, [{ op: 'update', in: 'lease', key: [name], set: { owner: '', until: 0 }, when: { owner, fence } }]);
  }
}

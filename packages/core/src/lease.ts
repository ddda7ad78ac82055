// Deciding is serial: one holder of the lease row per tenant, whoever shares the store.
import { randomUUID } from 'node:crypto';
import { TenureError } from './connector/errors.ts';
import type { Session } from './read/session.ts';

/** How long a holder that went silent keeps others out of a store that several processes may use. */
const leaseMs = 10 * 60_000;

/** Holders in this process: nobody takes a lease over from them, whoever the store belongs to. */
const alive = new Set<string>();

/** The right to decide and to write, as its holder sees it. */
export interface Lease {
  /**
   * Called right before every write to a target: renews the lease when half its time is gone.
   *
   * @throws {TenureError} `STORE_BUSY` when somebody else has taken it meanwhile: this process was silent for too long.
   */
  hold(): Promise<void>;
}

/**
 * Runs `work` while holding the lease. A lease left by a process that is no more is taken over at once where the store
 * belongs to one process, else when its time is up.
 *
 * @throws {TenureError} `STORE_BUSY` when another process decides.
 */
export async function withLease<Result>(session: Session, exclusive: boolean, work: (lease: Lease) => Promise<Result>): Promise<Result> {
  const { store, tenant, context } = session;
  const owner = randomUUID();
  const key = ['decide'];
  await store.commit(tenant, [{ op: 'insert-if-absent', in: 'lease', row: { name: 'decide', owner: '', until: 0, fence: 0 } }]);
  const [held] = await store.get(tenant, 'lease', [key]);
  const before = held?.fence ?? 0;
  const fence = before + 1;
  let until = context.now() + leaseMs;
  const free = held === undefined || held.owner === '' || held.until <= context.now() || (exclusive && !alive.has(held.owner));
  const taken =
    free &&
    (await store.commit(tenant, [{ op: 'update', in: 'lease', key, set: { owner, until, fence }, when: { fence: before } }])).applied;
  if (!taken) throw lostTo(held?.owner);
  alive.add(owner);
  const hold = async (): Promise<void> => {
    if (context.now() < until - leaseMs / 2) return;
    const renewed = context.now() + leaseMs;
    const result = await store.commit(tenant, [{ op: 'update', in: 'lease', key, set: { until: renewed }, when: { owner, fence } }]);
    if (!result.applied) throw lostTo(undefined);
    until = renewed;
  };
  try {
    return await work({ hold });
  } finally {
    alive.delete(owner);
    await store.commit(tenant, [{ op: 'update', in: 'lease', key, set: { owner: '', until: 0 }, when: { owner, fence } }]);
  }
}

function lostTo(holder: string | undefined): TenureError {
  return new TenureError('STORE_BUSY', { system: 'store', verb: 'decide', fact: 'another process holds the lease', details: { holder } });
}

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

interface HeldLease extends Lease {
  release(): Promise<void>;
}

/** The lease as one lifecycle holds it: whoever needs it while it is held shares it, and the last one gives it back. */
export interface LeaseHolder {
  /**
   * Runs `work` while the lease is held. A lease left by a process that is no more is taken over at once where the store
   * belongs to one process, else when its time is up.
   *
   * @throws {TenureError} `STORE_BUSY` when another process decides.
   */
  use<Result>(session: Session, work: (lease: Lease) => Promise<Result>): Promise<Result>;
}

export function createLeaseHolder(exclusive: boolean): LeaseHolder {
  let users = 0;
  let current: Promise<HeldLease> | undefined;
  let returned: Promise<void> = Promise.resolve();
  const enter = (session: Session): Promise<HeldLease> => {
    users += 1;
    current ??= returned.then(() => acquire(session, exclusive));
    return current;
  };
  const leave = async (): Promise<void> => {
    users -= 1;
    if (users > 0 || current === undefined) return;
    const last = current;
    current = undefined;
    const given = last.then(
      (lease) => lease.release(),
      () => {},
    );
    returned = given.catch(() => {});
    await given;
  };
  return {
    async use(session, work) {
      try {
        return await work(await enter(session));
      } finally {
        await leave();
      }
    },
  };
}

async function acquire(session: Session, exclusive: boolean): Promise<HeldLease> {
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
  return {
    async hold() {
      if (context.now() < until - leaseMs / 2) return;
      const renewed = context.now() + leaseMs;
      const result = await store.commit(tenant, [{ op: 'update', in: 'lease', key, set: { until: renewed }, when: { owner, fence } }]);
      if (!result.applied) throw lostTo(undefined);
      until = renewed;
    },
    async release() {
      alive.delete(owner);
      await store.commit(tenant, [{ op: 'update', in: 'lease', key, set: { owner: '', until: 0 }, when: { owner, fence } }]);
    },
  };
}

function lostTo(holder: string | undefined): TenureError {
  return new TenureError('STORE_BUSY', { system: 'store', verb: 'decide', fact: 'another process holds the lease', details: { holder } });
}

// Planted faults of the rules about commits.
import type { CommitResult, Store, StoreOp } from '../../store/port.ts';

export interface StoreFault {
  /** What the broken store does. */
  readonly does: string;
  /** Wraps a good store. */
  readonly plant: (store: Store) => Store;
}

function opsBy(change: (ops: readonly StoreOp[]) => readonly StoreOp[]) {
  return (store: Store): Store => ({ ...store, commit: (tenant, ops) => store.commit(tenant, change(ops)) });
}

function eachOp(change: (step: StoreOp) => StoreOp) {
  return opsBy((ops) => ops.map(change));
}

function withoutWhen(step: StoreOp): StoreOp {
  if (step.op !== 'update') return step;
  const { when: _, ...bare } = step;
  return bare;
}

function isUpdate(step: StoreOp): step is StoreOp & { op: 'update' } {
  return step.op === 'update';
}

async function isThere(store: Store, tenant: string, step: StoreOp): Promise<boolean> {
  return !isUpdate(step) || (await store.get(tenant, step.in, [step.key]))[0] !== undefined;
}

async function holds(store: Store, tenant: string, step: StoreOp & { op: 'update' }): Promise<boolean> {
  const [row] = await store.get(tenant, step.in, [step.key]);
  const found = new Map<string, unknown>(Object.entries(row ?? {}));
  return Object.entries(step.when ?? {}).every(([name, value]) => JSON.stringify(found.get(name)) === JSON.stringify(value));
}

export const writeFaults: Readonly<Record<string, StoreFault>> = {
  'put-replaces': {
    does: 'keeps a row that is there already',
    plant: eachOp((step) => (step.op === 'put' ? ({ ...step, op: 'insert-if-absent' } as StoreOp) : step)),
  },
  'put-key-alone': {
    does: 'finds nothing to write in a row without further columns',
    plant: opsBy((ops) => ops.filter((step) => step.op !== 'put' || step.in !== 'member')),
  },
  'insert-keeps': {
    does: 'replaces a row that is there already',
    plant: eachOp((step) => (step.op === 'insert-if-absent' ? ({ ...step, op: 'put' } as StoreOp) : step)),
  },
  'update-sets': {
    does: 'takes null for nothing to set',
    plant: eachOp((step) =>
      isUpdate(step)
        ? ({ ...step, set: Object.fromEntries(Object.entries(step.set).filter(([, value]) => value !== null)) } as StoreOp)
        : step,
    ),
  },
  'update-when': {
    does: 'holds null to be unequal to null',
    plant: (store) => ({
      ...store,
      async commit(tenant, ops): Promise<CommitResult> {
        const unequal = ops.filter(isUpdate).find(({ when }) => Object.values(when ?? {}).includes(null));
        return unequal === undefined ? await store.commit(tenant, ops) : { applied: false, conflict: { in: unequal.in, key: unequal.key } };
      },
    }),
  },
  'update-miss': { does: 'updates whether or not when holds', plant: eachOp(withoutWhen) },
  'update-missing': {
    does: 'passes over an update of a missing row',
    plant: (store) => ({
      ...store,
      async commit(tenant, ops) {
        const there = await Promise.all(ops.map((step) => isThere(store, tenant, step)));
        return await store.commit(
          tenant,
          ops.filter((_, index) => there[index] === true),
        );
      },
    }),
  },
  'steps-in-order': {
    does: 'carries out deletes first',
    plant: opsBy((ops) => ops.toSorted((a, b) => Number(b.op === 'delete') - Number(a.op === 'delete'))),
  },
  'delete-prefix': { does: 'deletes by collection', plant: eachOp((step) => (step.op === 'delete' ? { ...step, key: [] } : step)) },
  'append-numbers': { does: 'numbers the steps of a commit from the last', plant: opsBy((ops) => ops.toReversed()) },
  'append-never-again': {
    does: 'counts on from the highest number that is left',
    plant: (store) => ({
      ...store,
      async commit(tenant, ops) {
        const { rows } = await store.scan(tenant, 'journal', { limit: 1, reverse: true });
        let seq = rows[0]?.seq ?? 0;
        const numbered = ops.map((step): StoreOp => {
          if (step.op !== 'append' || step.in !== 'journal') return step;
          seq += 1;
          return { op: 'put', in: 'journal', row: { ...step.row, seq } };
        });
        return await store.commit(tenant, numbered);
      },
    }),
  },
  'bad-step': {
    does: 'commits step by step',
    plant: (store) => ({
      ...store,
      async commit(tenant, ops): Promise<CommitResult> {
        for (const step of ops) {
          const result = await store.commit(tenant, [step]);
          if (!result.applied) return result;
        }
        return { applied: true };
      },
    }),
  },
  'commit-limit': {
    does: 'splits a commit that is too large',
    plant: (store) => ({
      ...store,
      async commit(tenant, ops): Promise<CommitResult> {
        await store.commit(tenant, ops.slice(0, 1_000));
        return ops.length > 1_000 ? await this.commit(tenant, ops.slice(1_000)) : { applied: true };
      },
    }),
  },
  'one-winner': {
    does: 'looks first and writes afterwards',
    plant: (store) => ({
      ...store,
      async commit(tenant, ops): Promise<CommitResult> {
        for (const step of ops.filter(isUpdate)) {
          if (!(await holds(store, tenant, step))) return { applied: false, conflict: { in: step.in, key: step.key } };
        }
        return await store.commit(tenant, ops.map(withoutWhen));
      },
    }),
  },
};

// Faults for tests: errors to throw, and a store that fails once.
import { type ErrorCode, memoryStore, TenureError } from '../src/index.ts';
import type { Store, StoreOp } from '../src/store/port.ts';

/** A fault before the write took effect. */
export function fault<Code extends ErrorCode>(code: Code, details: object = {}) {
  return { kind: 'before', error: new TenureError(code, { system: 'x', verb: 'x', fact: 'x', details: details as never }) } as const;
}

/** A memory store whose next commit that fits fails once after `arm()`. */
export function failingStore(fits: (ops: readonly StoreOp[]) => boolean): { store: Store; arm: () => void } {
  const inner = memoryStore();
  let armed = false;
  const commit: Store['commit'] = async (tenant, ops) => {
    if (!armed || !fits(ops)) return inner.commit(tenant, ops);
    armed = false;
    throw fault('STORE_FULL').error;
  };
  const arm = (): void => {
    armed = true;
  };
  return { store: { ...inner, commit }, arm };
}

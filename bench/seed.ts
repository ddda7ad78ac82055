// Fills the ledger as applying the first plan would have, without two durable commits per change: what is measured next
// is a run with nothing changed, not how long it took to get there.
import type { Plan } from '@tenure/core';
import type { sqliteStore } from '@tenure/core/sqlite';

type Store = ReturnType<typeof sqliteStore>;
type Op = Parameters<Store['commit']>[1][number];

/** Links an account for every creation of the plan; the attributes count as never written, so nothing is compared. */
export async function seedLedger(store: Store, plan: Plan): Promise<number> {
  let ops: Op[] = [];
  let accounts = 0;
  for await (const change of plan.changes()) {
    if (change.class !== 'create') continue;
    accounts += 1;
    const groups = Object.fromEntries((change.groups ?? []).map(({ id }) => [id, 'added' as const]));
    const row = {
      target: change.target,
      person: change.person,
      accountId: `${change.target}-${accounts}`,
      state: 'active' as const,
      provenance: 'created' as const,
      since: 0,
      wrote: {},
      groups,
      disabledAt: null,
      offBy: null,
      awaits: null,
      staged: false,
    };
    ops.push({ op: 'put', in: 'account', row });
    if (ops.length < 1_500) continue;
    await store.commit('default', ops);
    ops = [];
  }
  await store.commit('default', ops);
  return accounts;
}

// Two people who match one unlinked account: neither may take it for theirs, whoever was decided upon first.
import type { ClaimRow } from '../store/collections.ts';
import { scanAll } from '../store/scan.ts';
import { claimantsAmong } from './candidates.ts';
import { decidePeople } from './decide.ts';
import { type DecidingSession, writeAll } from './session.ts';

/** Decides once more about everybody whose account somebody else claims as well; claims that hold no more are dropped. */
export async function settleClaims(session: DecidingSession): Promise<void> {
  let group: ClaimRow[] = [];
  for await (const rows of scanAll(session.store, session.tenant, 'claim')) {
    for (const row of rows) {
      const [first] = group;
      if (first !== undefined && (first.target !== row.target || first.accountId !== row.accountId)) {
        await settleClaim(session, group);
        group = [];
      }
      group.push(row);
    }
  }
  await settleClaim(session, group);
}

async function settleClaim(session: DecidingSession, group: readonly ClaimRow[]): Promise<void> {
  const [first, ...more] = group;
  if (first === undefined || more.length === 0) return;
  const { store, tenant } = session;
  const [account] = await store.get(tenant, 'inventory', [[first.target, first.accountId]]);
  const people = group.map(({ person }) => person);
  const claimants = new Set(account === undefined ? [] : await claimantsAmong(session, people, account));
  const stale = group.filter(({ person }) => !claimants.has(person));
  await writeAll(
    session,
    stale.map(({ target, accountId, person }) => ({ op: 'delete', in: 'claim', key: [target, accountId, person] })),
  );
  if (claimants.size > 0) await decidePeople(session, [...claimants]);
}

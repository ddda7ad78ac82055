// What a target refuses and only a person can settle: known from then on, and asked about at once.

import type { Person } from '../model/person.ts';
import type { Change } from '../plan/change.ts';
import { questionId } from '../plan/questions.ts';
import { ledgerOf } from '../read/ledger.ts';
import { planPeople } from '../read/plan-people.ts';
import { accountProtection } from '../read/protected.ts';
import { type DecidingSession, writeAll } from '../read/session.ts';
import type { StoreOp } from '../store/port.ts';

/** Remembers what the target said, and asks what follows from it. Safe to repeat. */
export async function rememberProtected(session: DecidingSession, person: Person, change: Change, because: string): Promise<void> {
  const { store, tenant, context } = session;
  const { target, accountId } = change;
  if (accountId === undefined) return;
  await writeAll(session, await protectionOps(session, { target, accountId, because, at: context.now() }));
  // Whoever said to cut it all the same did not know that it would be refused once more.
  if (change.despiteProtection === true) {
    await store.commit(tenant, [{ op: 'delete', in: 'question', key: [questionId('protected', target, person.id)] }]);
  }
  await askAbout({ ...session, protecting: true }, person);
}

/** Asks at once what the next plan would ask about this person. Safe to repeat. */
export async function askAbout(session: DecidingSession, person: Person): Promise<void> {
  const ledger = await ledgerOf(session, [person.id]);
  await writeAll(session, (await planPeople({ ...session, failing: true }, [person], ledger)).ops);
}

interface Refusal {
  readonly target: string;
  readonly accountId: string;
  readonly because: string;
  readonly at: number;
}

/** Nobody's account is protected in the inventory, somebody's for the planner too. */
async function protectionOps({ store, tenant }: DecidingSession, { target, accountId, because, at }: Refusal): Promise<StoreOp[]> {
  const [listed] = await store.get(tenant, 'inventory', [[target, accountId]]);
  const id = accountProtection(target, accountId);
  return [
    { op: 'insert-if-absent', in: 'protection', row: { id, because, by: null, at } },
    ...(listed === undefined ? [] : [{ op: 'put', in: 'inventory', row: { ...listed, protectedBecause: because } } as const]),
  ];
}

// What a guard's day is counted by: whom a guarded class went on for without anybody's approval.
import type { Change } from '../plan/change.ts';
import type { StoreOp } from '../store/port.ts';
import { scanAll } from '../store/scan.ts';
import { type Session, writeAll } from './session.ts';

const dayMs = 24 * 3_600_000;

/** How many people in the last 24 hours. Takes older rows away, so that the cost follows the limit and not the history. */
export async function passedWithinDay(session: Session, target: string, of: string): Promise<number> {
  const { store, tenant, calendar } = session;
  const old = { index: 'age', equals: [target, of], upTo: calendar.now - dayMs, columns: ['person'] } as const;
  for await (const rows of scanAll(store, tenant, 'passed', old)) {
    await writeAll(
      session,
      rows.map(({ person }) => ({ op: 'delete', in: 'passed', key: [target, of, person] })),
    );
  }
  return store.count(tenant, 'passed', { equals: [target, of] });
}

/** Written as the change goes on its way, not when it has arrived: what is queued counts for whoever plans meanwhile. */
export function passedOp({ target, class: of, person }: Change, at: number): StoreOp {
  return { op: 'put', in: 'passed', row: { target, class: of, person, at } };
}

/** For a change that did not happen after all. One group of several says nothing of the others: they go on counting. */
export function notPassedOps({ target, class: of, person }: Change): StoreOp[] {
  return of === 'group-removal' ? [] : [{ op: 'delete', in: 'passed', key: [target, of, person] }];
}

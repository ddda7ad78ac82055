// Whom a look is about, besides whom the source and the targets name: what fell due, and what people here decided.
import { takeRechecks } from '../read/decide-unread.ts';
import type { Session } from '../read/session.ts';
import { scanAll } from '../store/scan.ts';

/** People for whom something has fallen due since then, and those named by others. */
export async function whomToLookAt(session: Session, since: number, named: readonly (readonly string[])[]): Promise<string[]> {
  return [...new Set([...named.flat(), ...(await dueSince(session, since))])];
}

/** Whether somebody was decided about and nobody has looked yet. */
export async function decidedWait({ store, tenant }: Session): Promise<boolean> {
  return (await store.scan(tenant, 'recheck', { limit: 1 })).rows.length > 0;
}

/**
 * Takes everybody who was decided about off the list: they are due from then on, so that a look that fails comes back to them.
 * Only while the lease is held and nobody here decides: whoever is just being decided upon would be settled without it.
 */
export function takeDecided(session: Session): Promise<string[]> {
  return session.together.turn(async () => {
    const taken: string[] = [];
    for await (const people of takeRechecks(session)) taken.push(...people);
    return taken;
  });
}

/** People for whom something has fallen due since then. */
async function dueSince({ store, tenant, calendar }: Session, since: number): Promise<string[]> {
  const people = new Set<string>();
  const query = { index: 'due', upTo: calendar.now, limit: 500, columns: ['person', 'dueAt'] } as const;
  for await (const rows of scanAll(store, tenant, 'employee', query)) {
    for (const { person, dueAt } of rows) if ((dueAt ?? 0) > since || since === 0) people.add(person);
  }
  return [...people];
}

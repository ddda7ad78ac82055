// Whom a look is about, besides whom the source and the targets name: what fell due, and what people here decided.
import { takeRechecks } from '../read/decide-unread.ts';
import type { Session } from '../read/session.ts';
import { scanAll } from '../store/scan.ts';

/** People for whom something has fallen due since then, whom somebody decided about, and those named by others. */
export async function whomToLookAt(session: Session, since: number, named: readonly (readonly string[])[]): Promise<string[]> {
  // Whoever is taken off the list of those decided about is due from then on: a look that fails comes back to them.
  const decided = await collected(takeRechecks(session));
  return [...new Set([...decided, ...named.flat(), ...(await dueSince(session, since))])];
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

/** Parts that somebody let go and that no run has taken up. */
export async function openApprovals({ store, tenant, context }: Session): Promise<string[]> {
  const approvals = await collected(scanAll(store, tenant, 'approval', { limit: 200 }));
  return approvals.flatMap(({ hash, usedAt, until }) => (usedAt === null && until > context.now() ? [hash] : []));
}

async function collected<Item>(pages: AsyncIterable<readonly Item[]>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}

// Who cannot be forgotten: whoever still has access, whom HR still names, or for whom something is under way.
import { TenureError } from '../connector/errors.ts';
import type { HrisSource } from '../connector/source.ts';
import { isUnlinkedAndOn } from '../read/open-access.ts';
import type { Session } from '../read/session.ts';
import type { AccountRow, EmployeeRow } from '../store/collections.ts';
import { scanAll } from '../store/scan.ts';

/** Everything of one person that decides whether they may be forgotten. */
export interface Remains {
  readonly person: string;
  readonly heads: readonly EmployeeRow[];
  readonly accounts: readonly AccountRow[];
}

/** @throws {TenureError} `OPTIONS_INVALID` naming each reason; nothing was deleted. */
export async function refuseWhoCannotBeForgotten(session: Session, source: HrisSource, remains: Remains): Promise<void> {
  const { person, heads, accounts } = remains;
  const reasons: string[] = [];
  for (const { target, state, awaits } of accounts) {
    if (state !== 'disabled' && state !== 'gone') reasons.push(`the account in ${target} is on`);
    else if (awaits !== null) reasons.push(`nobody has seen yet that the account in ${target} is off`);
  }
  for (const target of await unlinkedOn(session, person)) reasons.push(`an account in ${target} that seems to be theirs is on`);
  if (heads.some(({ phase }) => phase !== 'left')) reasons.push('they have not left');
  if (await hasOpenTask(session, person)) reasons.push('a run has a change for them that is not over');
  for (const { id } of heads) if (await isNamed(session, source, id)) reasons.push('the HR system still has their record');
  if (reasons.length === 0) return;
  throw new TenureError('OPTIONS_INVALID', {
    system: 'lifecycle',
    verb: 'forget',
    id: person,
    fact: [...new Set(reasons)].join('; '),
    details: { problems: [...new Set(reasons)].map((reason) => ({ path: 'person', reason })) },
    hint: 'Nothing was deleted; forget them when none of this holds any more.',
  });
}

/** Targets with an account that a question or an adoption is about: once they are forgotten nobody would cut it. */
async function unlinkedOn(session: Session, person: string): Promise<string[]> {
  const on: string[] = [];
  for await (const rows of scanAll(session.store, session.tenant, 'openAccess', { equals: [person] }))
    for (const row of rows) if (await isUnlinkedAndOn(session, row)) on.push(row.target);
  return on;
}

/** A source that cannot be asked for one person is held to what it said last; the tombstone meets who comes back. */
async function isNamed({ context }: Session, source: HrisSource, id: string): Promise<boolean> {
  return (await source.employees.get?.({ id }, context))?.kind === 'found';
}

export async function hasOpenTask({ store, tenant }: Pick<Session, 'store' | 'tenant'>, person: string): Promise<boolean> {
  for await (const rows of scanAll(store, tenant, 'task', { index: 'person', equals: [person], columns: ['id', 'state'] })) {
    if (rows.some(({ state }) => state !== 'settled' && state !== 'dead')) return true;
  }
  return false;
}

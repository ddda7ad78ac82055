// What a lifecycle lists, straight from the store, page by page.

import type { Run } from './apply/outcome.ts';
import { runOf } from './apply/run.ts';
import type { Link } from './model/account.ts';
import { toInstant } from './model/dates.ts';
import type { Department } from './model/department.ts';
import type { Employee } from './model/employee.ts';
import type { LifecycleEvent } from './model/event.ts';
import type { Person } from './model/person.ts';
import { loadPeople } from './read/people.ts';
import type { DecidingSession, Session } from './read/session.ts';
import { scanAll } from './store/scan.ts';

export async function* listPeople(session: DecidingSession): AsyncGenerator<Person> {
  for await (const rows of scanAll(session.store, session.tenant, 'employee', { columns: ['id', 'person'] })) {
    const ids = rows.filter(({ id, person }) => id === person).map(({ id }) => id);
    yield* (await loadPeople(session, ids)).values();
  }
}

export async function* listEmployees({ store, tenant }: Session): AsyncGenerator<Employee> {
  for await (const rows of scanAll(store, tenant, 'record')) for (const { value } of rows) yield value;
}

export async function* listDepartments({ store, tenant }: Session): AsyncGenerator<Department> {
  for await (const rows of scanAll(store, tenant, 'department'))
    for (const { value, removedAt } of rows) if (removedAt === null) yield value;
}

/** Which accounts of which people; gone ones left out. */
export interface AccountFilter {
  readonly person?: string | undefined;
  readonly target?: string | undefined;
}

export async function* listAccounts({ store, tenant }: Session, filter: AccountFilter): AsyncGenerator<Link> {
  const equals = filter.target === undefined ? [] : filter.person === undefined ? [filter.target] : [filter.target, filter.person];
  for await (const rows of scanAll(store, tenant, 'account', { equals })) {
    for (const { person, target, accountId, provenance, state, since } of rows) {
      if (state === 'gone' || (filter.person !== undefined && person !== filter.person)) continue;
      yield { person, target, accountId, provenance, state, since: toInstant(since) };
    }
  }
}

/** Which events: of one person, or all; oldest first. */
export interface EventFilter {
  readonly person?: string | undefined;
}

export async function* listEvents({ store, tenant }: Session, filter: EventFilter): AsyncGenerator<LifecycleEvent> {
  const query = filter.person === undefined ? {} : { index: 'subject', equals: [filter.person] };
  for await (const rows of scanAll(store, tenant, 'event', query)) for (const { value } of rows) yield value;
}

/** Newest first. */
export async function* listRuns(session: Session): AsyncGenerator<Run> {
  for await (const rows of scanAll(session.store, session.tenant, 'run', { index: 'started', reverse: true, limit: 50 })) {
    for (const row of rows) yield runOf(session, row);
  }
}

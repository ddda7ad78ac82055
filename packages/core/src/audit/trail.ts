// Reading the audit trail.
import { toInstant } from '../model/dates.ts';
import type { Session } from '../read/session.ts';
import type { AuditRow } from '../store/collections.ts';
import { scanAll } from '../store/scan.ts';
import type { AuditFacts, AuditFilter, AuditKind, AuditRecord } from './entry.ts';

type Place = Pick<Session, 'store' | 'tenant'>;

/** Rows of the trail, oldest first. */
export async function* listAudit(place: Place, filter: AuditFilter): AsyncGenerator<AuditRecord> {
  const { store, tenant } = place;
  const since = filter.since ?? Number.MIN_SAFE_INTEGER;
  const query = filter.person === undefined ? fromMoment(filter.since) : await ofPerson(place, filter.person);
  if (query === undefined) return;
  for await (const rows of scanAll(store, tenant, 'audit', query)) for (const row of rows) if (row.at >= since) yield recordOf(row);
}

function fromMoment(since: number | undefined) {
  return since === undefined ? {} : { index: 'at', after: [since - 1, Number.MAX_SAFE_INTEGER] };
}

async function ofPerson({ store, tenant }: Place, person: string) {
  const [known] = await store.get(tenant, 'subject', [[person]]);
  return known === undefined ? undefined : { index: 'subject', equals: [known.subject] };
}

function recordOf({ seq, at, kind, subject, facts, detail, hash }: AuditRow): AuditRecord {
  const { person = null, ...about } = (detail ?? {}) as AuditFacts;
  return {
    sequence: seq,
    at: toInstant(at),
    kind: kind as AuditKind,
    subject,
    person: typeof person === 'string' ? person : null,
    facts: facts as AuditFacts,
    detail: detail === null ? null : about,
    hash,
  };
}

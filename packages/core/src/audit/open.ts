// The audit trail as a lifecycle shows it.
import type { Session } from '../read/session.ts';
import type { AuditFilter, AuditHead, AuditRecord, AuditVerdict } from './entry.ts';
import { listAudit } from './trail.ts';
import { verifyAudit } from './verify.ts';

/** Every write to a target and every decision of a person, in a chain that shows what was changed in it. */
export interface AuditTrail {
  (filter?: AuditFilter): AsyncIterable<AuditRecord>;
  /**
   * Walks the whole chain and names every row that was changed or is missing. With a head that was kept outside the store,
   * also a chain that was rewritten. Reads only.
   */
  verify(options?: { readonly head?: AuditHead | undefined }): Promise<AuditVerdict>;
}

export function openAudit(open: () => Promise<Session>): AuditTrail {
  async function* list(filter: AuditFilter = {}): AsyncGenerator<AuditRecord> {
    yield* listAudit(await open(), filter);
  }
  return Object.assign(list, {
    verify: async ({ head }: { readonly head?: AuditHead | undefined } = {}) => verifyAudit(await open(), head),
  });
}

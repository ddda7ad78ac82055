// What every decision comes to.
import type { AuditEntry } from '../audit/entry.ts';
import type { StoreOp } from '../store/port.ts';

/** What a decision does to the store, and what the audit trail says of it. */
export interface Effect {
  readonly ops: readonly StoreOp[];
  readonly audit: readonly AuditEntry[];
}

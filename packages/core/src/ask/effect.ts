// What every decision comes to.
import type { AuditEntry } from '../audit/entry.ts';
import type { StoreOp } from '../store/port.ts';

/** What a decision does to the store, and what the audit trail says of it. */
export interface Effect {
  readonly ops: readonly StoreOp[];
  readonly audit: readonly AuditEntry[];
}

/** The next look at this person is taken soon, though HR says nothing new of them. */
export const recheck = (person: string): StoreOp => ({ op: 'put', in: 'recheck', row: { person } });

// What is written into the audit trail, and what is read from it.
import type { Instant } from '../model/dates.ts';

/**
 * What was done. `write`: to a target; `read-back`: a cut that was awaited is seen; `approval`: a held part was let go; `answer`: to a question; `protection` and `promotion`
 * of an account; `activation`, `grant`, `revocation`, `task`: a person's own decisions; `join`: two people were found to be one; `emergency`: a run that passed the
 * guards; `retry`: a dead letter was let go; `connection`: to a source or target made or ended; `forget`: a person was removed.
 */
export const auditKinds = [
  'write',
  'read-back',
  'approval',
  'answer',
  'protection',
  'promotion',
  'activation',
  'grant',
  'revocation',
  'task',
  'join',
  'emergency',
  'retry',
  'connection',
  'forget',
] as const;

export type AuditKind = (typeof auditKinds)[number];

/** What an entry may say: names of things of ours, ids, counts, codes; never an attribute's value. */
export type AuditFact = string | number | boolean | null | readonly string[];

export type AuditFacts = Readonly<Record<string, AuditFact | undefined>>;

/** One line to be recorded. */
export interface AuditEntry {
  readonly kind: AuditKind;
  /** Whom it is about. The row holds a random id in place of it. */
  readonly person?: string | undefined;
  /** What stays for good, also when the person is forgotten: nothing that leads to a person. */
  readonly facts: AuditFacts;
  /** In place of `person`: the random id of somebody who is forgotten with this entry. */
  readonly forgotten?: string | undefined;
  /** What leads to the person (account ids, reasons): `forget` erases it and leaves a commitment. Only with `person`. */
  readonly detail?: AuditFacts | undefined;
}

/** One row of the trail. */
export interface AuditRecord {
  /** 1 upwards, without gaps. */
  readonly sequence: number;
  readonly at: Instant;
  readonly kind: AuditKind;
  /** A random id that stands for the person in every row; null for what is about nobody. */
  readonly subject: string | null;
  /** Null for what is about nobody, and once the person is forgotten. */
  readonly person: string | null;
  readonly facts: AuditFacts;
  /** What leads to the person; null once they are forgotten. */
  readonly detail: AuditFacts | null;
  /** Binds this row and every one before it. */
  readonly hash: string;
}

/** The end of the chain. Kept outside the store it proves later that no row before it was changed or cut off. */
export interface AuditHead {
  readonly count: number;
  readonly hash: string;
}

/**
 * What is wrong with one row. `changed`: it, or what it says about its person, is not what was written; `missing`: the
 * sequence has a hole or the end is cut off; `erased`: what it says about its person is gone and no `forget` row tells
 * why; `head`: the chain does not lead through the head that was kept outside, or the row lies beyond the end that the store states.
 */
export interface AuditFault {
  readonly sequence: number;
  readonly fault: 'changed' | 'missing' | 'erased' | 'head';
}

export interface AuditVerdict {
  readonly intact: boolean;
  /** In the order of the sequence, at most 100. */
  readonly faults: readonly AuditFault[];
  /** The end of the chain as it is: keep it outside, and give it to the next `verify`. */
  readonly head: AuditHead;
}

/** Which rows: of one person, or from a moment on; oldest first. */
export interface AuditFilter {
  readonly person?: string | undefined;
  /** Milliseconds since the epoch, inclusive. */
  readonly since?: number | undefined;
}

// The chain: each row's hash covers the row and the hash before it. Pure but for the random ids it makes.
import { createHmac, hash, randomBytes } from 'node:crypto';
import type { AuditRow, SubjectRow } from '../store/collections.ts';
import type { AuditEntry, AuditFacts, AuditHead } from './entry.ts';

/** What the first row stands on: chains of two tenants never share a row. */
export const chainStart = (tenant: string): AuditHead => ({
  count: 0,
  hash: hash('sha256', JSON.stringify(['tenure audit 1', tenant]), 'base64url'),
});

export type UnlinkedRow = Omit<AuditRow, 'hash'>;

/** The hash of a row that follows one with the hash `before`. What `forget` erases counts only by its commitment. */
export function rowHash(before: string, { seq, at, kind, subject, facts, commitment }: UnlinkedRow): string {
  return hash('sha256', JSON.stringify([before, seq, at, kind, subject, facts, commitment]), 'base64url');
}

/** Binds a detail without telling it: without the salt nobody can try out what it said. */
export function commitTo(salt: string, detail: unknown): string {
  return createHmac('sha256', Buffer.from(salt, 'base64url')).update(JSON.stringify(detail)).digest('base64url');
}

export function newSubject(person: string): SubjectRow {
  return { person, subject: randomBytes(12).toString('base64url'), salt: randomBytes(32).toString('base64url') };
}

/** The row of an entry, in the form it has after a round through JSON. */
export function linkRow(before: AuditHead, at: number, entry: AuditEntry, subject: SubjectRow | undefined): AuditRow {
  const detail = subject === undefined ? null : plain({ person: subject.person, ...entry.detail });
  const row: UnlinkedRow = {
    seq: before.count + 1,
    at,
    kind: entry.kind,
    subject: subject?.subject ?? entry.forgotten ?? null,
    facts: plain(entry.facts),
    detail,
    commitment: subject === undefined ? null : commitTo(subject.salt, detail),
  };
  return { ...row, hash: rowHash(before.hash, row) };
}

const plain = (facts: AuditFacts): AuditFacts => JSON.parse(JSON.stringify(facts)) as AuditFacts;

// A leaver's receipt: what was cut, when, what was read back, what nobody could verify, and what is still on.
import { notAnEmployment } from '../ask/naming.ts';
import { TenureError } from '../connector/errors.ts';
import type { Target } from '../connector/target.ts';
import type { AccountState } from '../model/account.ts';
import { toInstant } from '../model/dates.ts';
import { loadPeople } from '../read/people.ts';
import type { DecidingSession } from '../read/session.ts';
import type { AccountRow } from '../store/collections.ts';
import { allRows } from '../store/scan.ts';
import type { AuditRecord } from './entry.ts';
import { openReasons } from './open-reasons.ts';
import { type Receipt, type ReceiptLine, receiptToMarkdown } from './receipt-print.ts';
import { readHead } from './record.ts';
import { listAudit } from './trail.ts';

type Facts = Omit<Receipt, 'toMarkdown'>;

/** @throws {TenureError} `OPTIONS_INVALID` when nobody of this id is or was known: a mistyped id must not look like a clean exit. */
export async function makeReceipt(session: DecidingSession, targets: readonly Target[], person: string): Promise<Receipt> {
  const head = await readHead(session);
  const records: AuditRecord[] = [];
  for await (const record of listAudit(session, { person })) records.push(record);
  const known = (await loadPeople(session, [person])).get(person);
  if (known === undefined) await notAnEmployment(session, 'make receipt', person);
  if (known === undefined && records.length === 0) throw nobodyOf(person);
  const accounts = await accountsOf(session, person);
  const cuts = cutsIn(records);
  const reasons = await openReasons(session, person, records);
  const lines = [
    ...accounts.filter(isOn).map((row) => openLine(row, reasons.get(row.target) ?? null)),
    ...cuts.filter(({ target, change }) => change === 'group.remove' || !accounts.some((row) => row.target === target && isOn(row))),
  ];
  const named = lines.map((line) => verified(line, targets, accounts)).sort(byTarget);
  const facts: Facts = {
    person,
    left: known === undefined || known.phase === 'left',
    cutAt: known?.cutAt == null ? null : toInstant(known.cutAt),
    madeAt: toInstant(session.calendar.now),
    lines: named,
    complete: named.every(({ state }) => state === 'cut'),
    head: head ?? null,
  };
  return { ...facts, toMarkdown: () => receiptToMarkdown(facts) };
}

const isOn = ({ state }: AccountRow): boolean => state !== 'disabled' && state !== 'gone';

const byTarget = (left: ReceiptLine, right: ReceiptLine): number =>
  left.target === right.target ? (left.sequence ?? 0) - (right.sequence ?? 0) : left.target < right.target ? -1 : 1;

/** Also in systems that are not attached any more. */
const accountsOf = (session: DecidingSession, person: string): Promise<AccountRow[]> =>
  allRows(session, 'account', { index: 'person', equals: [person] });

const done: ReadonlySet<unknown> = new Set(['applied', 'unchanged', 'pending']);
const givesAgain: ReadonlySet<unknown> = new Set(['create', 'adopt', 'link', 'enable', 'reactivate']);
const takes: ReadonlySet<unknown> = new Set(['disable', 'delete', 'group-removal']);

/** The cuts since the person last got something in that target, each with what was seen of it later. */
function cutsIn(records: readonly AuditRecord[]): ReceiptLine[] {
  let lines: ReceiptLine[] = [];
  for (const record of records) {
    const target = String(record.facts['target']);
    const change = record.facts['class'];
    if (record.kind === 'read-back') lines = lines.map((line) => (line.target === target ? seenLater(line, record) : line));
    if (record.kind !== 'write' || !done.has(record.facts['outcome'])) continue;
    if (givesAgain.has(change)) lines = lines.filter((line) => line.target !== target);
    if (takes.has(change)) lines.push(cutLine(record, target));
  }
  return lines;
}

function cutLine({ facts, detail, at, sequence }: AuditRecord, target: string): ReceiptLine {
  const pending = facts['outcome'] === 'pending';
  const notes = listOf(detail?.['notes']);
  return {
    target,
    state: pending ? 'asked-for' : 'cut',
    change: String(facts['change']),
    accountId: typeof detail?.['accountId'] === 'string' ? detail['accountId'] : null,
    groups: listOf(detail?.['groups']),
    at,
    seen: (facts['seen'] ?? null) as AccountState | null,
    sequence,
    because: pending ? 'the target took it and must finish it' : null,
    unverified: notes,
  };
}

function seenLater(line: ReceiptLine, { facts, at, sequence }: AuditRecord): ReceiptLine {
  if (line.change === 'group.remove') return line;
  const seen = facts['seen'] as AccountState;
  return { ...line, state: 'cut', seen, at, sequence, because: null, unverified: [] };
}

function openLine({ target, accountId }: AccountRow, because: string | null): ReceiptLine {
  const nothing = { change: null, groups: [], at: null, seen: null, sequence: null, unverified: [] };
  return { target, state: 'NOT CUT', accountId, because: because ?? 'no plan has asked for it yet', ...nothing };
}

/** Adds what the target itself says that nobody can see from outside, and that nobody has looked. */
function verified(line: ReceiptLine, targets: readonly Target[], accounts: readonly AccountRow[]): ReceiptLine {
  if (line.state === 'NOT CUT') return line;
  const awaited = accounts.some(({ target, awaits }) => target === line.target && awaits !== null);
  const state = awaited && line.change !== 'group.remove' ? 'asked-for' : line.state;
  const unseen = line.seen === null && line.unverified.length === 0 ? ['it was not read back'] : [];
  const outside = targets.find(({ id }) => id === line.target)?.effects?.unverified ?? [];
  return { ...line, state, unverified: [...line.unverified, ...unseen, ...outside] };
}

const listOf = (fact: unknown): readonly string[] => (Array.isArray(fact) ? fact.map(String) : []);

function nobodyOf(person: string): TenureError {
  return new TenureError('OPTIONS_INVALID', {
    system: 'lifecycle',
    verb: 'make receipt',
    id: person,
    fact: 'nobody of this id is or was known',
    details: { problems: [{ path: 'person', reason: 'nobody of this id is or was known' }] },
  });
}

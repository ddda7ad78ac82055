// What time has made due while the reading is in doubt: nobody is cut, started or deleted on a statement that nobody has
// confirmed lately. Each of these people is read again; where that fails, the age of what HR said last decides.
import type { EmployeeAnswer } from '../connector/source.ts';
import { isAccessCut } from '../plan/change.ts';
import { hasDateSince } from '../plan/desired.ts';
import type { AccessException } from '../plan/standing.ts';
import type { FeedVerdict } from '../roster/gate.ts';
import type { EmployeeRow } from '../store/collections.ts';
import type { StoreOp } from '../store/port.ts';
import { scanAll } from '../store/scan.ts';
import { acceptStaged } from './accept.ts';
import { decideHeads } from './decide.ts';
import { takeRechecks } from './decide-unread.ts';
import { type Reading, readPage } from './employees.ts';
import { ledgerOf } from './ledger.ts';
import { loadPeople } from './people.ts';
import { planPeople } from './plan-people.ts';
import { peoplePerBatch, type ReadingSession, writeAll } from './session.ts';
import { standingsOf } from './standing.ts';

/** How long HR's last word is believed. */
export interface FactAge {
  /** When the roster's statements were last known to be right; undefined when nobody can say. */
  readonly statedAt: number | undefined;
  readonly maxFactAgeMs: number;
}

export interface DueInput extends FactAge {
  readonly verdict: FeedVerdict;
  readonly departments: { has(id: string): boolean };
}

export interface DueFindings {
  /** People who were read again. */
  readonly confirmed: number;
  /** People decided upon by what HR said last, which is young enough. */
  readonly remembered: number;
  /** People nothing is done about: their facts are too old and the source cannot be asked. */
  readonly tooOld: number;
}

/** A single record says when somebody starts and ends; whatever else is in doubt across the feed stays as it was. */
const soleRecord: FeedVerdict['may'] = { add: false, leave: true, clear: false, move: false, remove: false };

/** Decides about everybody who is due and whom no trusted statement of this reading covers. I/O: one call to the source for each. */
export async function settleDoubtfulDue(reading: Reading, input: DueInput): Promise<DueFindings> {
  const { session } = reading;
  const { calendar, store, tenant } = session;
  const findings = { confirmed: 0, remembered: 0, tooOld: 0 };
  // Data that is older than what is known is as old for one person as for all.
  // By what HR says of them, whom somebody here decided about is in no less doubt than anybody else who is due.
  for await (const _ids of takeRechecks(session));
  const source = { down: session.source.employees.get === undefined || input.verdict.trust === 'refused' };
  for await (const rows of scanAll(store, tenant, 'employee', { index: 'due', upTo: calendar.now, limit: peoplePerBatch })) {
    const sure: EmployeeRow[] = [];
    const unsure: EmployeeRow[] = [];
    for (const row of rows) {
      const standing = await standingOf(reading, input, row, source);
      if (standing === 'sure' || standing === 'remembered') sure.push(row);
      if (standing === 'tooOld') unsure.push(row);
      if (standing !== 'sure') findings[standing] += 1;
    }
    await decideHeads(session, sure);
    await holdBack(session, unsure, input.maxFactAgeMs);
  }
  await acceptStaged(reading, { ...input.verdict, may: soleRecord }, input.departments);
  await reading.staging.clear();
  return findings;
}

/** What one person who is due is decided by: what is settled, what the source says now, its last word, or nothing. */
async function standingOf(
  reading: Reading,
  input: DueInput,
  row: EmployeeRow,
  source: { down: boolean },
): Promise<'sure' | keyof DueFindings> {
  // That somebody has left was decided when it could be believed; what is still open of it goes on.
  if (row.phase === 'left' || (input.verdict.may.leave && reading.seen.has(row.seq))) return 'sure';
  const answer = await askAgain(reading, row.id, source);
  if (answer === 'found') return 'confirmed';
  if (answer === 'absent') return 'sure';
  return (await isDoubtful(reading.session, row, input)) ? 'tooOld' : 'remembered';
}

/** Whether HR was last heard too long ago, and may have moved a date of this person that has come since. */
export async function isDoubtful(session: ReadingSession, row: EmployeeRow, { statedAt, maxFactAgeMs }: FactAge): Promise<boolean> {
  if (row.phase === 'left') return false;
  const heardAt = Math.min(statedAt ?? 0, row.missingSince ?? Number.POSITIVE_INFINITY);
  if (session.calendar.now - heardAt <= maxFactAgeMs) return false;
  const person = (await loadPeople(session, [row.person])).get(row.person);
  return person !== undefined && hasDateSince(person, session.policy, session.calendar, heardAt);
}

/** Asks for one person. A source that fails once is not asked again for the others: it is down. */
async function askAgain(reading: Reading, id: string, source: { down: boolean }): Promise<'found' | 'absent' | 'cannot-tell'> {
  const { session } = reading;
  const { context } = session;
  if (source.down) return 'cannot-tell';
  let answer: EmployeeAnswer | undefined;
  try {
    answer = await session.source.employees.get?.({ id }, context);
  } catch (error) {
    if (context.signal.aborted) throw error;
    source.down = true;
  }
  if (answer?.kind === 'absent') return 'absent';
  if (answer?.kind !== 'found' || answer.record?.kind !== 'record') return 'cannot-tell';
  await readPage({ ...reading, confirming: true }, [answer.record]);
  return 'found';
}

/**
 * What would have been done waits and is told, but for access that a person here took or gave until now; heads stay as they
 * are, so that these people stay due.
 */
export async function holdBack(session: ReadingSession, rows: readonly EmployeeRow[], maxFactAgeMs: number): Promise<void> {
  if (rows.length === 0) return;
  const ids = [...new Set(rows.map(({ person }) => person))];
  const people = await loadPeople(session, ids);
  const ledger = await ledgerOf(session, ids);
  const { plans } = await planPeople(session, [...people.values()], ledger);
  const standings = await standingsOf(session, ids);
  const because = `HR’s last word is older than ${Math.round(maxFactAgeMs / 3_600_000)} hours and the source cannot be asked`;
  const ops = [...plans].map(([id, { initials, department, changes, suppressed, waiting }]): StoreOp => {
    const taken = new Set((standings.get(id)?.exceptions ?? []).filter(takes(session.calendar.now)).map(({ target }) => target));
    const goes = changes.filter((change) => taken.has(change.target) && isAccessCut(change));
    const held = [...new Set(changes.filter((change) => !goes.includes(change)).map(({ target }) => target))];
    const waits = held.map((target) => ({ person: id, target, kind: 'fact-too-old', because }));
    const part = { person: id, initials, department, changes: goes, suppressed, waiting: [...waiting, ...waits] };
    return { op: 'put', in: 'planPart', row: { build: session.build, person: id, changes: part } };
  });
  await writeAll(session, ops);
}

/** A revocation that holds, or a grant that is over. */
const takes =
  (now: number) =>
  ({ kind, until }: AccessException): boolean =>
    kind === 'revoke' ? until === null || until > now : until !== null && until <= now;

// People who are missing from a complete and trusted reading. Absence alone is never a leaver.
import type { EmployeeAnswer } from '../connector/source.ts';
import type { Choice } from '../plan/questions.ts';
import type { EmployeeRow } from '../store/collections.ts';
import type { StoreOp } from '../store/port.ts';
import { scanAll } from '../store/scan.ts';
import { decideBatch } from './decide.ts';
import type { Renumbered } from './employees.ts';
import { type Reading, readPage } from './employees.ts';
import { recordsOf } from './people.ts';
import { absenceQuestion, givenAnswer, questionRow } from './questions.ts';
import { peoplePerBatch, type ReadingSession, writeAll } from './session.ts';

export interface AbsenceFindings {
  /** Missing people nothing was done about: to be answered by a person or by the next reading. */
  readonly open: readonly string[];
  /** People who are known to be gone now. */
  readonly gone: number;
}

/**
 * Follows the absence rule for everybody the reading did not meet. `confirm` asks the source person by person; where it
 * cannot be asked or cannot tell, the case stays open as a question. Whoever came under another id is not missing.
 */
export async function settleAbsences(reading: Reading, renumbered: Renumbered): Promise<AbsenceFindings> {
  const { session, seen } = reading;
  const elsewhere = new Set([...renumbered.values()].map(({ id }) => id));
  const open: string[] = [];
  let gone = 0;
  for await (const rows of scanAll(session.store, session.tenant, 'employee')) {
    const missing = rows.filter((row) => !seen.has(row.seq) && row.phase !== 'left' && !elsewhere.has(row.id));
    for (let from = 0; from < missing.length; from += peoplePerBatch) {
      const leavers = await followRule(reading, missing.slice(from, from + peoplePerBatch), open);
      gone += leavers.length;
      await markGone(reading, leavers);
    }
  }
  return { open, gone };
}

async function followRule(reading: Reading, missing: readonly EmployeeRow[], open: string[]): Promise<EmployeeRow[]> {
  const { session } = reading;
  if (session.absence === 'leaver') return [...missing];
  const leavers: EmployeeRow[] = [];
  const unsettled: EmployeeRow[] = [];
  const answers = await answersAbout(session, missing);
  for (const row of missing) {
    const said = answers.get(row.id);
    if (said === 'leaver') leavers.push(row);
    if (said === 'leaver') continue;
    const answer = session.absence === 'confirm' ? await confirm(reading, row.id) : 'open';
    if (answer === 'absent') leavers.push(row);
    if (answer === 'open') unsettled.push(row);
  }
  if (session.absence === 'confirm') open.push(...unsettled.filter(({ id }) => !answers.has(id)).map(({ id }) => id));
  await writeAll(
    session,
    unsettled.flatMap((row) => questionOps(reading, row)),
  );
  return leavers;
}

/** What people have answered where these are. Nobody was asked about somebody who was not missing before. */
async function answersAbout({ store, tenant }: ReadingSession, missing: readonly EmployeeRow[]): Promise<Map<string, Choice>> {
  const asked = missing.filter(({ missingSince }) => missingSince !== null);
  const rows = await store.get(
    tenant,
    'question',
    asked.map(({ id }) => [absenceQuestion(id)]),
  );
  return new Map(
    asked.flatMap(({ id }, index) => {
      const row = rows[index];
      const answer = row === undefined ? undefined : givenAnswer(row);
      return answer === undefined ? [] : [[id, answer.choice] as const];
    }),
  );
}

/** Asks the source for one person. Whoever is found is staged like any other record. */
async function confirm(reading: Reading, id: string): Promise<'absent' | 'found' | 'open'> {
  const { source, context } = reading.session;
  if (source.employees.get === undefined) return 'open';
  let answer: EmployeeAnswer | undefined;
  try {
    answer = await source.employees.get({ id }, context);
  } catch (error) {
    // One person who cannot be asked for is an open case, not a reason to stop everybody else; being stopped is one.
    if (context.signal.aborted) throw error;
    return 'open';
  }
  if (answer?.kind === 'absent') return 'absent';
  if (answer?.kind !== 'found' || answer.record === undefined) return 'open';
  await readPage(reading, [answer.record]);
  return 'found';
}

function questionOps({ session }: Reading, row: EmployeeRow): StoreOp[] {
  const { calendar } = session;
  if (row.missingSince !== null || session.absence === 'ignore') return [];
  return [
    { op: 'update', in: 'employee', key: [row.id], set: { missingSince: calendar.now, settled: null } },
    {
      op: 'insert-if-absent',
      in: 'question',
      row: questionRow(
        {
          id: absenceQuestion(row.id),
          kind: 'absence',
          person: row.person,
          target: null,
          facts: JSON.stringify([row.id, calendar.now]),
          because: 'missing from a complete reading; the source cannot say whether the person has left',
          severity: 'normal',
          candidates: [],
          choices: ['leaver', 'keep'],
        },
        calendar.now,
      ),
    },
  ];
}

async function markGone({ session }: Reading, leavers: readonly EmployeeRow[]): Promise<void> {
  if (leavers.length === 0) return;
  const records = await recordsOf(session, leavers);
  const entries = leavers.flatMap((row) => {
    const employee = records.get(row.seq);
    if (employee === undefined) return [];
    const missing: EmployeeRow = { ...row, phase: 'left', missingSince: row.missingSince ?? session.calendar.now };
    return [{ row: missing, employee, before: { phase: row.phase, employee } }];
  });
  await writeAll(session, await decideBatch(session, entries));
}

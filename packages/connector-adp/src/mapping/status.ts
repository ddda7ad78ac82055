// How far an employment has come, out of the worker's status and the primary assignment's. Pure.
import type { EmployeeStatus } from '@tenure/core/connector';
import type { AdpAssignment, AdpWorker } from '../api/wire.ts';
import { spelledAlike } from './words.ts';

const ended: ReadonlySet<string> = new Set(['t', 'terminated', 'd', 'deceased', 'r', 'retired']);
const leave: ReadonlySet<string> = new Set(['inactive', 'l', 'leave', 'on leave']);
const active: ReadonlySet<string> = new Set(['a', 'active']);

/** The assignment that speaks for the worker: the primary one, which need not come first. */
export function primaryOf({ workAssignments }: AdpWorker): AdpAssignment | undefined {
  const all = workAssignments ?? [];
  return (
    all.find(({ primaryIndicator }) => primaryIndicator === true) ??
    all.find((one) => active.has(assignmentWord(one))) ??
    all.find((one) => leave.has(assignmentWord(one))) ??
    all[0]
  );
}

/**
 * A status. A word that nobody knows is handed on as it is: the engine keeps the previous status and reports it. `upcoming`:
 * ADP has no word for somebody who has not begun.
 */
export function statusOf(
  worker: AdpWorker,
  primary: AdpAssignment | undefined,
  own: ReadonlyMap<string, EmployeeStatus>,
  upcoming: boolean,
): string | undefined {
  const code = worker.workerStatus?.statusCode;
  const word = code?.codeValue ?? code?.shortName ?? code?.longName;
  if (word === null || word === undefined || word.trim() === '') return undefined;
  const spelled = spelledAlike(word);
  const job = primary === undefined ? '' : assignmentWord(primary);
  const known = own.get(spelled) ?? meaningOf(spelled, job);
  return known === 'active' && upcoming ? 'pending' : (known ?? word);
}

function meaningOf(word: string, job: string): EmployeeStatus | undefined {
  if (ended.has(word)) return 'terminated';
  if (leave.has(word)) return ended.has(job) ? 'terminated' : 'on-leave';
  if (!active.has(word)) return undefined;
  return leave.has(job) ? 'on-leave' : 'active';
}

function assignmentWord({ assignmentStatus }: AdpAssignment): string {
  const code = assignmentStatus?.statusCode;
  return spelledAlike(code?.codeValue ?? code?.shortName ?? code?.longName ?? '');
}

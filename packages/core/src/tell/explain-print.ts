// An explanation as a person reads it: ids, initials, names of fields; a value only where it was asked for.
import type { Link, Situation } from '../model/account.ts';
import type { Instant } from '../model/dates.ts';
import type { EmployeeField } from '../model/employee.ts';
import type { Phase } from '../model/person.ts';
import type { Change, SuppressedChange, WaitingCase } from '../plan/change.ts';
import { plain, plainSentence } from '../plan/plain.ts';
import { describeChange } from '../plan/print.ts';
import type { LastWrite } from './last-write.ts';

/** What HR says of one field: its value only when it was asked for. */
export interface ExplainedFact {
  readonly field: EmployeeField;
  readonly stated: 'value' | 'empty';
  readonly value?: unknown;
}

/** One target, for one person. */
export interface ExplainedTarget {
  readonly target: string;
  readonly situation: Situation;
  /** What should be so: `active`, `off`, … */
  readonly wanted: string;
  /** The rule or fact behind it. */
  readonly because: string;
  /** What somebody decided here beside policy, with the reason they gave: no plan and no log shows that. */
  readonly exception: {
    readonly kind: 'grant' | 'revoke';
    readonly by: string;
    readonly reason: string;
    readonly until: Instant | null;
  } | null;
  readonly link: Link | null;
  /** What the next plan would do. */
  readonly changes: readonly Change[];
  readonly suppressed: readonly SuppressedChange[];
  readonly waiting: readonly WaitingCase[];
  /** What was done there last, and what came of it. */
  readonly lastWrite: LastWrite | null;
  /** Why nothing happens now; null when something does. */
  readonly whyNothing: string | null;
}

export interface Explanation {
  readonly person: string;
  readonly initials: string;
  readonly department: string | null;
  readonly phase: Phase;
  readonly startDate: string | null;
  /** When access ends or ended. */
  readonly cutAt: Instant | null;
  /** When time alone next changes something. What is due already is among the changes. */
  readonly nextDueAt: Instant | null;
  readonly facts: readonly ExplainedFact[];
  readonly targets: readonly ExplainedTarget[];
  /** For people; no values unless they were asked for. */
  toString(): string;
}

export function explanationText(explanation: Omit<Explanation, 'toString'>): string {
  const { person, initials, department, phase, startDate, cutAt, nextDueAt, facts, targets } = explanation;
  const dates = [
    startDate === null ? undefined : `from ${startDate}`,
    cutAt === null ? undefined : `access ends ${cutAt}`,
    nextDueAt === null ? undefined : `next due ${nextDueAt}`,
  ].filter((part) => part !== undefined);
  const stated = facts.map(({ field, stated: how, value }) =>
    value === undefined ? `${field}${how === 'empty' ? ' (empty)' : ''}` : `${field} ${plain(JSON.stringify(value))}`,
  );
  return [
    `${plain(person)} ${plain(initials)}, ${plain(department ?? 'no department')}: ${[phase, ...dates].join(', ')}`,
    `HR states ${stated.join(', ')}`,
    ...targets.flatMap(targetLines),
    '',
  ].join('\n');
}

function targetLines(explained: ExplainedTarget): string[] {
  const { target, situation, wanted, because, exception, link, changes, lastWrite, whyNothing } = explained;
  const account =
    link === null ? 'no account' : `${link.provenance} account ${plain(link.accountId)} since ${link.since}, now ${link.state}`;
  const lines = [`${plain(target)}: ${situation}; should be ${wanted} because ${plainSentence(because)}; ${account}`];
  if (exception !== null) {
    const until = exception.until === null ? '' : ` until ${exception.until}`;
    lines.push(`  ${exception.kind} by ${plain(exception.by)}${until}: ${plainSentence(exception.reason)}`);
  }
  for (const change of changes) lines.push(`  next: ${describeChange(change)}, because ${plainSentence(change.because)}`);
  if (whyNothing !== null) lines.push(`  ${changes.length === 0 ? 'nothing happens now' : 'but it waits'}: ${plainSentence(whyNothing)}`);
  if (lastWrite !== null) {
    const why = lastWrite.because === undefined ? '' : ` (${plainSentence(lastWrite.because)})`;
    lines.push(`  last: ${describeChange(lastWrite.change)} in ${lastWrite.run}: ${lastWrite.outcome}${why}`);
  }
  return lines;
}

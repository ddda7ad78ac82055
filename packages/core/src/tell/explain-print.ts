// An explanation as a person reads it: ids, initials, names of fields; a value only where it was asked for.
import { plain, plainSentence } from '../plan/plain.ts';
import { describeChange } from '../plan/print.ts';
import type { ExplainedTarget, Explanation } from './explain.ts';

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

function targetLines({ target, situation, wanted, because, link, changes, lastWrite, whyNothing }: ExplainedTarget): string[] {
  const account = link === null ? 'no account' : `${link.provenance} account ${plain(link.accountId)}, ${link.state}, since ${link.since}`;
  const lines = [`${plain(target)}: ${situation}; should be ${wanted} because ${plainSentence(because)}; ${account}`];
  for (const change of changes) lines.push(`  next: ${describeChange(change)}, because ${plainSentence(change.because)}`);
  if (whyNothing !== null) lines.push(`  nothing happens now: ${plainSentence(whyNothing)}`);
  if (lastWrite !== null) {
    const why = lastWrite.because === undefined ? '' : ` (${plainSentence(lastWrite.because)})`;
    lines.push(`  last: ${describeChange(lastWrite.change)} in ${lastWrite.run}: ${lastWrite.outcome}${why}`);
  }
  return lines;
}

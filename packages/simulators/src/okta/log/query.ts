// What a filter of the System Log may ask for, and keywords.

import { problem } from '../problems.ts';
import type { Comparison, Dialect } from '../query/expression.ts';
import type { LogEvent } from './events.ts';

const comparisons: ReadonlySet<Comparison> = new Set(['eq', 'ne', 'sw', 'ew', 'co', 'gt', 'ge', 'lt', 'le', 'pr']);

const readers: Readonly<Record<string, (event: LogEvent) => unknown>> = {
  uuid: ({ uuid }) => uuid,
  eventType: ({ eventType }) => eventType,
  published: ({ published }) => new Date(published).toISOString(),
  'outcome.result': ({ outcome }) => outcome,
  'actor.id': ({ actor }) => actor.id,
  'actor.type': ({ actor }) => actor.type,
  'actor.alternateId': ({ actor }) => actor.alternateId,
  'actor.displayName': ({ actor }) => actor.displayName,
  'target.id': ({ targets }) => targets.map(({ id }) => id),
  'target.type': ({ targets }) => targets.map(({ type }) => type),
  'target.alternateId': ({ targets }) => targets.map(({ alternateId }) => alternateId),
  'target.displayName': ({ targets }) => targets.map(({ displayName }) => displayName),
  'transaction.detail.requestApiTokenId': ({ actor }) => actor.requestApiTokenId,
};

export const logFilter: Dialect<LogEvent> = {
  allows: (attribute, comparison) => attribute in readers && comparisons.has(comparison),
  read: (event, attribute) => readers[attribute]?.(event),
  ignoreCase: false,
  malformed: 'E0000053',
};

const [mostKeywords, longestKeyword] = [10, 40];

/** Whether every keyword occurs somewhere in an event. */
export function keywordsIn(q: string | null): (event: LogEvent) => boolean {
  const keywords = (q ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (keywords.length > mostKeywords || keywords.some(({ length }) => length > longestKeyword))
    throw problem('E0000001', [`q: At most ${mostKeywords} keywords of ${longestKeyword} characters`], 'q');
  return (event) => {
    const text = Object.values(readers)
      .flatMap((read) => read(event))
      .join(' ')
      .toLowerCase();
    return keywords.every((keyword) => text.includes(keyword));
  };
}

// The System Log. Without `until`, ascending, it is polled: in the order of arrival, always with a next page. Else it is a
// bounded list in the order of publishing, which misses what arrives later.

import type { LogEvent } from '../log/events.ts';
import { keywordsIn, logFilter } from '../log/query.ts';
import type { Org } from '../org.ts';
import { problem } from '../problems.ts';
import { parseExpression } from '../query/expression.ts';
import { afterOf, limitOf, pageLinks } from '../query/page.ts';
import { cutSorted } from '../query/sorting.ts';
import { wireLogEvent } from '../wire/log-event.ts';
import { type Answer, type Call, ok, type Route } from './call.ts';

const dayMs = 24 * 60 * 60 * 1000;
const [usualDays, keptDays, oldestDays] = [7, 90, 180];

type Fits = (event: LogEvent) => boolean;

export function listLogs(org: Org): Route {
  return (call) => {
    const query = call.url.searchParams;
    const [since, until] = [instantIn(query, 'since'), instantIn(query, 'until')];
    const now = org.now();
    if (since !== undefined && since < now - oldestDays * dayMs)
      throw problem('E0000001', [`since: The date is more than ${oldestDays} days ago`], 'since');
    const from = Math.max(since ?? (until ?? now) - usualDays * dayMs, now - keptDays * dayMs);
    const filter = query.get('filter');
    const asked = filter === null ? undefined : parseExpression(filter, logFilter);
    const hasKeywords = keywordsIn(query.get('q'));
    const fits: Fits = (event) => event.published >= from && asked?.fits(event) !== false && hasKeywords(event);
    const descending = query.get('sortOrder')?.toUpperCase() === 'DESCENDING';
    const limit = limitOf(query, 100, 1000);
    return until === undefined && !descending
      ? polled(org, call, fits, limit)
      : bounded(org, call, (event) => fits(event) && event.published < (until ?? Number.POSITIVE_INFINITY), descending, limit);
  };
}

function instantIn(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw problem('E0000001', [`${name}: The date is not valid`], name);
  return at;
}

function polled({ log, switches }: Org, call: Call, fits: Fits, limit: number): Answer {
  const end = log.end();
  let position = Math.max(Number(afterOf(call.url.searchParams, switches) ?? 0), log.start());
  const page: LogEvent[] = [];
  for (; position < end && page.length < limit; position += 1) {
    const event = log.at(position);
    if (event !== undefined && fits(event)) page.push(event);
  }
  return ok(page.map(wireLogEvent), { Link: pageLinks(call.url, String(position)) });
}

function bounded({ log, switches }: Org, call: Call, fits: Fits, descending: boolean, limit: number): Answer {
  const all: { readonly id: string; readonly event: LogEvent }[] = [];
  const end = log.end();
  for (let position = log.start(); position < end; position += 1) {
    const event = log.at(position);
    if (event !== undefined && fits(event)) all.push({ id: event.uuid, event });
  }
  const published = ({ event }: { readonly event: LogEvent }): string => new Date(event.published).toISOString();
  const page = cutSorted(all, published, descending, afterOf(call.url.searchParams, switches), limit);
  return ok(
    page.items.map(({ event }) => wireLogEvent(event)),
    { Link: pageLinks(call.url, page.next) },
  );
}

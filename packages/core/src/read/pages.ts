// The one loop over pages. Connectors give one page per call; whether a walk came to its end is proved here.
import type { ConnectorContext, Page, PageRequest } from '../connector/context.ts';
import { TenureError } from '../connector/errors.ts';

export interface Walk<Item> {
  readonly system: string;
  readonly verb: string;
  readonly limit: number;
  readonly context: ConnectorContext;
  readonly list: (request: PageRequest, context: ConnectorContext) => Promise<Page<Item>>;
  /** Whether something on a page is an item of this list. Default: anything that is there. */
  readonly isItem?: ((item: unknown) => boolean) | undefined;
}

/** A record of a source, readable or not: anything else on its pages would silently be nobody. */
export function isSourceRecord(item: unknown): boolean {
  if (typeof item !== 'object' || item === null) return false;
  const { kind, value } = item as { kind?: unknown; value?: unknown };
  return kind === 'unreadable' || (kind === 'record' && typeof value === 'object' && value !== null);
}

/** A list that goes on like this has no end: nothing can be said about who is in it. */
const emptyPagesInARow = 1_000;

const isThere = (item: unknown): boolean => item !== null && item !== undefined;

/** Items of this list, and a cursor that goes on or none: an answer of another shape must not pass for the last page. */
function isPage(page: unknown, isItem: (item: unknown) => boolean): boolean {
  if (typeof page !== 'object' || page === null) return false;
  const { items, next } = page as { items?: unknown; next?: unknown };
  if (!Array.isArray(items) || !items.every(isItem)) return false;
  return next === undefined || (typeof next === 'string' && next !== '');
}

/**
 * Every page of a list, until one has no `next`. Safe to repeat.
 *
 * @throws {TenureError} `CONTRACT_CURSOR_REPEATED` when a cursor comes twice, `CONTRACT_ANSWER_DIFFERS` when an answer
 * is no page, `FEED_INCOMPLETE` after a thousand empty pages in a row. What the connector throws passes through.
 */
export async function* walkPages<Item>(walk: Walk<Item>): AsyncGenerator<readonly Item[]> {
  const cursors = new Set<string>();
  let empty = 0;
  let cursor: string | undefined;
  do {
    walk.context.signal.throwIfAborted();
    const page = await walk.list(cursor === undefined ? { limit: walk.limit } : { cursor, limit: walk.limit }, walk.context);
    if (!isPage(page, walk.isItem ?? isThere)) {
      const facts = { system: walk.system, verb: walk.verb, fact: 'the answer is not a page', details: { expected: 'items and next' } };
      throw new TenureError('CONTRACT_ANSWER_DIFFERS', facts);
    }
    yield page.items;
    cursor = page.next;
    if (cursor !== undefined && cursors.has(cursor)) {
      const facts = { system: walk.system, verb: walk.verb, fact: 'a cursor came twice', details: { page: cursors.size + 1 } };
      throw new TenureError('CONTRACT_CURSOR_REPEATED', facts);
    }
    if (cursor !== undefined) cursors.add(cursor);
    empty = page.items.length === 0 ? empty + 1 : 0;
    if (empty > emptyPagesInARow) {
      const reasons = [`${empty} empty pages in a row, and no end`];
      throw new TenureError('FEED_INCOMPLETE', { system: walk.system, verb: walk.verb, fact: reasons.join(), details: { reasons } });
    }
  } while (cursor !== undefined);
}

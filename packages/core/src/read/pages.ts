// The one loop over pages. Connectors give one page per call; whether a walk came to its end is proved here.
import type { ConnectorContext, Page, PageRequest } from '../connector/context.ts';
import { TenureError } from '../connector/errors.ts';

export interface Walk<Item> {
  readonly system: string;
  readonly verb: string;
  readonly limit: number;
  readonly context: ConnectorContext;
  readonly list: (request: PageRequest, context: ConnectorContext) => Promise<Page<Item>>;
}

/**
 * Every page of a list, until one has no `next`. Safe to repeat.
 *
 * @throws {TenureError} `CONTRACT_CURSOR_REPEATED` when a cursor comes twice, `CONTRACT_ANSWER_DIFFERS` when an answer
 * is no page. What the connector throws passes through.
 */
export async function* walkPages<Item>(walk: Walk<Item>): AsyncGenerator<readonly Item[]> {
  const cursors = new Set<string>();
  let cursor: string | undefined;
  do {
    walk.context.signal.throwIfAborted();
    const page = await walk.list(cursor === undefined ? { limit: walk.limit } : { cursor, limit: walk.limit }, walk.context);
    if (!Array.isArray(page?.items)) {
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
  } while (cursor !== undefined);
}

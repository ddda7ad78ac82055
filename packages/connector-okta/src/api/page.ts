// Paging as Okta does it: follow the link named next, word for word, however long the page was.
import { type ConnectorContext, isTenureError, type Page, type PageRequest, TenureError } from '@tenure/core/connector';
import { type HttpClient, nextLink, type QueryValue } from '@tenure/core/connector/http';
import type { z } from 'zod';

/** The largest page that Okta recommends for every list. */
const largestPage = 200;

export interface ListCall<Item> {
  readonly verb: string;
  readonly id?: string | undefined;
  readonly path: string;
  readonly query?: Readonly<Record<string, QueryValue>> | undefined;
  readonly schema: z.ZodType<readonly Item[]>;
}

/** One page of a list; the cursor is Okta's own link. */
export async function readPage<Item>(
  http: HttpClient,
  call: ListCall<Item>,
  { cursor, limit }: PageRequest,
  context: ConnectorContext,
): Promise<Page<Item>> {
  const { path, query, ...rest } = call;
  const read = async (where: { readonly url: string } | { readonly size: number }): Promise<Page<Item>> => {
    const address = 'url' in where ? where : { path, query: { ...query, limit: where.size } };
    const { body, headers } = await http.request({ ...rest, ...address, method: 'GET', effect: 'read' }, context);
    return { items: body, next: nextLink(headers) };
  };
  if (cursor !== undefined) return read({ url: cursor });
  const size = Math.min(Math.max(limit, 1), largestPage);
  try {
    return await read({ size });
  } catch (error) {
    if (!isTooSlow(error) || size <= smallestPage) throw error;
    return read({ size: smallestPage });
  }
}

/** Okta answers 500 to a list that takes it too long; fewer at once are faster, and the pages after keep that size. */
const smallestPage = 25;
const isTooSlow = (error: unknown): boolean =>
  isTenureError(error) && error.code === 'CONNECTOR_UNAVAILABLE' && error.details.status === 500;

/** A small list that goes on after so many pages goes on for ever. */
const mostPages = 500;

/** Every item of a list, page by page, for lists that are small by nature. Stop early by leaving the loop. */
export async function* readAll<Item>(http: HttpClient, call: ListCall<Item>, context: ConnectorContext): AsyncGenerator<Item, void, void> {
  const seen = new Set<string | undefined>();
  let cursor: string | undefined;
  do {
    if (seen.has(cursor) || seen.size >= mostPages) throw endless(call);
    seen.add(cursor);
    const page: Page<Item> = await readPage(http, call, { limit: largestPage, cursor }, context);
    yield* page.items;
    cursor = page.next;
  } while (cursor !== undefined);
}

function endless<Item>({ verb, id }: ListCall<Item>): TenureError {
  const fact = 'its pages lead back to each other or never end';
  return new TenureError('CONNECTOR_RESPONSE_UNREADABLE', { system: 'okta', verb, id, fact, details: { expected: 'a last page' } });
}

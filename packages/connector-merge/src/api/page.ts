// One page of a list, held to what Merge documents. An error body under status 200, a page without `next` or one that leads
// back to itself is refused: read leniently, each of them is an end of the list that nobody wrote.
import { type ConnectorContext, type PageRequest, TenureError } from '@tenure/core/connector';
import type { HttpClient, QueryValue } from '@tenure/core/connector/http';
import { z } from 'zod';

/** The most rows that Merge puts on a page. */
export const largestPage = 100;

/** A list of Merge's, with every parameter that must stay the same from page to page. */
export interface ListCall {
  readonly verb: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, QueryValue>> | undefined;
}

export interface MergePage {
  readonly rows: readonly unknown[];
  readonly next: string | undefined;
}

const pageSchema = z.object({ results: z.array(z.unknown()), next: z.string().min(1).nullable() });

/** One page; rows are still unchecked. Safe to repeat. */
export async function readPage(
  http: HttpClient,
  { verb, path, query }: ListCall,
  { cursor, limit }: PageRequest,
  context: ConnectorContext,
): Promise<MergePage> {
  const size = Math.min(Math.max(1, Math.trunc(limit)), largestPage);
  const { body } = await http.request(
    { verb, path, query: { ...query, page_size: size, cursor }, method: 'GET', effect: 'read', schema: pageSchema },
    context,
  );
  if (body.next !== null && body.next === cursor) throw endless(verb);
  return { rows: body.results, next: body.next ?? undefined };
}

/** Every row of a list that is small by nature, each held to the schema. */
export async function readAll<Row>(
  http: HttpClient,
  call: ListCall,
  schema: z.ZodType<Row>,
  context: ConnectorContext,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const seen = new Set<string>();
  let cursor: string | undefined;
  do {
    const page: MergePage = await readPage(http, call, { limit: largestPage, cursor }, context);
    for (const row of page.rows) rows.push(rowOf(call, schema, row));
    cursor = page.next;
    if (cursor !== undefined && seen.has(cursor)) throw endless(call.verb);
    if (cursor !== undefined) seen.add(cursor);
  } while (cursor !== undefined);
  return rows;
}

function rowOf<Row>({ verb }: ListCall, schema: z.ZodType<Row>, row: unknown): Row {
  const parsed = schema.safeParse(row);
  if (parsed.success) return parsed.data;
  throw unreadable(verb, 'a row differs from the documented one');
}

function endless(verb: string): TenureError {
  return unreadable(verb, 'its pages lead back to each other');
}

/** An answer that is not what Merge documents. */
export function unreadable(verb: string, fact: string, id?: string): TenureError {
  return new TenureError('CONNECTOR_RESPONSE_UNREADABLE', {
    system: 'merge',
    verb,
    id,
    fact,
    details: { expected: 'the documented answer' },
  });
}

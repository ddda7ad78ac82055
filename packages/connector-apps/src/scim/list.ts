// Paging by index over a server that may shift rows, repeat them, or ignore where it was asked to start; by cursor; or not at all.
import { createHash } from 'node:crypto';
import { type Account, type ConnectorContext, isTenureError, type Page, type PageRequest, TenureError } from '@tenure/core/connector';
import { z } from 'zod';
import { listUsers, type UserList } from './api.ts';
import { accountOf, type Resource } from './resource.ts';
import type { ScimServer } from './server.ts';

/** Where the next page starts, how many were read, and marks of the page before, to drop rows that shifted into this one. */
const cursorSchema = z.object({ startIndex: z.int().min(2), page: z.int().min(2), seen: z.array(z.string()) });

/** One page. Throws rather than end a list before its stated total. */
export function listAccounts(server: ScimServer, request: PageRequest, context: ConnectorContext): Promise<Page<Account>> {
  return waysOf[server.profile.paging.mode](server, request, context);
}

const waysOf = { index: listByIndex, cursor: listByCursor, none: listWhole } as const;

/** The accounts among the rows: a removed member's record is none. */
const accountsIn = (rows: readonly Resource[], { profile }: ScimServer): readonly Account[] =>
  rows.map((row) => accountOf(row, profile)).filter(({ state }) => state !== 'gone');

async function listWhole(server: ScimServer, _request: PageRequest, context: ConnectorContext): Promise<Page<Account>> {
  const { resources, total } = await listUsers(server, 'list accounts', {}, context);
  if (total !== undefined && total > resources.length) throw endsEarly(server, resources.length, total);
  return { items: accountsIn(resources, server) };
}

const cursorMark = z.object({ cursor: z.string().min(1), page: z.int().min(2), read: z.int().min(0) });

/** RFC 9865: the first page asks with an empty cursor, the others with what the server gave, unchanged. */
async function listByCursor(server: ScimServer, request: PageRequest, context: ConnectorContext): Promise<Page<Account>> {
  const { largestPage, mostPages } = server.profile.paging;
  const mark = request.cursor === undefined ? undefined : parseCursor(server, request.cursor, cursorMark);
  const { cursor = '', page = 1, read = 0 } = mark ?? {};
  if (page > mostPages) throw unreadable(server, `it goes on after ${mostPages} pages`, 'a last page');
  const count = Math.max(1, Math.min(request.limit, largestPage));
  const list = await orStartAgain(server, () => listUsers(server, 'list accounts', { cursor, count }, context));
  const reached = read + list.resources.length;
  const items = accountsIn(list.resources, server);
  if (list.nextCursor === undefined) {
    if (list.total !== undefined && list.total > reached) throw endsEarly(server, reached, list.total);
    return { items };
  }
  if (list.nextCursor === cursor) throw unreadable(server, 'the server gives the same cursor again', 'another cursor on each page');
  return { items, next: printCursor({ cursor: list.nextCursor, page: page + 1, read: reached }) };
}

/** A cursor that has run out is no fault of the request: the list is read again from its start. */
async function orStartAgain(server: ScimServer, read: () => Promise<UserList>): Promise<UserList> {
  try {
    return await read();
  } catch (error) {
    if (!isTenureError(error) || error.code !== 'CONNECTOR_REJECTED') throw error;
    const { vendorCode } = error.details;
    if (vendorCode !== 'expiredCursor' && vendorCode !== 'invalidCursor') throw error;
    const fact = 'the cursor has run out; the list has to be read from its start';
    throw new TenureError('CONNECTOR_UNAVAILABLE', { system: server.system, verb: 'list accounts', fact, details: error.details });
  }
}

async function listByIndex(server: ScimServer, request: PageRequest, context: ConnectorContext): Promise<Page<Account>> {
  const { largestPage, mostPages } = server.profile.paging;
  const cursor = request.cursor === undefined ? undefined : parseCursor(server, request.cursor, cursorSchema);
  const { startIndex = 1, page = 1, seen = [] } = cursor ?? {};
  if (page > mostPages) throw unreadable(server, `it goes on after ${mostPages} pages`, 'a last page');
  const count = Math.max(1, Math.min(request.limit, largestPage));
  const list = await listUsers(server, 'list accounts', { startIndex, count }, context);
  if (startIndex > 1 && list.resources.length > 0 && list.startIndex !== undefined && list.startIndex !== startIndex) {
    throw unreadable(server, 'the server does not start pages where it is asked to', 'paging by startIndex');
  }
  const marks = list.resources.map(({ id }) => mark(id));
  const fresh = list.resources.filter((_resource, index) => {
    const own = marks[index] ?? '';
    return !seen.includes(own) && marks.indexOf(own) === index;
  });
  const items = accountsIn(fresh, server);
  // The rows that came, not the ones that were asked for: servers cap pages without saying so.
  const reached = startIndex - 1 + list.resources.length;
  const total = list.total ?? (list.resources.length < count ? reached : Number.POSITIVE_INFINITY);
  if (reached >= total) return { items };
  if (list.resources.length === 0) {
    if (list.total === undefined) return { items };
    throw endsEarly(server, reached, list.total);
  }
  if (fresh.length === 0) throw unreadable(server, 'the server gives the same page again', 'paging by startIndex');
  return { items, next: printCursor({ startIndex: reached + 1, page: page + 1, seen: marks }) };
}

function mark(id: string): string {
  return createHash('sha256').update(id).digest('base64url').slice(0, 16);
}

function printCursor(cursor: object): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

function parseCursor<Mark>(server: ScimServer, text: string, schema: z.ZodType<Mark>): Mark {
  try {
    return schema.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  } catch {
    const fact = 'the cursor is not one of ours';
    throw new TenureError('CONNECTOR_REJECTED', { system: server.system, verb: 'list accounts', fact, details: {} });
  }
}

const endsEarly = (server: ScimServer, read: number, total: number): TenureError =>
  unreadable(server, `it ends after ${read} of ${total} accounts`, 'a whole list');

function unreadable({ system }: ScimServer, fact: string, expected: string): TenureError {
  return new TenureError('CONNECTOR_RESPONSE_UNREADABLE', { system, verb: 'list accounts', fact, details: { expected } });
}

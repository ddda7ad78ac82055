// Paging by index over a server that may shift rows, repeat them, or ignore where it was asked to start.
import { createHash } from 'node:crypto';
import { type Account, type ConnectorContext, type Page, type PageRequest, TenureError } from '@tenure/core/connector';
import { z } from 'zod';
import { listUsers, type ScimServer } from './api.ts';
import { accountOf } from './resource.ts';

/** Where the next page starts, how many were read, and marks of the page before, to drop rows that shifted into this one. */
const cursorSchema = z.object({ startIndex: z.int().min(2), page: z.int().min(2), seen: z.array(z.string()) });

type Cursor = z.infer<typeof cursorSchema>;

/** One page. Throws rather than end a list before its stated total. */
export async function listAccounts(server: ScimServer, request: PageRequest, context: ConnectorContext): Promise<Page<Account>> {
  const { profile } = server;
  const { largestPage, mostPages } = profile.paging;
  const cursor = request.cursor === undefined ? undefined : parseCursor(server, request.cursor);
  const { startIndex = 1, page = 1, seen = [] } = cursor ?? {};
  if (page > mostPages) throw unreadable(server, `it goes on after ${mostPages} pages`, 'a last page');
  const count = Math.max(1, Math.min(request.limit, largestPage));
  const list = await listUsers(server, 'list accounts', { startIndex, count }, context);
  if (startIndex > 1 && list.resources.length > 0 && list.startIndex !== undefined && list.startIndex !== startIndex) {
    throw unreadable(server, 'the server does not start pages where it is asked to', 'paging by startIndex');
  }
  const marks = list.resources.map(({ id }) => mark(id));
  const items = list.resources.flatMap((resource, index) => {
    const own = marks[index] ?? '';
    return seen.includes(own) || marks.indexOf(own) < index ? [] : [accountOf(resource, profile)];
  });
  // The rows that came, not the ones that were asked for: servers cap pages without saying so.
  const reached = startIndex - 1 + list.resources.length;
  const total = list.total ?? (list.resources.length < count ? reached : Number.POSITIVE_INFINITY);
  if (reached >= total) return { items };
  if (list.resources.length === 0) {
    if (list.total === undefined) return { items };
    throw unreadable(server, `it ends after ${reached} of ${list.total} accounts`, 'a whole list');
  }
  if (items.length === 0) throw unreadable(server, 'the server gives the same page again', 'paging by startIndex');
  return { items, next: printCursor({ startIndex: reached + 1, page: page + 1, seen: marks }) };
}

function mark(id: string): string {
  return createHash('sha256').update(id).digest('base64url').slice(0, 16);
}

function printCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

function parseCursor(server: ScimServer, text: string): Cursor {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  } catch {
    const fact = 'the cursor is not one of ours';
    throw new TenureError('CONNECTOR_REJECTED', { system: server.system, verb: 'list accounts', fact, details: {} });
  }
}

function unreadable({ system }: ScimServer, fact: string, expected: string): TenureError {
  return new TenureError('CONNECTOR_RESPONSE_UNREADABLE', { system, verb: 'list accounts', fact, details: { expected } });
}

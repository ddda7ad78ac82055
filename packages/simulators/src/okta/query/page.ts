// Cursor paging: a page, and the two Link lines that live orgs send.
import { problem } from '../problems.ts';
import type { OktaSwitches } from '../switches.ts';

export interface Cut<Item> {
  readonly items: readonly Item[];
  /** The id that the next page begins after. */
  readonly next?: string | undefined;
}

/** The first `limit` of `candidates` that fit. With `eager`, a full page has a next one even when nothing is left. */
export function cut<Item extends { readonly id: string }>(
  candidates: Iterable<Item>,
  fits: (item: Item) => boolean,
  limit: number,
  eager: boolean,
): Cut<Item> {
  const items: Item[] = [];
  for (const item of candidates) {
    if (!fits(item)) continue;
    if (items.length === limit) return { items, next: items.at(-1)?.id };
    items.push(item);
  }
  return eager && items.length === limit ? { items, next: items.at(-1)?.id } : { items };
}

/** The page size: what was asked for, within what the endpoint gives. */
export function limitOf(query: URLSearchParams, usual: number, most: number): number {
  const asked = Number(query.get('limit') ?? usual);
  if (!Number.isInteger(asked) || asked < 1) throw problem('E0000001', ['limit: The value must be a positive number'], 'limit');
  return Math.min(asked, most);
}

const cursorMark = 'after:';

/** The id in a cursor of ours. */
export function afterOf(query: URLSearchParams, { invalidCursor }: Pick<OktaSwitches, 'invalidCursor'>): string | undefined {
  const cursor = query.get('after');
  if (cursor === null) return undefined;
  const text = Buffer.from(cursor, 'base64url').toString();
  if (!text.startsWith(cursorMark)) throw problem(invalidCursor, ['after: The cursor is not valid'], 'after');
  return text.slice(cursorMark.length);
}

/** The Link lines of a page: `self`, and `next` when there is one. */
export function pageLinks(url: URL, next: string | undefined): string[] {
  const self = `<${url.href}>; rel="self"`;
  if (next === undefined) return [self];
  const following = new URL(url);
  following.searchParams.set('after', Buffer.from(cursorMark + next).toString('base64url'));
  return [self, `<${following.href}>; rel="next"`];
}

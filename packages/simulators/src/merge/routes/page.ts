// Pages by an opaque cursor, which is good only for the list that it was made for.
import { Refusal } from '../../serving/answering.ts';
import type { MergeSwitches } from '../switches.ts';

/** One page as it goes out. */
export interface Page<Item> {
  readonly next: string | null;
  readonly previous: string | null;
  readonly results: readonly Item[];
}

/** What can be walked from a position, both ways. */
export interface Walk<Item> {
  after(position: number): Iterable<Item>;
  before(position: number): Iterable<Item>;
  positionOf(item: Item): number;
}

interface Cursor {
  readonly way: 'after' | 'before';
  readonly position: number;
}

const defaultSize = 30;
const largestSize = 100;

/** The page that the parameters ask for. */
export function pageOf<Item>(path: string, parameters: URLSearchParams, walk: Walk<Item>, switches: MergeSwitches): Page<Item> {
  const size = sizeOf(parameters, switches);
  const list = fingerprint(path, parameters);
  const cursor = read(parameters.get('cursor'), list, switches) ?? { way: 'after', position: -1 };
  const found: Item[] = [];
  for (const item of walk[cursor.way](cursor.position)) {
    found.push(item);
    if (found.length > size) break;
  }
  const hasMore = found.length > size;
  const results = found.slice(0, size);
  if (cursor.way === 'before') results.reverse();
  const [first, last] = [results[0], results.at(-1)];
  const hasNext = cursor.way === 'before' || hasMore;
  const hasPrevious = cursor.way === 'before' ? hasMore : cursor.position >= 0;
  const write = (way: Cursor['way'], item: Item | undefined): string | null =>
    item === undefined ? null : Buffer.from(JSON.stringify([way, walk.positionOf(item), list])).toString('base64url');
  return { next: hasNext ? write('after', last) : null, previous: hasPrevious ? write('before', first) : null, results };
}

/** A list in memory as a walk. */
export function walkOf<Item>(items: readonly Item[]): Walk<Item> {
  return {
    after: (position) => items.slice(position + 1),
    before: (position) => items.slice(0, position).reverse(),
    positionOf: (item) => items.indexOf(item),
  };
}

function sizeOf(parameters: URLSearchParams, { largePages }: MergeSwitches): number {
  const asked = Number(parameters.get('page_size') ?? defaultSize);
  const isTooLarge = asked > largestSize;
  if (!Number.isInteger(asked) || asked < 1 || (isTooLarge && largePages === 'refuse')) {
    throw new Refusal({ status: 400, body: { page_size: ['Enter a number between 1 and 100.'] } });
  }
  return Math.min(asked, largestSize);
}

/** What a cursor is bound to: the list and every parameter beside the cursor itself. */
function fingerprint(path: string, parameters: URLSearchParams): string {
  const others = [...parameters].filter(([name]) => name !== 'cursor').sort();
  return `${path.replace(/\/$/, '')}?${new URLSearchParams(others)}`;
}

function read(text: string | null, list: string, { cursorWithOtherFilters }: MergeSwitches): Cursor | undefined {
  if (text === null || text === '') return undefined;
  const refusal = new Refusal({ status: 400, body: { detail: 'Invalid cursor' } });
  try {
    const [way, position, boundTo]: [Cursor['way'], number, string] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if ((way !== 'after' && way !== 'before') || !Number.isInteger(position)) throw refusal;
    if (boundTo !== list && cursorWithOtherFilters === 'refuse') throw refusal;
    return { way, position };
  } catch {
    throw refusal;
  }
}

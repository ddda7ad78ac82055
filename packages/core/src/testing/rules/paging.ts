// Rules for every verb that lists by pages.
import assert from 'node:assert/strict';
import type { ConnectorContext, Page, PageRequest } from '../../connector/index.ts';
import { testContext } from '../memory/context.ts';
import { withAnswer, withError, withPage, withRequest } from './planting.ts';
import { type ContractRule, ruleFor } from './rule.ts';
import type { ConnectorKind, WorldOf } from './world.ts';

export type Pages<Item> = (request: PageRequest, context: ConnectorContext) => Promise<Page<Item>>;

const mostPages = 1_000;

/** Reads to the last page as any caller must: empty pages go on, a repeated cursor is an error. */
export async function readAll<Item>(pages: Pages<Item>, limit = 2, context: ConnectorContext = testContext()): Promise<Item[]> {
  const items: Item[] = [];
  const seen = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await pages(cursor === undefined ? { limit } : { limit, cursor }, context);
    items.push(...page.items);
    cursor = page.next;
    if (cursor === undefined) return items;
    assert.ok(!seen.has(cursor), 'a cursor was given twice');
    seen.add(cursor);
  } while (seen.size < mostPages);
  return assert.fail(`no last page within ${mostPages} pages`);
}

/** One list verb of one kind of connector, and how to know what it must say. */
export interface ListedThing<Kind extends ConnectorKind> {
  readonly kind: Kind;
  readonly verb: string;
  readonly needs?: readonly string[];
  /** Puts at least five things there; answers how to page over them and which ids must come. */
  readonly prepare: (world: WorldOf<Kind>) => Promise<{ readonly pages: Pages<string>; readonly ids: readonly string[] }>;
  /** The verb's own view of what is there when nothing was put there. */
  readonly untouched?: (world: WorldOf<Kind>) => Promise<{ readonly pages: Pages<string>; readonly ids: readonly string[] }>;
  /** The item with another id, for the planted fault of unstable ids. */
  readonly renamed: (item: unknown, id: string) => unknown;
}

export function pagingRules<Kind extends ConnectorKind>(thing: ListedThing<Kind>): ContractRule[] {
  const { kind, verb, prepare, untouched } = thing;
  const needs = [verb, ...(thing.needs ?? [])];
  const slug = verb.replaceAll('.', '-');
  let reads = 0;
  const rules = [
    ruleFor(kind, {
      id: `${slug}-lists-everything-once`,
      title: `${verb} gives everything that is there, each exactly once`,
      needs,
      check: async (world) => {
        const { pages, ids } = await prepare(world);
        assert.deepEqual((await readAll(pages)).sort(), [...ids].sort());
      },
      planted: (world) => withPage(world, verb, (page) => (page.next === undefined ? { items: page.items.slice(1) } : page)),
    }),
    ruleFor(kind, {
      id: `${slug}-is-the-same-at-any-page-size`,
      title: `${verb} gives the same set one by one, two by two and all at once`,
      needs,
      check: async (world) => {
        const { pages, ids } = await prepare(world);
        for (const limit of [1, 2, 100]) assert.deepEqual((await readAll(pages, limit)).sort(), [...ids].sort(), `pages of ${limit}`);
      },
      planted: (world) => withPage(world, verb, (page, request) => (request.limit === 1 ? { items: page.items } : page)),
    }),
    ruleFor(kind, {
      id: `${slug}-ends`,
      title: `${verb} comes to a last page and gives no cursor twice`,
      needs,
      check: async (world) => {
        const { pages } = await prepare(world);
        await readAll(pages, 1);
      },
      planted: (world) => withPage(world, verb, (page, request) => ({ items: page.items, next: request.cursor ?? page.next })),
    }),
    ruleFor(kind, {
      id: `${slug}-ids-are-stable`,
      title: `${verb} gives the same ids when it is read again`,
      needs,
      check: async (world) => {
        const { pages } = await prepare(world);
        const first = await readAll(pages);
        assert.deepEqual((await readAll(pages)).sort(), first.sort());
      },
      planted: (world) =>
        withPage(world, verb, (page) => {
          reads += 1;
          return { ...page, items: page.items.map((item, index) => thing.renamed(item, `read-${reads}-${index}`)) };
        }),
    }),
    ruleFor(kind, {
      id: `${slug}-calls-do-not-mix`,
      title: `${verb} read by several callers at once gives each of them everything`,
      needs,
      check: async (world) => {
        const { pages, ids } = await prepare(world);
        for (const read of await Promise.all([readAll(pages, 1), readAll(pages, 2), readAll(pages, 3)])) {
          assert.deepEqual(read.sort(), [...ids].sort());
        }
      },
      planted: (world) => {
        let shared: string | undefined;
        const remembering = withAnswer<Page<unknown>, PageRequest, WorldOf<Kind>>(world, verb, (page) => {
          shared = page.next;
          return page;
        });
        return withRequest<PageRequest, WorldOf<Kind>>(remembering, verb, (request) =>
          request.cursor === undefined ? request : { ...request, cursor: shared ?? request.cursor },
        );
      },
    }),
  ];
  if (untouched === undefined) return rules;
  const empty = ruleFor(kind, {
    id: `${slug}-of-nothing`,
    title: `${verb} answers without an error when nothing was added`,
    needs,
    check: async (world) => {
      const { pages, ids } = await untouched(world);
      assert.deepEqual((await readAll(pages)).sort(), [...ids].sort());
    },
    planted: (world) =>
      withError(
        withAnswer<Page<unknown>, PageRequest, WorldOf<Kind>>(world, verb, (page) => {
          if (page.items.length === 0) throw new Error('nothing to list');
          return page;
        }),
        verb,
        (error) => error,
      ),
  });
  return [...rules, empty];
}

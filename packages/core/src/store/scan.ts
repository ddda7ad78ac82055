import type { CollectionName, Row, ScanQuery, Store } from './port.ts';

/** Every row of a scan, page by page: what is in memory is one page. */
export async function* scanAll<Name extends CollectionName>(
  store: Store,
  tenant: string,
  collection: Name,
  query: Omit<ScanQuery<Name>, 'limit'> & { readonly limit?: number } = {},
): AsyncGenerator<readonly Row<Name>[]> {
  let after = query.after;
  do {
    const page = await store.scan(tenant, collection, { ...query, limit: query.limit ?? 500, after });
    if (page.rows.length > 0) yield page.rows;
    after = page.next;
  } while (after !== undefined);
}

/** All rows of a scan in one list: for what is few by its nature, the accounts of a person or the parts that wait. */
export async function allRows<Name extends CollectionName>(
  { store, tenant }: { readonly store: Store; readonly tenant: string },
  collection: Name,
  query: Omit<ScanQuery<Name>, 'limit'> = {},
): Promise<Row<Name>[]> {
  const all: Row<Name>[] = [];
  for await (const rows of scanAll(store, tenant, collection, query)) all.push(...rows);
  return all;
}

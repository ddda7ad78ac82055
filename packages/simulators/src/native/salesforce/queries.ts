// Answers to queries, in batches that a locator goes on with.
import type { Answer } from '../../serving/answering.ts';
import type { Org } from './org.ts';
import { badLocator, malformedQuery, noSuchField, noSuchType } from './problems.ts';
import { Malformed, parseQuery, type Query, type Row } from './soql.ts';

export interface Queries {
  run(soql: string, batch: number): Answer;
  goOn(locator: string, batch: number): Answer;
}

export function createQueries(org: Org, path: string): Queries {
  const open = new Map<string, readonly Row[]>();
  const page = (key: string, rows: readonly Row[], from: number, batch: number): Answer => {
    const records = rows.slice(from, from + batch);
    const done = from + records.length >= rows.length;
    const next = done ? {} : { nextRecordsUrl: `${path}/query/${key}-${from + records.length}` };
    return { status: 200, body: { totalSize: rows.length, done, ...next, records } };
  };
  return {
    run(soql, batch) {
      const rows = select(org, parsed(soql), path);
      const key = `01g${String(open.size + 1).padStart(15, '0')}`;
      open.set(key, rows);
      return page(key, rows, 0, batch);
    },
    goOn(locator, batch) {
      const [key = '', from = ''] = locator.split('-');
      const rows = open.get(key);
      if (rows === undefined || !/^\d+$/.test(from)) throw badLocator();
      return page(key, rows, Number(from), batch);
    },
  };
}

function parsed(soql: string): Query {
  try {
    return parseQuery(soql);
  } catch (error) {
    if (error instanceof Malformed) throw malformedQuery(error.message);
    throw error;
  }
}

function select(org: Org, { from, fields, where, orderBy, limit }: Query, path: string): Row[] {
  const tables: Readonly<Record<string, readonly Row[]>> = {
    User: [...org.users.values()] as unknown as Row[],
    UserLogin: [...org.logins.values()] as unknown as Row[],
    Profile: [...org.profiles].map((Id) => ({ Id, Name: 'A profile' })),
  };
  const table = tables[from];
  if (table === undefined) throw noSuchType(from);
  const columns = new Set(table.flatMap((row) => Object.keys(row)));
  const strange = fields.find((field) => columns.size > 0 && !columns.has(field));
  if (strange !== undefined) throw noSuchField(strange);
  const rows = table.filter(where);
  if (orderBy !== undefined) rows.sort((one, other) => (String(one[orderBy]) < String(other[orderBy]) ? -1 : 1));
  return rows.slice(0, limit).map((row) => ({
    attributes: { type: from, url: `${path}/sobjects/${from}/${String(row['Id'])}` },
    ...Object.fromEntries(fields.map((field) => [field, row[field] ?? null])),
  }));
}

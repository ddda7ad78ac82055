// Lists: what a filter finds, and the page of it that is answered.
import type { Account } from '../accounts/account.ts';
import { comparisonsIn, type Filter, fits, joinsIn, parseFilter } from '../accounts/filter.ts';
import type { Tenant } from '../accounts/tenant.ts';
import type { Dialect } from '../dialect.ts';
import type { Fields } from '../json.ts';
import { refusalOf } from './refusing.ts';
import { comparable, isShownOn, shown } from './shown.ts';

const listSchema = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

export function listed(tenant: Tenant, query: URLSearchParams): Fields {
  const { dialect } = tenant;
  const found = matching(tenant, query.get('filter'));
  const { rows, startIndex, nextCursor } = pageOf(dialect, found, query);
  const total = dialect.totals === 'all' ? found.length : rows.length;
  return {
    schemas: [listSchema],
    ...(dialect.totals === 'absent' ? {} : { totalResults: total }),
    ...(dialect.paging === 'none' ? {} : { startIndex, itemsPerPage: rows.length }),
    ...(nextCursor === undefined ? {} : { nextCursor }),
    Resources: rows.map((account) => picked(dialect, shown(tenant, account, 'list', isShownOn(tenant, account)), query)),
  };
}

function matching(tenant: Tenant, text: string | null): readonly Account[] {
  const { dialect, accounts, now } = tenant;
  const visible = [...accounts.values()].filter(
    ({ shownFrom, standing }) => now() >= shownFrom && (standing === undefined || !dialect.unlisted.includes(standing)),
  );
  const ordered = dialect.order === 'oldest-first' ? visible : visible.reverse();
  if (text === null) return ordered;
  const filter = parseFilter(text);
  if (filter === undefined) throw refusalOf(dialect, 'filter');
  if (!isSupported(dialect, filter)) {
    if (dialect.otherFilters === 'refused') throw refusalOf(dialect, 'filter');
    return dialect.otherFilters === 'ignored' ? ordered : [];
  }
  return ordered.filter((account) => fits(filter, comparable(tenant, account), (name) => caseOf(dialect, name) === 'exact'));
}

const caseOf = ({ filterable }: Dialect, attribute: string): 'exact' | 'any-case' | undefined =>
  Object.entries(filterable).find(([name]) => name.toLowerCase() === attribute.toLowerCase())?.[1];

function isSupported(dialect: Dialect, filter: Filter): boolean {
  return (
    joinsIn(filter).every((join) => dialect.joins.includes(join)) &&
    comparisonsIn(filter).every(
      ({ attribute, operator }) => caseOf(dialect, attribute) !== undefined && dialect.operators.includes(operator),
    )
  );
}

interface Page {
  readonly rows: readonly Account[];
  readonly startIndex: number;
  readonly nextCursor?: string | undefined;
}

function pageOf(dialect: Dialect, found: readonly Account[], query: URLSearchParams): Page {
  if (dialect.paging === 'none') return { rows: found, startIndex: 1 };
  const count = Math.min(numberOf(query.get('count')) ?? dialect.defaultCount, dialect.maxCount);
  if (dialect.paging === 'index') {
    const startIndex = Math.max(1, numberOf(query.get('startIndex')) ?? 1);
    return { rows: found.slice(startIndex - 1, startIndex - 1 + count), startIndex };
  }
  const cursor = query.get('cursor');
  if (cursor === null) return { rows: found.slice(0, count), startIndex: 1 };
  const asked = `${query.get('filter') ?? ''}\n${count}`;
  const at = cursor === '' ? 0 : positionOf(cursor, asked);
  if (at === undefined) throw refusalOf(dialect, 'cursor');
  const rows = found.slice(at, at + count);
  const ends = at + rows.length >= found.length;
  return { rows, startIndex: at + 1, nextCursor: ends ? undefined : Buffer.from(`${at + rows.length}\n${asked}`).toString('base64url') };
}

/** Where a cursor goes on, when it belongs to the same filter and count. */
function positionOf(cursor: string, asked: string): number | undefined {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const [at] = text.split('\n', 1);
  return text === `${at}\n${asked}` ? numberOf(at ?? null) : undefined;
}

function numberOf(text: string | null): number | undefined {
  return text !== null && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** Only the attributes that were asked for, where the vendor listens. */
export function picked({ attributesParameter }: Dialect, resource: Fields, query: URLSearchParams): Fields {
  if (attributesParameter === 'ignored') return resource;
  const named = (parameter: string): ReadonlySet<string> | undefined => {
    const text = query.get(parameter);
    return text === null ? undefined : new Set(text.split(',').map((name) => name.trim().toLowerCase().split('.', 1)[0] ?? ''));
  };
  const [wanted, unwanted] = [named('attributes'), named('excludedAttributes')];
  const always = new Set(['schemas', 'id']);
  const isWanted = (name: string): boolean => always.has(name) || (wanted?.has(name) ?? unwanted?.has(name) !== true);
  return Object.fromEntries(Object.entries(resource).filter(([name]) => isWanted(name.toLowerCase())));
}

// Lists of users: by status, in pages whose token lives a quarter of an hour.
import type { Answer } from '../../serving/answering.ts';
import { invalid } from './problems.ts';
import type { Tenant } from './tenant.ts';
import { shown } from './users.ts';

const tokenLife = 900_000;
const statuses = ['active', 'inactive', 'pending'];

export function createLists(tenant: Tenant, now: () => number): (query: URLSearchParams) => Answer {
  const tokens = new Map<string, { readonly after: number; readonly status: string; readonly ends: number }>();
  return (query) => {
    const status = query.get('status') ?? 'active';
    const size = Number(query.get('page_size') ?? 30);
    if (!statuses.includes(status)) throw invalid('The status parameter is invalid.');
    if (!Number.isInteger(size) || size < 1 || size > 300) throw invalid('The page_size parameter is invalid.');
    const token = query.get('next_page_token') ?? '';
    const from = token === '' ? { after: 0, status, ends: Number.POSITIVE_INFINITY } : tokens.get(token);
    if (from === undefined || from.ends <= now() || from.status !== status) throw invalid('The next page token is invalid or expired.');
    const all = [...tenant.users.values()].filter((user) => user.status === status);
    const page = all.slice(from.after, from.after + size);
    const after = from.after + page.length;
    const next = after < all.length ? `page-${tokens.size + 1}` : '';
    if (next !== '') tokens.set(next, { after, status, ends: now() + tokenLife });
    const body = { page_size: size, total_records: all.length, next_page_token: next, users: page.map(shown) };
    return { status: 200, body };
  };
}

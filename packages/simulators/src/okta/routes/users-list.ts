// Lists of users. `search` and `filter` see everyone, a plain list and `q` nobody who is DEPROVISIONED; each by its own index.
import type { Org } from '../org.ts';
import { problem } from '../problems.ts';
import { readUser, userFilter, userSearch } from '../query/dialects.ts';
import { parseExpression, type Query } from '../query/expression.ts';
import { fieldsOf, onlyFields } from '../query/fields.ts';
import type { LaggingIndex } from '../query/lagging.ts';
import { afterOf, type Cut, cut, limitOf, pageLinks } from '../query/page.ts';
import { cutSorted } from '../query/sorting.ts';
import type { OktaUser } from '../records.ts';
import { viewOf, wireUser } from '../wire/user.ts';
import { type Answer, type Call, ok, type Route } from './call.ts';

function startsLike(user: OktaUser, start: string): boolean {
  return ['firstName', 'lastName', 'email'].some((name) => String(user.profile[name]).toLowerCase().startsWith(start.toLowerCase()));
}

/** Whoever could fit: found by a value that everybody who fits has, or everyone. Those the index is behind with are always looked at. */
function candidates(org: Org, index: LaggingIndex<OktaUser>, query: Query<OktaUser>, after: string | undefined): Iterable<OktaUser> {
  const [equality] = query.equalities;
  if (equality === undefined) return index.after(after);
  const ids = new Set([...org.lookup.having(...equality), ...index.behind()]);
  const sorted = [...ids].filter((id) => after === undefined || id > after).sort();
  return sorted.flatMap((id) => index.get(id) ?? []);
}

function answered(call: Call, page: Cut<OktaUser>): Answer {
  const fields = fieldsOf(call.url.searchParams);
  const items = page.items.map((user) => onlyFields(wireUser(call.url.origin, user, viewOf(call, 'list')), fields));
  return ok(items, { Link: pageLinks(call.url, page.next) });
}

export function listUsers(org: Org): Route {
  const search = userSearch(org.schema);
  return (call): Answer => {
    const query = call.url.searchParams;
    const [searched, filtered, start] = [query.get('search'), query.get('filter'), query.get('q')];
    if (searched !== null && filtered !== null) throw problem('E0000033');
    const eager = org.switches.emptyLastPage;
    const isThere = (user: OktaUser): boolean => user.indexed && user.status !== 'DEPROVISIONED';
    if (searched !== null) {
      const asked = parseExpression(searched, search);
      const fits = (user: OktaUser): boolean => user.indexed && asked.fits(user);
      const sortBy = query.get('sortBy');
      const limit = limitOf(query, 200, 200);
      if (sortBy === null)
        return answered(call, cut(candidates(org, org.searchIndex, asked, afterOf(query, org.switches)), fits, limit, eager));
      if (!search.allows(sortBy, 'eq')) throw problem('E0000031', [sortBy]);
      const descending = query.get('sortOrder')?.toLowerCase().startsWith('desc') === true;
      const everybody = [...candidates(org, org.searchIndex, asked, undefined)].filter(fits);
      return answered(
        call,
        cutSorted(everybody, (user) => String(readUser(user, sortBy) ?? ''), descending, afterOf(query, org.switches), limit),
      );
    }
    if (filtered !== null) {
      const asked = parseExpression(filtered, userFilter);
      const fits = (user: OktaUser): boolean => user.indexed && asked.fits(user);
      return answered(
        call,
        cut(candidates(org, org.listIndex, asked, afterOf(query, org.switches)), fits, limitOf(query, 200, 200), eager),
      );
    }
    if (start === null)
      return answered(call, cut(org.listIndex.after(afterOf(query, org.switches)), isThere, limitOf(query, 200, 200), eager));
    const { items } = cut(org.listIndex.after(), (user) => isThere(user) && startsLike(user, start), limitOf(query, 10, 200), false);
    return answered(call, { items });
  };
}

// Groups by page or by exact name.
import type { ConnectorContext, Group, Page, PageRequest } from '@tenure/core/connector';
import { groupsStarting, groupsWhere, listGroups, mostByPrefix } from '../api/groups.ts';
import { readAll } from '../api/page.ts';
import type { OktaGroup } from '../api/wire.ts';
import { groupOf, quoted } from '../mapping.ts';
import type { Org } from '../org.ts';

/** With `name` the whole answer is one page: names are unique in Okta, but a client should not count on it. */
export async function readGroups(
  org: Org,
  { name, ...page }: PageRequest & { readonly name?: string | undefined },
  context: ConnectorContext,
): Promise<Page<Group>> {
  const { items, next } = name === undefined ? await listGroups(org.http, page, context) : { items: await groupsNamed(org, name, context) };
  const ruled = items.length === 0 ? undefined : await org.ruledGroups(context);
  return { items: items.map((group) => groupOf(group, ruled)), next };
}

/** The look-up by prefix is current but capped; beyond the cap only a search, which lags, sees everyone. */
export async function groupsNamed(org: Org, name: string, context: ConnectorContext): Promise<readonly OktaGroup[]> {
  const starting = await groupsStarting(org.http, name, context);
  const groups = [...starting];
  if (starting.length >= mostByPrefix) {
    const known = new Set(starting.map(({ id }) => id));
    for await (const group of readAll(org.http, groupsWhere(`profile.name eq ${quoted(name)}`), context)) {
      if (!known.has(group.id)) groups.push(group);
    }
  }
  return groups.filter((group) => group.profile.name === name);
}

// Looking an account up. Servers differ in what they can filter by and in what they take for equal, so every hit is
// verified here, and a filter that was not obeyed is never taken for "nobody".
import { type Account, type ConnectorContext, type FindAnswer, type FindKeys, isTenureError } from '@tenure/core/connector';
import type { Holding } from '../verbs/holders.ts';
import { listUsers } from './api.ts';
import { handleOf } from './handle.ts';
import type { Lookup } from './profile.ts';
import { accountOf, entriesOf, type Resource, valueAt } from './resource.ts';
import type { ScimServer } from './server.ts';

/** Enough to show that a key is not unique. */
const mostHits = 10;

type Verdict = 'decided' | 'undecided' | 'unsupported';

export async function findAccounts(server: ScimServer, keys: FindKeys, context: ConnectorContext): Promise<FindAnswer> {
  const accounts = new Map<string, Account>();
  const verdicts = new Set<Verdict>();
  for (const lookup of server.profile.lookups) {
    const key = keys[lookup.key];
    if (key === undefined || key === '') continue;
    const { hits, verdict } = await lookUp(server, lookup, key, context);
    verdicts.add(verdict === 'decided' && hits.length === 0 && lookup.hides === true ? 'unsupported' : verdict);
    for (const hit of hits) accounts.set(hit.id, accountOf(hit, server.profile));
  }
  if (accounts.size === 0) for (const hit of await byHandle(server, keys, context)) accounts.set(hit.id, accountOf(hit, server.profile));
  if (accounts.size > 0) return { kind: 'found', accounts: [...accounts.values()] };
  return verdicts.has('decided') && !verdicts.has('undecided') ? { kind: 'absent' } : { kind: 'cannot-tell' };
}

/** Whoever holds the handle and the address it was made from. Nobody there says nothing: it may have become another handle. */
async function byHandle(server: ScimServer, { email }: FindKeys, context: ConnectorContext): Promise<readonly Resource[]> {
  const { userName: rule } = server.profile;
  if (rule.from !== 'handle' || email === undefined) return [];
  const handle = handleOf(email, rule);
  if (handle === undefined) return [];
  const filter = `${rule.filter} eq ${JSON.stringify(handle)}`;
  const { resources } = await listUsers(server, 'find account', { filter, count: mostHits }, context);
  return resources.filter(
    (resource) => carries(resource, { key: 'email', filter, exactCase: false }, email, server) && isThere(resource, server),
  );
}

/** The server as the place where holders of a name are looked for. */
export const holdingOf = (server: ScimServer): Holding => ({ ...server, find: (keys, context) => findAccounts(server, keys, context) });

interface Hits {
  readonly hits: readonly Resource[];
  readonly verdict: Verdict;
}

async function lookUp(server: ScimServer, lookup: Lookup, key: string, context: ConnectorContext): Promise<Hits> {
  const lower = lookup.exactCase ? key : key.toLowerCase();
  const first = await ask(server, lookup, lower, context);
  // Servers that compare with case hold the name as it was entered.
  if (first.hits.length > 0 || lower === key || first.verdict === 'unsupported') return first;
  const second = await ask(server, lookup, key, context);
  return { hits: second.hits, verdict: first.verdict === 'undecided' ? 'undecided' : second.verdict };
}

async function ask(server: ScimServer, lookup: Lookup, value: string, context: ConnectorContext): Promise<Hits> {
  // A SCIM filter quotes its values as JSON does.
  const filter = `${lookup.filter} eq ${JSON.stringify(value)}`;
  try {
    const { resources, total } = await listUsers(server, 'find account', { filter, count: mostHits }, context);
    const hits = resources.filter((resource) => carries(resource, lookup, value, server) && isThere(resource, server));
    const decided = hits.length > 0 || !maybeFurtherOn(resources.length, total);
    return { hits, verdict: decided ? 'decided' : 'undecided' };
  } catch (error) {
    const refused = isTenureError(error) && error.code === 'CONNECTOR_REJECTED' && [400, 501].includes(error.details.status ?? 0);
    if (refused) return { hits: [], verdict: 'unsupported' };
    throw error;
  }
}

/**
 * Whether rows may stand behind the ones that came, none of them a hit. Rows that are no hits mean that the filter was
 * ignored: a full page may then be one of many, whatever total it states, and so may any page that states none.
 */
function maybeFurtherOn(rows: number, total: number | undefined): boolean {
  if (rows > 0 && (total === undefined || rows >= mostHits)) return true;
  return (total ?? rows) > rows;
}

const isThere = (resource: Resource, { profile }: ScimServer): boolean => accountOf(resource, profile).state !== 'gone';

/** Whether the resource holds exactly this key; an alias or a prefix that the server took for equal does not count. */
function carries(resource: Resource, { key, exactCase }: Lookup, value: string, { profile }: ScimServer): boolean {
  const place = profile.places[key];
  if (place === undefined) return false;
  const held = place.kind === 'entry' ? entriesOf(resource, place.list).map((entry) => entry[place.field]) : [valueAt(resource, place)];
  return held.some((text) => typeof text === 'string' && (exactCase ? text === value : text.toLowerCase() === value.toLowerCase()));
}

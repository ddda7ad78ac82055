// Group rules, read only: which groups Okta fills by itself.
import type { ConnectorContext } from '@tenure/core/connector';
import type { HttpClient } from '@tenure/core/connector/http';
import { z } from 'zod';
import { readAll } from './page.ts';

const rulesSchema = z.array(
  z.object({
    status: z.string(),
    actions: z.object({ assignUserToGroups: z.object({ groupIds: z.array(z.string()).nullish() }).nullish() }).nullish(),
  }),
);

/** Ids of the groups that rules fill. An inactive rule fills none; one that is invalid may be mended and is counted. Bucket: groups. */
export async function groupsWithRules(http: HttpClient, context: ConnectorContext): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  const call = { verb: 'list group rules', path: '/api/v1/groups/rules', schema: rulesSchema };
  for await (const { status, actions } of readAll(http, call, context)) {
    if (status !== 'INACTIVE') for (const id of actions?.assignUserToGroups?.groupIds ?? []) ids.add(id);
  }
  return ids;
}

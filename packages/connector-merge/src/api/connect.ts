// What the organisation asks with its key alone: link tokens, account tokens, the catalogue. One function for each endpoint.
import type { ConnectorContext } from '@tenure/core/connector';
import { type HttpClient, pathOf } from '@tenure/core/connector/http';
import { z } from 'zod';
import { readAll } from './page.ts';

const text = z.string().nullish();

const linkTokenSchema = z.object({ link_token: z.string().min(1), integration_name: text, magic_link_url: text });

export async function createLinkToken(http: HttpClient, json: Readonly<Record<string, unknown>>, context: ConnectorContext) {
  const call = { verb: 'create link token', method: 'POST', path: '/hris/v1/link-token', effect: 'write' } as const;
  return (await http.request({ ...call, json, schema: linkTokenSchema }, context)).body;
}

export const integrationSchema = z.object({
  name: z.string(),
  slug: z.string().min(1),
  image: text,
  square_image: text,
  color: text,
  categories: z.array(z.string()).nullish(),
});
export type MergeIntegration = z.infer<typeof integrationSchema>;

const accountTokenSchema = z.object({ account_token: z.string().min(1), id: z.string().min(1), integration: integrationSchema });

/** A public token is good for one use: the answer is not asked for twice. */
export async function exchangePublicToken(http: HttpClient, publicToken: string, context: ConnectorContext) {
  const path = pathOf`/hris/v1/account-token/${publicToken}`;
  return (await http.request({ verb: 'exchange public token', method: 'GET', path, effect: 'write', schema: accountTokenSchema }, context))
    .body;
}

export function listIntegrations(http: HttpClient, context: ConnectorContext): Promise<readonly MergeIntegration[]> {
  return readAll(http, { verb: 'list systems', path: '/organizations/integrations' }, integrationSchema, context);
}

const linkedAccountSchema = z.object({
  id: z.string().min(1),
  status: text,
  end_user_origin_id: text,
  end_user_organization_name: text,
  integration: z.union([z.string(), integrationSchema.pick({ name: true, slug: true })]).nullish(),
  completed_at: text,
});
export type MergeLinkedAccount = z.infer<typeof linkedAccountSchema>;

export function listLinkedAccounts(
  http: HttpClient,
  originId: string | undefined,
  context: ConnectorContext,
): Promise<readonly MergeLinkedAccount[]> {
  const query = { category: 'hris', end_user_origin_id: originId };
  return readAll(http, { verb: 'list linked accounts', path: '/hris/v1/linked-accounts', query }, linkedAccountSchema, context);
}

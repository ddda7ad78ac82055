// What Merge says about a linked account itself, one function for each endpoint.
import type { ConnectorContext } from '@tenure/core/connector';
import type { HttpClient } from '@tenure/core/connector/http';
import { z } from 'zod';
import { readAll } from './page.ts';
import {
  accountSchema,
  issueSchema,
  type MergeAccount,
  type MergeIssue,
  type MergeSyncStatus,
  scopesSchema,
  syncStatusSchema,
} from './wire.ts';

const details = { verb: 'read account', path: '/hris/v1/account-details', method: 'GET', effect: 'read' } as const;

export async function getAccount(http: HttpClient, context: ConnectorContext): Promise<MergeAccount> {
  return (await http.request({ ...details, schema: accountSchema }, context)).body;
}

/** What a call without an account token is answered with: the text of a 401 tells whether the API key is good. */
export async function askWithoutAccount(http: HttpClient, context: ConnectorContext): Promise<{ status: number; problem: unknown }> {
  const { status, problem } = await http.request({ ...details, accept: [401] }, context);
  return { status, problem };
}

export function listSyncStatus(http: HttpClient, context: ConnectorContext): Promise<readonly MergeSyncStatus[]> {
  return readAll(http, { verb: 'read sync status', path: '/hris/v1/sync-status' }, syncStatusSchema, context);
}

/** Problems of the connection that go on. */
export function listIssues(http: HttpClient, context: ConnectorContext): Promise<readonly MergeIssue[]> {
  return readAll(http, { verb: 'list issues', path: '/hris/v1/issues', query: { status: 'ONGOING' } }, issueSchema, context);
}

/** The scopes as Merge states them, to be compared only; `undefined` where the plan does not show them. */
export async function getScopes(http: HttpClient, context: ConnectorContext): Promise<unknown> {
  const { body } = await http.request(
    {
      verb: 'read scopes',
      path: '/hris/v1/linked-account-scopes',
      method: 'GET',
      effect: 'read',
      accept: [403, 404],
      schema: scopesSchema,
    },
    context,
  );
  return body;
}

const declined = [400, 402, 403, 404, 409, 429] as const;

/** Asks Merge to read the HR system now. `false`: the plan or the account does not allow it at present. */
export async function requestSync(http: HttpClient, context: ConnectorContext): Promise<boolean> {
  const { status } = await http.request(
    {
      verb: 'request sync',
      path: '/hris/v1/sync-status/resync',
      method: 'POST',
      effect: 'write',
      accept: declined,
      schema: z.array(syncStatusSchema),
    },
    context,
  );
  return !declined.some((one) => one === status);
}

/** Unlinks the account and ends its token. `false`: the credentials were refused. */
export async function deleteAccount(http: HttpClient, context: ConnectorContext): Promise<boolean> {
  const request = { verb: 'delete account', path: '/hris/v1/delete-account', method: 'POST', effect: 'write', accept: [401, 404] } as const;
  const { status } = await http.request(request, context);
  return status !== 401;
}

// The data of one linked account, one function for each endpoint.
import type { ConnectorContext, PageRequest } from '@tenure/core/connector';
import { type HttpClient, pathOf, type QueryValue } from '@tenure/core/connector/http';
import { z } from 'zod';
import { type ListCall, type MergePage, readAll, readPage } from './page.ts';
import { groupSchema, type MergeGroup, type MergeTeam, teamSchema } from './wire.ts';

type Query = Readonly<Record<string, QueryValue>>;

export function listEmployees(
  http: HttpClient,
  query: Query,
  page: PageRequest,
  context: ConnectorContext,
  verb = 'list employees',
): Promise<MergePage> {
  return readPage(http, { verb, path: '/hris/v1/employees', query }, page, context);
}

/** One employee, deleted ones among them, still unchecked; `undefined` when Merge does not know the id. */
export async function getEmployee(http: HttpClient, id: string, query: Query, context: ConnectorContext): Promise<unknown> {
  const { status, body } = await http.request(
    {
      verb: 'get employee',
      id,
      method: 'GET',
      path: pathOf`/hris/v1/employees/${id}`,
      query: { ...query, include_deleted_data: true },
      effect: 'read',
      accept: [404],
      schema: z.record(z.string(), z.unknown()),
    },
    context,
  );
  return status === 404 ? undefined : body;
}

/** Rows of a joined model that Merge stored after an instant, deleted ones among them. */
export function listChanged(
  http: HttpClient,
  model: 'employments' | 'groups' | 'locations',
  modifiedAfter: string,
  page: PageRequest,
  context: ConnectorContext,
): Promise<MergePage> {
  const call: ListCall = {
    verb: 'list changes',
    path: `/hris/v1/${model}`,
    query: { modified_after: modifiedAfter, include_deleted_data: true },
  };
  return readPage(http, call, page, context);
}

export function listGroups(http: HttpClient, context: ConnectorContext): Promise<readonly MergeGroup[]> {
  return readAll(http, { verb: 'list departments', path: '/hris/v1/groups' }, groupSchema, context);
}

export function listTeams(http: HttpClient, context: ConnectorContext): Promise<readonly MergeTeam[]> {
  return readAll(http, { verb: 'list departments', path: '/hris/v1/teams' }, teamSchema, context);
}

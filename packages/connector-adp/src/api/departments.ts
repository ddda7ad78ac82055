// Departments, one function for each place ADP keeps them.
import type { ConnectorContext } from '@tenure/core/connector';
import type { HttpClient } from '@tenure/core/connector/http';
import { z } from 'zod';
import { unreadable } from '../errors.ts';
import { type AdpOrganizationRow, type AdpTableRow, organizationRowSchema, tableRowSchema } from './wire.ts';

const verb = 'list departments';
const top = 100;
/** More than this and the pages have no end. */
const mostPages = 1_000;

export function listTable(http: HttpClient, roleCode: string, context: ConnectorContext): Promise<readonly AdpTableRow[]> {
  const schema = z.object({ listItems: z.array(z.unknown()) }).transform(({ listItems }) => listItems);
  return readAll(http, '/hcm/v1/validation-tables/departments', roleCode, schema, tableRowSchema, context);
}

export function listOrganization(
  http: HttpClient,
  kind: 'hierarchy' | 'international',
  roleCode: string,
  context: ConnectorContext,
): Promise<readonly AdpOrganizationRow[]> {
  const path = kind === 'hierarchy' ? '/hr/v1/organization-departments' : '/core/v1/organization-departments';
  const schema = z.object({ organizationDepartments: z.array(z.unknown()) }).transform(({ organizationDepartments: rows }) => rows);
  return readAll(http, path, roleCode, schema, organizationRowSchema, context);
}

/** Every row. Not every product heeds an offset: a page that repeats the one before is the end. */
async function readAll<Row>(
  http: HttpClient,
  path: string,
  roleCode: string,
  pageSchema: z.ZodType<unknown[]>,
  rowSchema: z.ZodType<Row>,
  context: ConnectorContext,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const headers = { rolecode: roleCode };
  let before = '';
  for (let page = 0; page < mostPages; page += 1) {
    const query = { $top: top, $skip: rows.length };
    const schema = pageSchema.optional();
    const { status, body } = await http.request({ verb, method: 'GET', path, effect: 'read', query, headers, schema }, context);
    if (status !== 204 && status !== 200) throw unreadable(verb, `part of an answer (${status})`);
    if (status === 200 && body === undefined) throw unreadable(verb, 'the answer is empty');
    if (body === undefined || body.length === 0) return rows;
    const text = JSON.stringify(body);
    if (text === before) return rows;
    before = text;
    for (const row of body) {
      const parsed = rowSchema.safeParse(row);
      if (!parsed.success) throw unreadable(verb, 'a row differs from the documented one');
      rows.push(parsed.data);
    }
  }
  throw unreadable(verb, 'its pages have no end');
}

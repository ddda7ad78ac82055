// One function per endpoint of Salesforce's REST API that is used, each with what of its answer counts.
import type { ConnectorContext } from '@tenure/core/connector';
import { pathOf } from '@tenure/core/connector/http';
import { z } from 'zod';
import { anotherAccount } from '../../verbs/trouble.ts';
import type { Done } from '../api.ts';
import { type Asking, askFor } from '../asking.ts';
import { quoted } from './soql.ts';
import { fields, type SalesforceUser, userSchema } from './user.ts';

export interface Org extends Asking {
  /** `/services/data/v62.0`. */
  readonly data: string;
}

interface Batch<Row> {
  readonly rows: readonly Row[];
  /** The link to what is left. */
  readonly next: string | undefined;
}

async function ask<Row>(
  org: Org,
  verb: string,
  question: { readonly q: string } | { readonly goOn: string },
  row: z.ZodType<Row>,
  context: ConnectorContext,
  size?: number,
): Promise<Batch<Row>> {
  const where = 'q' in question ? { path: `${org.data}/query`, query: { q: question.q } } : { url: question.goOn };
  // Fewer than 200 rows in one answer are never given, more than 2 000 neither.
  const headers = size === undefined ? {} : { 'sforce-query-options': `batchSize=${Math.max(200, Math.min(size, 2_000))}` };
  const schema = z
    .object({ done: z.boolean(), nextRecordsUrl: z.string().nullish(), records: z.array(row) })
    .refine(({ done, nextRecordsUrl }) => done || (nextRecordsUrl ?? '') !== '', 'a link where there is more');
  const { body } = await org.http.request({ verb, method: 'GET', ...where, headers, effect: 'read', schema }, context);
  return { rows: body.records, next: body.done ? undefined : (body.nextRecordsUrl ?? undefined) };
}

const selection = `SELECT ${fields.join(', ')} FROM User`;

/** Users whose field has exactly this value, as Salesforce compares: without case. */
export async function findUsers(org: Org, field: string, value: string, context: ConnectorContext): Promise<Batch<SalesforceUser>> {
  return ask(org, 'find account', { q: `${selection} WHERE ${field} = ${quoted(value)} LIMIT 50` }, userSchema, context);
}

/** One batch of the organization's own people. Partners, customers and machines are no users of theirs. */
export async function listUsers(
  org: Org,
  cursor: string | undefined,
  size: number,
  context: ConnectorContext,
): Promise<Batch<SalesforceUser>> {
  const question = cursor === undefined ? { q: `${selection} WHERE UserType = 'Standard' ORDER BY Id` } : { goOn: cursor };
  return ask(org, 'list accounts', question, userSchema, context, size);
}

export async function getUser(org: Org, id: string, verb: string, context: ConnectorContext): Promise<SalesforceUser | undefined> {
  const path = `${org.data}${pathOf`/sobjects/User/${id}`}`;
  const query = { fields: fields.join(',') };
  const user = (await askFor(org, { verb, id, method: 'GET', path, query, effect: 'read', schema: userSchema }, context))?.body;
  // An id of 15 characters is the same as the one of 18 that begins with it.
  if (user !== undefined && user.Id.slice(0, 15) !== id.slice(0, 15)) throw anotherAccount(org, verb, id);
  return user;
}

const loginSchema = z.object({ Id: z.string().nullish(), UserId: z.string().nullish(), IsFrozen: z.boolean().nullish() });

/** What sign-in goes by: the id to freeze it with, and whether it is frozen. */
export async function loginOf(
  org: Org,
  userId: string,
  verb: string,
  context: ConnectorContext,
): Promise<{ readonly id: string; readonly frozen: boolean } | undefined> {
  const q = `SELECT Id, UserId, IsFrozen FROM UserLogin WHERE UserId = ${quoted(userId)}`;
  const { rows } = await ask(org, verb, { q }, loginSchema, context);
  const row = rows.find(({ UserId }) => UserId?.slice(0, 15) === userId.slice(0, 15));
  return typeof row?.Id === 'string' ? { id: row.Id, frozen: row.IsFrozen === true } : undefined;
}

/** Ids of everybody whose sign-in is frozen; they are few. */
export async function frozenUsers(org: Org, context: ConnectorContext): Promise<ReadonlySet<string>> {
  const frozen = new Set<string>();
  let question: { readonly q: string } | { readonly goOn: string } | undefined = {
    q: 'SELECT UserId FROM UserLogin WHERE IsFrozen = true',
  };
  while (question !== undefined) {
    const { rows, next }: Batch<z.infer<typeof loginSchema>> = await ask(org, 'list accounts', question, loginSchema, context);
    for (const { UserId } of rows) if (typeof UserId === 'string') frozen.add(UserId);
    question = next === undefined ? undefined : { goOn: next };
  }
  return frozen;
}

const madeSchema = z.object({ id: z.string().min(1), success: z.literal(true) });

export async function makeUser(org: Org, json: object, context: ConnectorContext): Promise<string> {
  const request = { verb: 'create account', method: 'POST', path: `${org.data}/sobjects/User`, effect: 'write', json } as const;
  return (await org.http.request({ ...request, schema: madeSchema }, context)).body.id;
}

export async function changeUser(org: Org, verb: string, id: string, json: object, context: ConnectorContext): Promise<Done> {
  const path = `${org.data}${pathOf`/sobjects/User/${id}`}`;
  return (await askFor(org, { verb, id, method: 'PATCH', path, json, effect: 'write' }, context)) === undefined ? 'nobody' : [];
}

export async function freeze(org: Org, verb: string, loginId: string, frozen: boolean, context: ConnectorContext): Promise<void> {
  const path = `${org.data}${pathOf`/sobjects/UserLogin/${loginId}`}`;
  await org.http.request({ verb, id: loginId, method: 'PATCH', path, json: { IsFrozen: frozen }, effect: 'write' }, context);
}

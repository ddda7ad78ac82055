// One function per endpoint of the team API that is used, each with what of its answer counts.
import { type ConnectorContext, type ErrorDetails, isTenureError, TenureError } from '@tenure/core/connector';
import type { HttpClient } from '@tenure/core/connector/http';
import { z } from 'zod';
import { settled } from '../../verbs/settling.ts';
import { saysNobody } from './meaning.ts';
import { type Member, memberSchema } from './member.ts';

export interface Team {
  readonly system: string;
  readonly http: HttpClient;
}

/** Who is meant, in the words of the API. */
export type Selector =
  | { readonly '.tag': 'team_member_id'; readonly team_member_id: string }
  | { readonly '.tag': 'external_id'; readonly external_id: string }
  | { readonly '.tag': 'email'; readonly email: string };

export const withId = (id: string): Selector => ({ '.tag': 'team_member_id', team_member_id: id });
export const withEmail = (email: string): Selector => ({ '.tag': 'email', email });
export const withExternalId = (externalId: string): Selector => ({ '.tag': 'external_id', external_id: externalId });

/** The name of a refusal, where Dropbox gave one. */
export const tagOf = (error: unknown): string | undefined =>
  isTenureError(error) ? (error.details as ErrorDetails['CONNECTOR_REJECTED']).vendorCode : undefined;

interface Call {
  readonly verb: string;
  readonly id?: string | undefined;
  readonly route: string;
  readonly argument: object;
}

const infoSchema = z.object({
  members_info: z.array(
    z.union([memberSchema.extend({ '.tag': z.literal('member_info') }), z.object({ '.tag': z.literal('id_not_found') })]),
  ),
});

/** The members among those who were asked for; removed ones as far as Dropbox shows them. */
export async function getInfo(
  team: Team,
  verb: string,
  members: readonly Selector[],
  context: ConnectorContext,
): Promise<readonly Member[]> {
  const request = {
    verb,
    method: 'POST',
    path: '/team/members/get_info_v2',
    json: { members },
    effect: 'read',
    schema: infoSchema,
  } as const;
  const { body } = await team.http.request(request, context);
  return body.members_info.filter((item) => item['.tag'] === 'member_info');
}

const listSchema = z.object({ members: z.array(memberSchema), cursor: z.string(), has_more: z.boolean() });

/** One page. A cursor that Dropbox does not know any more means that the list has to be read from its start. */
export async function listMembers(
  team: Team,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
  context: ConnectorContext,
) {
  const verb = 'list accounts';
  const [route, json] =
    cursor === undefined ? ['list_v2', { limit: Math.max(1, Math.min(limit, 1_000)) }] : ['list/continue_v2', { cursor }];
  try {
    const request = { verb, method: 'POST', path: `/team/members/${route}`, json, effect: 'read', schema: listSchema } as const;
    return (await team.http.request(request, context)).body;
  } catch (error) {
    if (tagOf(error) !== 'invalid_cursor') throw error;
    const fact = 'the cursor has run out; the list has to be read from its start';
    throw new TenureError('CONNECTOR_UNAVAILABLE', { system: team.system, verb, fact, details: { status: 409 } });
  }
}

/** A change that answers nothing. `nobody`: there is no such member (any more). */
export async function change(team: Team, { verb, id, route, argument }: Call, context: ConnectorContext): Promise<'done' | 'nobody'> {
  try {
    await team.http.request({ verb, id, method: 'POST', path: `/team/members/${route}`, json: argument, effect: 'write' }, context);
    return 'done';
  } catch (error) {
    if (saysNobody.has(tagOf(error))) return 'nobody';
    throw error;
  }
}

const tagged = z.looseObject({ '.tag': z.string() });
const launchSchema = z.looseObject({ '.tag': z.string(), async_job_id: z.string().optional(), complete: z.array(tagged).optional() });

/** What came of a call or of its job at its end. */
export type Ended = z.infer<typeof launchSchema>;

/** How long a job is asked for before its end counts as unseen. */
const jobMs = 60_000;

/**
 * A call that Dropbox may finish later: its job is asked for until it ends, for a minute at most.
 *
 * @throws {TenureError} `CONNECTOR_OUTCOME_UNKNOWN` when the end was not seen; the job may still do its work.
 */
export async function launch(team: Team, call: Call & { readonly polled: string }, context: ConnectorContext): Promise<Ended> {
  const { verb, id, route, argument, polled } = call;
  const request = { verb, id, method: 'POST', path: `/team/members/${route}`, json: argument, effect: 'write' } as const;
  const { body } = await team.http.request({ ...request, schema: launchSchema }, context);
  const { async_job_id: job } = body;
  if (body['.tag'] !== 'async_job_id' || job === undefined) return body;
  const ended = await lastSeen(team, { verb, id, route: polled, argument: { async_job_id: job } }, context);
  if (ended?.['.tag'] === 'complete') return ended;
  const fact = `${ended?.['.tag'] === 'in_progress' ? 'Dropbox has not finished within a minute' : 'Dropbox’s job failed'}; it may have taken effect`;
  throw new TenureError('CONNECTOR_OUTCOME_UNKNOWN', { system: team.system, verb, id, fact, details: {} });
}

/** Where the job stands at last; `undefined` when it cannot be asked for: what was begun is then as unknown as a lost answer. */
async function lastSeen(team: Team, { verb, id, route, argument }: Call, context: ConnectorContext): Promise<Ended | undefined> {
  const request = {
    verb,
    id,
    method: 'POST',
    path: `/team/members/${route}`,
    json: argument,
    effect: 'read',
    schema: launchSchema,
  } as const;
  const ask = async () => (await team.http.request(request, context)).body;
  try {
    return await settled(jobMs, ask, (answer) => answer['.tag'] !== 'in_progress', context);
  } catch (error) {
    if (isTenureError(error)) return undefined;
    throw error;
  }
}

/** A look for a job that nobody has started: the refusal for it shows that the scope is there. Changes nothing. */
export async function hasScope(team: Team, polled: string, context: ConnectorContext): Promise<void> {
  const json = { async_job_id: 'dbjid:tenure-check-nothing' };
  try {
    await team.http.request({ verb: 'check', method: 'POST', path: `/team/members/${polled}`, json, effect: 'read' }, context);
  } catch (error) {
    if (tagOf(error) !== 'invalid_async_job_id') throw error;
  }
}

// What every verb works with: the client, the settings, and who owns the token.
import { type ConnectorContext, isTenureError, TenureError } from '@tenure/core/connector';
import { createHttp, type HttpClient, resolveCredential } from '@tenure/core/connector/http';
import { getMe } from './api/users.ts';
import type { OktaUser } from './api/wire.ts';
import { classifyWith } from './errors.ts';
import { accountOf, fieldsOf } from './mapping.ts';
import type { OktaSettings } from './options.ts';

export interface Org {
  readonly http: HttpClient;
  readonly settings: OktaSettings;
  /** The id of the token's owner, asked for once; `undefined` where the token may not read it. */
  ownerId(context: ConnectorContext): Promise<string | undefined>;
}

export function openOrg(settings: OktaSettings): Org {
  const http = createHttp({
    system: settings.id,
    baseUrl: settings.orgUrl,
    authorize: async () => ({ authorization: `SSWS ${await resolveCredential(settings.token)}` }),
    // Okta asks for the content type on every request, with a body or without.
    headers: { 'content-type': 'application/json', 'user-agent': 'tenure-connector-okta' },
    http: settings.http,
    classify: classifyWith(fieldsOf(settings.attributes)),
  });
  let owner: { readonly id: string | undefined } | undefined;
  return {
    http,
    settings,
    async ownerId(context) {
      owner ??= await getMe(http, context).then(
        ({ id }) => ({ id }),
        (error: unknown) => {
          if (isTenureError(error) && error.code === 'CONNECTOR_FORBIDDEN') return { id: undefined };
          throw error;
        },
      );
      return owner.id;
    },
  };
}

export const ownsTheToken = 'it owns the token that Tenure uses';

/** Users as accounts, the token's owner marked as protected. */
export async function accountsOf(org: Org, users: readonly OktaUser[], context: ConnectorContext) {
  const ownerId = users.length === 0 ? undefined : await org.ownerId(context);
  return users.map((user) => accountOf(user, org.settings.attributes, user.id === ownerId ? ownsTheToken : undefined));
}

/**
 * Runs the rest of a write of which something has taken effect already. Whatever fails then, the caller must look
 * before doing more: every error but an abort becomes `CONNECTOR_OUTCOME_UNKNOWN`.
 */
export async function afterEffect<Answer>(
  org: Org,
  subject: { readonly verb: string; readonly id: string },
  context: ConnectorContext,
  rest: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await rest();
  } catch (cause) {
    context.signal.throwIfAborted();
    if (isTenureError(cause) && (cause.code === 'CONNECTOR_OUTCOME_UNKNOWN' || cause.code === 'CONNECTOR_NOT_EFFECTIVE')) throw cause;
    const code = isTenureError(cause) ? cause.code : 'an error';
    const fact = `it took effect in part, then came ${code}`;
    throw new TenureError('CONNECTOR_OUTCOME_UNKNOWN', { system: org.settings.id, ...subject, fact, details: {}, cause });
  }
}

/** The user is not there, for verbs that need one. */
export function nobody(org: Org, verb: string, id: string): TenureError {
  return new TenureError('CONNECTOR_REJECTED', {
    system: org.settings.id,
    verb,
    id,
    fact: 'there is no such user',
    details: { status: 404 },
  });
}

/** Every org has its token's owner: a list without anybody is what a token without a role is shown. */
export function blindToken({ settings }: Org): TenureError {
  const fact = 'the list is empty, which no org is; the token may lack a role';
  return new TenureError('CONNECTOR_FORBIDDEN', {
    system: settings.id,
    verb: 'list users',
    fact,
    details: { missing: 'okta.users.read' },
  });
}

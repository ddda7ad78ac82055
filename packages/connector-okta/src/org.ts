// What every verb works with: the client, the settings, and what was learned of the org and is worth keeping for a run.
import { type ConnectorContext, isTenureError, TenureError } from '@tenure/core/connector';
import { createHttp, type HttpClient } from '@tenure/core/connector/http';
import { groupsWithRules } from './api/rules.ts';
import { readSchema, type UserSchema } from './api/schema.ts';
import { getMe } from './api/users.ts';
import type { OktaUser } from './api/wire.ts';
import { classifyWith, ifAllowed } from './errors.ts';
import type { OurActor } from './events/meaning.ts';
import { limitsOfOkta } from './limits.ts';
import { accountOf, fieldsOf } from './mapping.ts';
import { type Kept, keptFor } from './remember.ts';
import type { OktaSettings } from './settings.ts';
import { openTransport } from './transport/open.ts';
import type { Transport } from './transport/transport.ts';

export interface Org {
  readonly http: HttpClient;
  readonly settings: OktaSettings;
  readonly transport: Transport;
  /** The id of the token's owner; `undefined` where no user owns the credential or it may not read that. Kept for a while. */
  readonly ownerId: Kept<string | undefined>;
  /** Who we are in the org's log, as far as that is known without asking. */
  readonly knownActor: () => OurActor;
  /** Ids of the groups that active rules fill; `undefined` where the credential may not read rules. Kept for a while. */
  readonly ruledGroups: Kept<ReadonlySet<string> | undefined>;
  /** The profile's attributes; `undefined` where the credential may not read them. Kept for a while. */
  readonly schema: Kept<UserSchema | undefined>;
}

/** What an org rarely changes is asked for again after so long. A run of usual length asks once. */
const keepMs = 10 * 60_000;

export function openOrg(settings: OktaSettings): Org {
  const transport = openTransport(settings);
  const { fetch } = transport;
  const http = createHttp({
    system: settings.id,
    baseUrl: transport.baseUrl,
    authorize: transport.authorize,
    // Okta asks for the content type on every request, with a body or without.
    headers: { 'content-type': 'application/json', 'user-agent': 'tenure-connector-okta' },
    http: { ...settings.http, ...(fetch === undefined ? {} : { fetch }) },
    classify: classifyWith(fieldsOf(settings.attributes)),
    limits: limitsOfOkta,
  });
  const { belongsTo } = transport;
  let actorId = transport.actorId;
  const askOwner: Kept<string | undefined> = async (context) => {
    if (belongsTo === 'app') return undefined;
    actorId = (await ifAllowed(() => getMe(http, context)))?.id;
    return actorId;
  };
  return {
    http,
    settings,
    transport,
    ownerId: keptFor(keepMs, askOwner),
    knownActor: () => ({ id: actorId, belongsTo, tokenId: settings.tokenId }),
    ruledGroups: keptFor(keepMs, (context) => ifAllowed(() => groupsWithRules(http, context))),
    schema: keptFor(keepMs, (context) => ifAllowed(() => readSchema(http, context))),
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

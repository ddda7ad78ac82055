// Making a user: one call with its groups wherever Okta allows it.
import {
  type AccountAnswer,
  type AccountProfile,
  type CreateUserRequest,
  isTenureError,
  type ProfileAttribute,
  TenureError,
  type WriteContext,
} from '@tenure/core/connector';
import { writeMembership } from '../api/groups.ts';
import { postLifecycle } from '../api/lifecycle.ts';
import { postUser } from '../api/users.ts';
import type { OktaUser } from '../api/wire.ts';
import { accountOf, inTypes, mistypedIn, oktaProfileOf, stateOf, tooLongIn, unstorableIn } from '../mapping.ts';
import { afterEffect, nobody, type Org } from '../org.ts';
import { conflict } from './conflict.ts';
import { settledUser } from './settled.ts';

/** Okta takes no more groups in one create; the rest costs one call each. */
const groupsPerCreate = 20;

const verb = 'create user';

/** Creates the user. Okta's own uniqueness is the precondition: nothing is looked up before. */
export async function createUser(org: Org, request: CreateUserRequest, context: WriteContext): Promise<AccountAnswer> {
  const { profile, groups, state } = request;
  refuseUnstorable(org, verb, undefined, profile);
  const federated = org.settings.signIn === 'federated';
  const silently = state === 'active' && !federated && !org.settings.activationMail;
  const wanted = Object.entries(inTypes(oktaProfileOf(profile, org.settings.attributes), org.settings.types));
  const body = {
    profile: Object.fromEntries(wanted.filter(([, value]) => value !== null)),
    groupIds: groups.slice(0, groupsPerCreate),
    ...(federated ? { credentials: { provider: { type: 'FEDERATION', name: 'FEDERATION' } } } : {}),
  };
  const query = { activate: state === 'active' && !silently, ...(federated ? { provider: true } : {}) };
  const made = await created(org, body, query, profile, context);
  const user = await afterEffect(org, { verb, id: made.id }, context, () => finished(org, made, groups, silently, context));
  const waits = state === 'active' && stateOf(user.status) !== 'active';
  return { outcome: waits ? 'pending' : 'changed', account: accountOf(user, org.settings.attributes) };
}

async function created(
  org: Org,
  ...[body, query, profile, context]: [Parameters<typeof postUser>[1], Parameters<typeof postUser>[2], AccountProfile, WriteContext]
): Promise<OktaUser> {
  try {
    return await postUser(org.http, body, query, context);
  } catch (error) {
    if (isTenureError(error) && error.code === 'CONNECTOR_CONFLICT') throw await conflict(org, { verb, refused: error, profile }, context);
    throw error;
  }
}

/** What one create could not carry: groups above twenty, and an activation without a mail. */
async function finished(org: Org, made: OktaUser, groups: readonly string[], silently: boolean, context: WriteContext): Promise<OktaUser> {
  for (const groupId of groups.slice(groupsPerCreate)) await writeMembership(org.http, 'PUT', { groupId, accountId: made.id }, context);
  if (!silently) return made;
  const activated = await postLifecycle(org.http, 'activate', made.id, context, { sendEmail: false });
  if (activated === 'onboarding') return { ...made, status: 'PROVISIONED' };
  const user = await settledUser(org, made.id, context);
  if (user === undefined) throw nobody(org, verb, made.id);
  if (user.status !== 'STAGED' || user.transitioningToStatus != null) return user;
  const [fact, expected] = ['the user was made and is not activated', 'PROVISIONED or ACTIVE'];
  throw new TenureError('CONNECTOR_NOT_EFFECTIVE', { system: org.settings.id, verb, id: made.id, fact, details: { expected } });
}

/** @throws {TenureError} `CONNECTOR_REJECTED` naming the attributes; nothing was sent. */
export function refuseUnstorable(org: Org, refusedVerb: string, id: string | undefined, profile: AccountProfile): void {
  const { attributes, types, id: system } = org.settings;
  const refuse = (why: string, names: readonly ProfileAttribute[]): void => {
    const fields = names.filter((name) => attributes.has(name));
    if (fields.length === 0) return;
    throw new TenureError('CONNECTOR_REJECTED', {
      system,
      verb: refusedVerb,
      id,
      fact: `${why}: ${fields.join(', ')}`,
      details: { fields },
    });
  };
  refuse('Okta stores no characters of four bytes (emoji, rare ideographs)', unstorableIn(profile));
  refuse('Okta has this as true or false', mistypedIn(profile, attributes, types, 'boolean'));
  refuse('Okta has this as a number', mistypedIn(profile, attributes, types, 'number'));
  refuse('longer than Okta stores it', tooLongIn(profile, attributes));
}

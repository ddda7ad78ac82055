// Changing attributes: the ones that HR changed are sent as they are; only a refusal makes us look closer.
import { type AccountProfile, isTenureError, TenureError, type WriteAnswer, type WriteContext } from '@tenure/core/connector';
import { getUser, postProfile } from '../api/users.ts';
import { hasCode, masteredElsewhere, notFound } from '../errors.ts';
import { differing, inTypes, namesIn, oktaProfileOf } from '../mapping.ts';
import { nobody, type Org } from '../org.ts';
import { conflict } from './conflict.ts';
import { refuseUnstorable } from './create.ts';

const verb = 'update user';

/** Of the conflicts the one about a value; the others are about the user's status. */
const taken = ['E0000001'];

interface Update {
  readonly accountId: string;
  readonly attributes: AccountProfile;
}

/** One call. Okta does not tell whether a value was so before: the answer is `changed` either way. */
export async function updateUser(org: Org, { accountId, attributes }: Update, context: WriteContext): Promise<WriteAnswer> {
  refuseUnstorable(org, verb, accountId, attributes);
  const wanted = oktaProfileOf(attributes, org.settings.attributes);
  if (Object.keys(wanted).length === 0) return { outcome: 'unchanged' };
  try {
    await postProfile(org.http, accountId, inTypes(wanted, org.settings.types), context);
    return { outcome: 'changed' };
  } catch (error) {
    if (hasCode(error, masteredElsewhere)) return writableRest(org, accountId, wanted, context);
    if (hasCode(error, notFound)) throw await hiddenOrGone(org, accountId, error, context);
    if (isTenureError(error) && error.code === 'CONNECTOR_CONFLICT' && hasCode(error, taken))
      throw await conflict(org, { verb, id: accountId, refused: error, profile: attributes }, context);
    throw error;
  }
}

/**
 * Another source owns this profile, or a part of it. Okta refuses a request for one value that would change there; what the
 * schema calls Okta's own is sent once more, and the rest is left alone and told.
 */
async function writableRest(org: Org, id: string, wanted: Record<string, string | null>, context: WriteContext): Promise<WriteAnswer> {
  const user = await getUser(org.http, { id }, context);
  if (user === undefined) throw nobody(org, verb, id);
  const changes = differing(user, wanted);
  const schema = await org.schema(context);
  const isOurs = ([name]: readonly [string, unknown]) => schema?.get(name)?.ownedByOkta === true;
  const sent = Object.fromEntries(Object.entries(changes).filter(isOurs));
  if (Object.keys(sent).length === 0) return leftAlone(org, 'unchanged', changes);
  try {
    await postProfile(org.http, id, inTypes(sent, org.settings.types), context);
  } catch (error) {
    if (hasCode(error, masteredElsewhere)) return leftAlone(org, 'unchanged', changes);
    throw error;
  }
  return leftAlone(org, 'changed', Object.fromEntries(Object.entries(changes).filter(([name]) => !Object.hasOwn(sent, name))));
}

function leftAlone(org: Org, outcome: WriteAnswer['outcome'], attributes: Readonly<Record<string, unknown>>): WriteAnswer {
  const names = namesIn(attributes, org.settings.attributes);
  if (names.length === 0) return { outcome };
  return { outcome, notes: [`attributes mastered elsewhere were left alone: ${names.join(', ')}`] };
}

/** Okta says of a deprovisioned user, too, that they do not exist. */
async function hiddenOrGone(org: Org, id: string, refused: unknown, context: WriteContext): Promise<unknown> {
  const user = await getUser(org.http, { id }, context).catch((error: unknown) => {
    context.signal.throwIfAborted();
    if (isTenureError(error)) return null;
    throw error;
  });
  if (user === undefined) return nobody(org, verb, id);
  if (user?.status !== 'DEPROVISIONED') return refused;
  const fact = `Okta changes no user in status ${user.status}; enable first`;
  return new TenureError('CONNECTOR_REJECTED', {
    system: org.settings.id,
    verb,
    id,
    fact,
    details: { vendorCode: 'E0000007' },
    cause: refused,
  });
}

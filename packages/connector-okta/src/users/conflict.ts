// A value that must be unique and is somebody else's: who holds it, or the news that Okta shows nobody who does.
import { type AccountProfile, isTenureError, TenureError, type WriteContext } from '@tenure/core/connector';
import type { Org } from '../org.ts';
import { search, userByLogin } from './find.ts';

interface Refused {
  readonly verb: string;
  /** The user whose attributes were to change; absent where one was to be made. */
  readonly id?: string | undefined;
  readonly refused: TenureError<'CONNECTOR_CONFLICT'>;
  readonly profile: AccountProfile;
}

/** The conflict with the ids of those who hold the values, or the news that Okta shows nobody who does. */
export async function conflict(org: Org, { verb, id, refused, profile }: Refused, context: WriteContext): Promise<TenureError> {
  const accountIds = await holders(org, profile, id, context).catch((error: unknown) => {
    context.signal.throwIfAborted();
    if (isTenureError(error)) return undefined;
    throw error;
  });
  // Nobody could be looked for: who holds it stays open, that somebody does is certain.
  if (accountIds === undefined) return refused;
  const facts = { system: org.settings.id, verb, id, cause: refused };
  if (accountIds.length > 0) {
    const fact = 'another user holds a value that must be unique';
    return new TenureError('CONNECTOR_CONFLICT', { ...facts, fact, details: { ...refused.details, accountIds } });
  }
  const fact = 'Okta says that a value is taken and shows nobody who holds it';
  return new TenureError('CONNECTOR_CONFLICT_NOT_VISIBLE', { ...facts, fact, details: refused.details });
}

/** By login first, which is current; else by all that can be unique in an org. `undefined`: the profile has nothing to look by. */
async function holders(
  org: Org,
  profile: AccountProfile,
  own: string | undefined,
  context: WriteContext,
): Promise<readonly string[] | undefined> {
  const { userName, externalId, email } = profile;
  const byLogin = userName == null ? undefined : await userByLogin(org, userName, context);
  if (byLogin !== undefined && byLogin.id !== own) return [byLogin.id];
  const keys = { userName: userName ?? undefined, email: email ?? undefined, externalId: externalId ?? undefined };
  const wanted = (['userName', 'email', 'externalId'] as const).filter(
    (key) => keys[key] !== undefined && org.settings.attributes.has(key),
  );
  if (wanted.length === 0) return undefined;
  return (await search(org, keys, wanted, context)).map(({ id }) => id).filter((id) => id !== own);
}

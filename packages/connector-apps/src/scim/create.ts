// Creating accounts. A name that is taken is a conflict with the holders' ids, never a take-over.
import { type AccountAnswer, type AccountProfile, type ConnectorContext, isTenureError } from '@tenure/core/connector';
import { handedOver, randomPassword } from '../verbs/first-credential.ts';
import { holdersOf, refuseIfThere, withHolders } from '../verbs/holders.ts';
import { incomplete, taken } from '../verbs/trouble.ts';
import { postUser } from './api.ts';
import { newUser } from './body.ts';
import { holdingOf } from './find.ts';
import { handlesFor } from './handle.ts';
import type { UserObject } from './profile.ts';
import { accountOf, type Resource, valueAt } from './resource.ts';
import type { ScimServer } from './server.ts';

const verb = 'create account';

export async function createAccount(server: ScimServer, profile: AccountProfile, context: ConnectorContext): Promise<AccountAnswer> {
  const missing = server.profile.required.filter((name) => (profile[name] ?? '') === '');
  if (missing.length > 0) throw incomplete(server, verb, undefined, missing);
  // An app that takes a person it knows for the new account would not tell us whose it was.
  if (server.profile.create.adopts) await refuseIfThere(holdingOf(server), verb, profile, context);
  const password = server.firstCredential === undefined ? undefined : randomPassword();
  const resource = await posted(server, profile, password, context);
  if (wasThereBefore(resource, profile, server))
    throw taken(server, verb, undefined, [resource.id], 'the app answered with an account that was there before');
  const notes = password === undefined ? {} : await handedOver(server.system, server.firstCredential, resource.id, password);
  const account = accountOf(resource, server.profile);
  if (server.profile.create.invites) return { outcome: 'pending', account: { ...account, state: 'pending' }, ...notes };
  return { outcome: 'changed', account, ...notes };
}

/** Sends the new user; where the app has handles and the first one is somebody else's, with another one. */
async function posted(
  server: ScimServer,
  profile: AccountProfile,
  password: string | undefined,
  context: ConnectorContext,
): Promise<Resource> {
  const { userName: rule, mapUser } = server.profile;
  const post = (more: UserObject): Promise<Resource> => {
    const user = newUser(profile, server.profile, { ...more, ...(password === undefined ? {} : { password }) });
    const complete = mapUser === undefined ? user : mapUser(user, profile, server.parameters);
    return postUser(server, complete, context);
  };
  if (rule.from === 'profile') return withHolders(holdingOf(server), verb, undefined, profile, context, () => post({}));
  const [first, ...others] = handlesFor(profile, rule);
  if (first === undefined) throw incomplete(server, verb, undefined, ['email']);
  for (const userName of [first, ...others.slice(0, -1)]) {
    try {
      return await post({ userName });
    } catch (error) {
      if (!isTakenHandle(error, rule.takenCode))
        return withHolders(holdingOf(server), verb, undefined, profile, context, () => Promise.reject(error));
      // Taken by this very person, after a lost answer or by hand, is a conflict; by somebody else it is only a name.
      const holders = await holdersOf(holdingOf(server), profile, undefined, context);
      if (holders === 'unknown' || holders.length > 0) throw holders === 'unknown' ? error : taken(server, verb, undefined, holders);
    }
  }
  return withHolders(holdingOf(server), verb, undefined, profile, context, () => post({ userName: others.at(-1) ?? first }));
}

function isTakenHandle(error: unknown, takenCode: string): boolean {
  if (!isTenureError(error) || error.code !== 'CONNECTOR_CONFLICT') return false;
  const { vendorCode } = error.details;
  return vendorCode === undefined || vendorCode === takenCode || vendorCode === 'uniqueness';
}

/** Two signs of a server that binds a person it knows instead of refusing: another key of theirs, or an old account. */
function wasThereBefore(resource: Resource, profile: AccountProfile, server: ScimServer): boolean {
  const externalId = valueAt(resource, server.profile.places.externalId);
  if (externalId !== undefined && typeof profile.externalId === 'string' && externalId !== profile.externalId) return true;
  const { created, lastModified } = (resource['meta'] ?? {}) as { readonly created?: unknown; readonly lastModified?: unknown };
  // Both by the server's own clock; a new account has hardly had time to be changed.
  return Date.parse(String(lastModified)) - Date.parse(String(created)) > 60_000;
}

// Taking somebody out of the organization, in whichever way they are in.
import { isTenureError, type WriteContext } from '@tenure/core/connector';
import type { Done } from '../api.ts';
import {
  cancelInvitation,
  endCollaboration,
  endMembership,
  listedMember,
  type Organization,
  pendingInvitation,
  userById,
} from './organization.ts';

/** Ids of invitations that this process took back. */
export type TakenBack = Set<string>;

const verb = 'delete account';

/** Ends membership or invitation, and what the person was given as a guest besides. */
export async function removePerson(organization: Organization, id: string, context: WriteContext): Promise<Done> {
  const user = (await userById(organization, id, verb, context)) ?? (await listedMember(organization, id, verb, context))?.user;
  if (user === undefined || !(await endMembership(organization, user, verb, context))) return 'nobody';
  try {
    // Refused for whoever is a member still, by way of an enterprise team: the look afterwards says so.
    await endCollaboration(organization, user, verb, context);
    return [];
  } catch (error) {
    if (!isTenureError(error)) throw error;
    return [`whether the person is an outside collaborator besides could not be seen (${error.code})`];
  }
}

/**
 * Takes an invitation back that waits. GitHub shows no trace of one that was taken back, so it is remembered; after a lost
 * answer the list of those that wait tells.
 */
export async function withdraw(organization: Organization, takenBack: TakenBack, id: string, context: WriteContext): Promise<Done> {
  const isIt = (one: { readonly id: number }) => String(one.id) === id;
  try {
    if (!(await cancelInvitation(organization, id, verb, context))) return [];
  } catch (error) {
    if (!isTenureError(error) || error.code !== 'CONNECTOR_OUTCOME_UNKNOWN') throw error;
    if ((await pendingInvitation(organization, verb, isIt, context)) !== undefined) throw error;
  }
  takenBack.add(id);
  return [];
}

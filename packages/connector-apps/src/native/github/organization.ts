// One function per endpoint of GitHub's REST API that is used, each with what of its answer counts.
import type { ConnectorContext } from '@tenure/core/connector';
import { nextLink, pathOf } from '@tenure/core/connector/http';
import { z } from 'zod';
import { anotherAccount } from '../../verbs/trouble.ts';
import { type Asking, askFor } from '../asking.ts';

export interface Organization extends Asking {
  readonly login: string;
}

const userSchema = z.object({ id: z.int(), login: z.string().min(1) });
export type GitHubUser = z.infer<typeof userSchema>;

const membershipSchema = z.object({ state: z.string(), role: z.string(), user: userSchema });
export type Membership = z.infer<typeof membershipSchema>;

const invitationSchema = z.object({ id: z.int(), login: z.string().nullish(), email: z.string().nullish(), role: z.string().nullish() });
export type Invitation = z.infer<typeof invitationSchema>;

/** Logins change, ids do not: everything about a person begins with their login as it is now. */
export async function userById(
  organization: Organization,
  id: string,
  verb: string,
  context: ConnectorContext,
): Promise<GitHubUser | undefined> {
  const request = { verb, id, method: 'GET', path: pathOf`/user/${id}`, effect: 'read', schema: userSchema } as const;
  const user = (await askFor(organization, request, context))?.body;
  if (user !== undefined && String(user.id) !== id) throw anotherAccount(organization, verb, id);
  return user;
}

export async function userByLogin(
  organization: Organization,
  login: string,
  verb: string,
  context: ConnectorContext,
): Promise<GitHubUser | undefined> {
  const request = { verb, method: 'GET', path: pathOf`/users/${login}`, effect: 'read', schema: userSchema } as const;
  return (await askFor(organization, request, context))?.body;
}

export async function membershipOf(
  organization: Organization,
  user: GitHubUser,
  verb: string,
  context: ConnectorContext,
): Promise<Membership | undefined> {
  const id = String(user.id);
  const path = pathOf`/orgs/${organization.login}/memberships/${user.login}`;
  const membership = (await askFor(organization, { verb, id, method: 'GET', path, effect: 'read', schema: membershipSchema }, context))
    ?.body;
  // Between two requests a login can become somebody else's.
  if (membership !== undefined && membership.user.id !== user.id) throw anotherAccount(organization, verb, id);
  return membership;
}

/** One page, and the link to the next. `url`: such a link, in place of the first page. */
interface Listed<Row> {
  readonly rows: readonly Row[];
  readonly next: string | undefined;
}

type Page = { readonly size: number; readonly url?: string | undefined };

async function listed<Row>(
  organization: Organization,
  verb: string,
  { path, query }: { readonly path: string; readonly query?: Readonly<Record<string, string>> },
  { size, url }: Page,
  row: z.ZodType<Row>,
  context: ConnectorContext,
): Promise<Listed<Row>> {
  const where = url === undefined ? { path, query: { ...query, per_page: Math.max(1, Math.min(size, 100)) } } : { url };
  const { body, headers } = await organization.http.request(
    { verb, method: 'GET', ...where, effect: 'read', schema: z.array(row) },
    context,
  );
  return { rows: body, next: nextLink(headers) };
}

export const membersPage = (
  organization: Organization,
  role: 'admin' | 'member',
  page: Page,
  context: ConnectorContext,
): Promise<Listed<GitHubUser>> =>
  listed(organization, 'list accounts', { path: pathOf`/orgs/${organization.login}/members`, query: { role } }, page, userSchema, context);

/**
 * A member by id, from the lists. GitHub may hide a flagged account from look-ups, and it is a member all the same: only
 * whoever stands in no list either is gone.
 */
export async function listedMember(
  organization: Organization,
  id: string,
  verb: string,
  context: ConnectorContext,
): Promise<Membership | undefined> {
  const path = pathOf`/orgs/${organization.login}/members`;
  for (const role of ['admin', 'member'] as const) {
    let url: string | undefined;
    do {
      const page: Listed<GitHubUser> = await listed(organization, verb, { path, query: { role } }, { size: 100, url }, userSchema, context);
      const user = page.rows.find((one) => String(one.id) === id);
      if (user !== undefined) return { state: 'active', role, user };
      url = page.next;
    } while (url !== undefined);
  }
  return undefined;
}

export const invitationsPage = (
  organization: Organization,
  verb: string,
  page: Page,
  context: ConnectorContext,
): Promise<Listed<Invitation>> =>
  listed(organization, verb, { path: pathOf`/orgs/${organization.login}/invitations` }, page, invitationSchema, context);

const failedPage = (organization: Organization, verb: string, page: Page, context: ConnectorContext): Promise<Listed<Invitation>> =>
  listed(organization, verb, { path: pathOf`/orgs/${organization.login}/failed_invitations` }, page, invitationSchema, context);

type Pages = typeof invitationsPage;

async function one(
  pages: Pages,
  organization: Organization,
  verb: string,
  isIt: (invitation: Invitation) => boolean,
  context: ConnectorContext,
): Promise<Invitation | undefined> {
  let url: string | undefined;
  do {
    const page = await pages(organization, verb, { size: 100, url }, context);
    const found = page.rows.find(isIt);
    if (found !== undefined) return found;
    url = page.next;
  } while (url !== undefined);
  return undefined;
}

/** An invitation that nobody has accepted yet. */
export const pendingInvitation = (
  organization: Organization,
  verb: string,
  isIt: (invitation: Invitation) => boolean,
  context: ConnectorContext,
): Promise<Invitation | undefined> => one(invitationsPage, organization, verb, isIt, context);

/** An invitation that ran out or could not be delivered: nobody got in by it. */
export const failedInvitation = (
  organization: Organization,
  verb: string,
  isIt: (invitation: Invitation) => boolean,
  context: ConnectorContext,
): Promise<Invitation | undefined> => one(failedPage, organization, verb, isIt, context);

/** By the person's own account, or by an address. Always as a plain member: what one may do is decided elsewhere. */
export async function invite(
  organization: Organization,
  invitee: { readonly invitee_id: number } | { readonly email: string },
  context: ConnectorContext,
): Promise<Invitation> {
  const request = { verb: 'create account', method: 'POST', path: pathOf`/orgs/${organization.login}/invitations` } as const;
  const json = { ...invitee, role: 'direct_member' };
  return (await organization.http.request({ ...request, effect: 'write', json, schema: invitationSchema }, context)).body;
}

/** False: there is no such invitation to take back. */
export async function cancelInvitation(organization: Organization, id: string, verb: string, context: ConnectorContext): Promise<boolean> {
  const path = pathOf`/orgs/${organization.login}/invitations/${id}`;
  return (await askFor(organization, { verb, id, method: 'DELETE', path, effect: 'write' }, context)) !== undefined;
}

/** Ends a membership, or the invitation to one. False: there was neither. */
export async function endMembership(
  organization: Organization,
  { id, login }: GitHubUser,
  verb: string,
  context: ConnectorContext,
): Promise<boolean> {
  const path = pathOf`/orgs/${organization.login}/memberships/${login}`;
  return (await askFor(organization, { verb, id: String(id), method: 'DELETE', path, effect: 'write' }, context)) !== undefined;
}

/** Ends what the person was given as a guest. GitHub refuses it for whoever is a member still. */
export async function endCollaboration(
  organization: Organization,
  { id, login }: GitHubUser,
  verb: string,
  context: ConnectorContext,
): Promise<'ended' | 'none' | 'refused'> {
  const path = pathOf`/orgs/${organization.login}/outside_collaborators/${login}`;
  // Ending it twice does what ending it once does: a lost answer is no reason to stop.
  const answer = await askFor(organization, { verb, id: String(id), method: 'DELETE', path, effect: 'read', accept: [422] }, context);
  if (answer === undefined) return 'none';
  return answer.status === 422 ? 'refused' : 'ended';
}

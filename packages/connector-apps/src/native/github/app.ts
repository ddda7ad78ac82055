// A GitHub organization without SCIM, by the REST API. What is the vendor's own stands here; what every app promises is the kit's.
import {
  type Account,
  type AppProvisioner,
  type ConnectorContext,
  isTenureError,
  type Page,
  type PageRequest,
  TenureError,
  type WriteContext,
} from '@tenure/core/connector';
import { createHttp } from '@tenure/core/connector/http';
import { taken } from '../../verbs/trouble.ts';
import type { Looked, NativeApi } from '../api.ts';
import { nativeApp } from '../app.ts';
import { openOptions } from '../options.ts';
import { accountOfInvitation, accountOfMember, invitationIdOf, isAddressedTo, unknownAccount } from './account.ts';
import { credentialOf, type GithubCredential } from './credential.ts';
import { githubDescription } from './description.ts';
import { headers, limits } from './headers.ts';
import { classify, saysGone } from './meaning.ts';
import { type GithubOptions, refuseHalfAnApp } from './options.ts';
import {
  failedInvitation,
  type GitHubUser,
  invitationsPage,
  invite,
  listedMember,
  membershipOf,
  membersPage,
  type Organization,
  pendingInvitation,
  userById,
  userByLogin,
} from './organization.ts';
import { removePerson, type TakenBack, withdraw } from './removing.ts';

/**
 * Members of an ordinary GitHub organization, for the `apps` of a lifecycle: invited by e-mail or by their own account, and
 * removed. There is no way to turn one off.
 *
 * @throws {TenureError} `OPTIONS_INVALID`. Nothing is requested before a verb is called.
 */
export function github(options: GithubOptions): AppProvisioner {
  const { settings, system, baseUrl } = openOptions<GithubOptions>(githubDescription, options);
  refuseHalfAnApp(system, settings);
  const credential = credentialOf(system, baseUrl, settings);
  const http = createHttp({ system, baseUrl, headers, authorize: credential.authorize, http: settings.http, classify, limits });
  const organization: Organization = {
    ...{ system, saysGone, http, interfaceName: githubDescription.interfaceName, login: settings.organization },
    shown: (id) => id,
  };
  const buckets = { invitations: { count: Number(settings.invitationsPerDay ?? '50'), perMs: 86_400_000 } };
  const description = { ...githubDescription, limits: { ...githubDescription.limits, buckets } };
  return nativeApp(description, system, settings, apiOf(organization, settings, credential));
}

function apiOf(organization: Organization, { loginOf }: GithubOptions, credential: GithubCredential): NativeApi {
  /** Invitations that we took back ourselves: GitHub shows no trace of them. */
  const takenBack: TakenBack = new Set();
  /** Whose work e-mail it is at GitHub, as far as the host knows. */
  const ownerOf = async (email: string, verb: string, context: ConnectorContext): Promise<GitHubUser | undefined> => {
    const login = await hostsWord(organization, verb, () => loginOf?.(email));
    return login === undefined ? undefined : ((await userByLogin(organization, login, verb, context)) ?? unknownLogin(organization, verb));
  };
  const byEmail = async (email: string, context: ConnectorContext): Promise<Looked> => {
    const verb = 'find account';
    const user = await ownerOf(email, verb, context);
    const membership = user && (await membershipOf(organization, user, verb, context));
    if (membership !== undefined) return { accounts: [accountOfMember(membership, email)], decided: true };
    const invitation = await pendingInvitation(organization, verb, (one) => isAddressedTo(one, email), context);
    // A member shows no work e-mail: that nobody is invited says nothing, unless we know the person's own account.
    return { accounts: invitation === undefined ? [] : [accountOfInvitation(invitation)], decided: user !== undefined };
  };
  return {
    lookups: [{ key: 'email', look: byEmail }],
    list: (request, context) => page(organization, request, context),
    get: async (id, verb, context) => {
      const invitationId = invitationIdOf(id);
      if (invitationId !== undefined) return invited(organization, takenBack, invitationId, verb, context);
      const user = await userById(organization, id, verb, context);
      const membership =
        user === undefined ? await listedMember(organization, id, verb, context) : await membershipOf(organization, user, verb, context);
      return membership && accountOfMember(membership);
    },
    create: async ({ email }, _password, context) => {
      const address = String(email);
      const user = await ownerOf(address, 'create account', context);
      return user === undefined ? inviteByEmail(organization, address, byEmail, context) : inviteUser(organization, user, address, context);
    },
    delete: async ({ id, state }, context) => {
      const invitationId = invitationIdOf(id);
      if (invitationId === undefined) return removePerson(organization, id, context);
      if (state === 'pending') return withdraw(organization, takenBack, invitationId, context);
      throw nobodyKnows(organization, id);
    },
    check: async (context) => {
      const members = await credential.memberPermission(context);
      const title = 'Members can be invited and removed';
      if (members === undefined) return [{ title, state: 'not-checked', detail: 'a personal token has to be an owner’s, with admin:org' }];
      return [
        members === 'write'
          ? { title, state: 'ok' }
          : { title, state: 'problem', detail: `the app’s permission for members is ${members}` },
      ];
    },
  };
}

/** Owners, members, and the invited; each list goes on with the link that GitHub gives. */
async function page(
  organization: Organization,
  { cursor = 'admin', limit }: PageRequest,
  context: ConnectorContext,
): Promise<Page<Account>> {
  const [part = 'admin', url] = cursor.split(' ');
  const asked = { size: limit, url };
  if (part === 'admin' || part === 'member') {
    const { rows, next } = await membersPage(organization, part, asked, context);
    const items = rows.map((user) => accountOfMember({ state: 'active', role: part, user }));
    return { items, next: next === undefined ? (part === 'admin' ? 'member' : 'invited') : `${part} ${next}` };
  }
  const { rows, next } = await invitationsPage(organization, 'list accounts', asked, context);
  const items: Account[] = [];
  for (const invitation of rows) {
    // Whoever was invited by their own account is known by that from the beginning.
    const user = invitation.login == null ? undefined : await userByLogin(organization, invitation.login, 'list accounts', context);
    const role = invitation.role === 'admin' ? 'admin' : 'member';
    items.push(user === undefined ? accountOfInvitation(invitation) : accountOfMember({ state: 'pending', role, user }));
  }
  return { items, ...(next === undefined ? {} : { next: `invited ${next}` }) };
}

/** An invitation that waits; gone when it ran out or we took it back; else nobody can tell what became of it. */
async function invited(
  organization: Organization,
  takenBack: TakenBack,
  id: string,
  verb: string,
  context: ConnectorContext,
): Promise<Account | undefined> {
  const isIt = (one: { readonly id: number }) => String(one.id) === id;
  const waiting = await pendingInvitation(organization, verb, isIt, context);
  if (waiting !== undefined) return accountOfInvitation(waiting);
  if (takenBack.has(id) || (await failedInvitation(organization, verb, isIt, context)) !== undefined) return undefined;
  return unknownAccount(id);
}

async function inviteUser(organization: Organization, user: GitHubUser, email: string, context: WriteContext): Promise<Account> {
  const verb = 'create account';
  const before = await membershipOf(organization, user, verb, context);
  if (before !== undefined) throw taken(organization, verb, undefined, [String(user.id)]);
  await invite(organization, { invitee_id: user.id }, context);
  return accountOfMember({ state: 'pending', role: 'member', user }, email);
}

async function inviteByEmail(
  organization: Organization,
  email: string,
  look: (email: string, context: ConnectorContext) => Promise<Looked>,
  context: WriteContext,
): Promise<Account> {
  try {
    return accountOfInvitation({ ...(await invite(organization, { email }, context)), email });
  } catch (error) {
    if (!isTenureError(error) || error.code !== 'CONNECTOR_CONFLICT') throw error;
    const { accounts } = await look(email, context);
    const verb = 'create account';
    if (accounts.length > 0)
      throw taken(
        organization,
        verb,
        undefined,
        accounts.map(({ id }) => id),
        undefined,
        error.details,
      );
    const fact = 'somebody with this address is a member, and GitHub does not say by which login';
    throw new TenureError('CONNECTOR_CONFLICT_NOT_VISIBLE', { system: organization.system, verb, fact, details: error.details });
  }
}

/** What the host's own function throws may hold a value. */
async function hostsWord<Value>({ system }: Organization, verb: string, ask: () => Value): Promise<Awaited<Value>> {
  try {
    return await ask();
  } catch {
    const fact = 'the function that knows the login of a person failed';
    throw new TenureError('CONNECTOR_UNAVAILABLE', { system, verb, fact, details: {} });
  }
}

function unknownLogin({ system }: Organization, verb: string): never {
  const fact = 'GitHub has nobody of the login that `loginOf` gives for this person';
  throw new TenureError('CONNECTOR_REJECTED', { system, verb, fact, details: { status: 404 } });
}

function nobodyKnows({ system }: Organization, id: string): TenureError {
  const because = 'the invitation waits no longer, and GitHub does not say who accepted it: remove that member by hand';
  return new TenureError('CONNECTOR_PROTECTED_ACCOUNT', { system, verb: 'delete account', id, fact: because, details: { because } });
}

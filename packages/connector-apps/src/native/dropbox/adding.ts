// Adding a member: who was removed a few days ago is brought back, and what came of it stands inside the answer.
import { type AccountProfile, type ConnectorContext, isTenureError, TenureError, type WriteContext } from '@tenure/core/connector';
import { errorOf } from '../refusing.ts';
import { meaningOf } from './meaning.ts';
import { changesOf, isRecoverable, type Member, memberSchema } from './member.ts';
import type { DropboxOptions } from './options.ts';
import { change, getInfo, launch, type Selector, type Team, tagOf, withEmail, withExternalId, withId } from './team.ts';

const verb = 'create account';

export async function addMember(
  team: Team,
  { welcomeEmail }: DropboxOptions,
  profile: AccountProfile,
  context: WriteContext,
): Promise<Member> {
  const email = String(profile.email);
  const own = typeof profile.externalId === 'string' ? profile.externalId : undefined;
  const former = await removedOnes(team, email, own, context);
  const ours = former.find(({ profile: { external_id: id } }) => own !== undefined && id === own);
  if (ours !== undefined) return recovered(team, withId(ours.profile.team_member_id), profile, context);
  if (former.length > 0)
    throw stillHeld(team, 'a removed member holds the address and can still be recovered; recover them there, or wait seven days');
  const member = {
    member_email: email,
    member_given_name: profile.givenName,
    member_surname: profile.familyName,
    ...(own === undefined ? {} : { member_external_id: own }),
    send_welcome_email: welcomeEmail !== 'none',
  };
  const call = { verb, route: 'add_v2', argument: { new_members: [member] }, polled: 'add/job_status/get_v2' };
  const item = (await launch(team, call, context)).complete?.[0];
  const tag = item?.['.tag'];
  if (tag === 'success') return read(team, item);
  if ((tag === 'user_already_on_team' || tag === 'duplicate_external_member_id') && own !== undefined)
    return backByKey(team, own, profile, tag, context);
  if (tag === 'user_on_another_team' || tag === 'user_already_paired')
    throw stillHeld(team, 'the address belongs to an account of another team', tag);
  throw errorOf(team, { verb, meaning: meaningOf(tag ?? ''), vendorCode: tag });
}

async function removedOnes(team: Team, email: string, own: string | undefined, context: ConnectorContext): Promise<readonly Member[]> {
  const selectors: readonly Selector[] = [withEmail(email), ...(own === undefined ? [] : [withExternalId(own)])];
  return (await getInfo(team, verb, selectors, context)).filter(isRecoverable);
}

/** Somebody who is "on the team" may be one whom look-ups do not show: our own key brings back nobody but them. */
async function backByKey(team: Team, own: string, profile: AccountProfile, tag: string, context: WriteContext): Promise<Member> {
  try {
    return await recovered(team, withExternalId(own), profile, context);
  } catch (error) {
    if (!['user_not_found', 'user_unrecoverable', 'user_not_in_team'].includes(tagOf(error) ?? '')) throw error;
    throw errorOf(team, { verb, meaning: 'conflict', vendorCode: tag });
  }
}

/** Brings a removed member back and tells them what HR says now. */
async function recovered(team: Team, user: Selector, profile: AccountProfile, context: WriteContext): Promise<Member> {
  if ((await change(team, { verb, route: 'recover', argument: { user } }, context)) === 'nobody')
    throw errorOf(team, { verb, meaning: 'rejected', vendorCode: 'user_not_found' });
  try {
    return await broughtUpToDate(team, user, profile, context);
  } catch (error) {
    if (!isTenureError(error)) throw error;
    // The member is back; an error of what follows must not read as "nothing happened".
    throw unseen(team, `the member was recovered, and could not be told what HR says now (${error.code})`);
  }
}

async function broughtUpToDate(team: Team, user: Selector, profile: AccountProfile, context: WriteContext): Promise<Member> {
  const [back] = await getInfo(team, verb, [user], context);
  if (back === undefined) throw unseen(team, 'the member was recovered and is not shown');
  const held = changesOf({ email: back.profile.email, givenName: back.profile.name?.given_name, familyName: back.profile.name?.surname });
  const wanted = Object.entries(changesOf({ email: profile.email, givenName: profile.givenName, familyName: profile.familyName }));
  const differing = wanted.filter(([name, value]) => held[name] !== value);
  if (differing.length === 0) return back;
  const id = back.profile.team_member_id;
  await change(team, { verb, id, route: 'set_profile_v2', argument: { user: withId(id), ...Object.fromEntries(differing) } }, context);
  const [now] = await getInfo(team, verb, [withId(id)], context);
  return now ?? back;
}

function read(team: Team, item: unknown): Member {
  const { data } = memberSchema.safeParse(item);
  if (data === undefined) throw unseen(team, 'the new member is not shown as documented');
  return data;
}

/** Written, and what came of it cannot be read: the engine looks before anything else. */
const unseen = ({ system }: Team, fact: string) => new TenureError('CONNECTOR_OUTCOME_UNKNOWN', { system, verb, fact, details: {} });

const stillHeld = ({ system }: Team, fact: string, vendorCode?: string) =>
  new TenureError('CONNECTOR_CONFLICT_NOT_VISIBLE', { system, verb, fact, details: vendorCode === undefined ? {} : { vendorCode } });

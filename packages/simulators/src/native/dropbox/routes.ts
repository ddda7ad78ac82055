// The endpoints: every call is a POST with a JSON body, and says in its answer which case it was.
import type { Answer } from '../../serving/answering.ts';
import { isObject } from '../model.ts';
import { createJobs } from './jobs.ts';
import type { DropboxSwitches } from './switches.ts';
import { type DropboxMember, isTag, type Tag, type Team } from './team.ts';
import { badCall, endpointError, type Fields, memberInfo } from './wire.ts';

export interface Endpoint {
  readonly scope: string;
  readonly answer: (argument: Fields) => Answer;
}

const done: Answer = { status: 200, body: null };
const given = (body: unknown): Answer => ({ status: 200, body });
const refused = (tag: Tag | undefined): Answer => (tag === undefined ? done : endpointError(tag.tag));

const selectorKeys = { team_member_id: 'id', email: 'email', external_id: 'externalId' } as const;

/** The table of endpoints, by path without the leading `/2/`. */
export function createEndpoints(team: Team, switches: DropboxSwitches): Readonly<Record<string, Endpoint>> {
  const jobs = createJobs(() => switches.jobPolls);
  const cursors = new Map<string, { readonly after: number; readonly limit: number; readonly removed: boolean }>();

  const info = (member: DropboxMember) => memberInfo(member, team.isRecoverable(member));

  const selected = (route: string, selector: unknown): { readonly member: DropboxMember | undefined; readonly text: string } => {
    const tag = isObject(selector) ? String(selector['.tag']) : '';
    const key = selectorKeys[tag as keyof typeof selectorKeys];
    const text = isObject(selector) ? selector[tag] : undefined;
    if (key === undefined || typeof text !== 'string' || text === '') throw badCall(route, 'user: expected a selector');
    return { member: key === 'id' ? team.byId(text) : team.by(key, text), text };
  };

  const on = (route: string, argument: Fields, act: (member: DropboxMember) => Answer): Answer => {
    const { member } = selected(route, argument['user']);
    return member === undefined ? endpointError('user_not_found') : act(member);
  };

  const shown = (route: string, selector: unknown): Fields => {
    const { member, text } = selected(route, selector);
    const hidden = member?.status === 'removed' && !switches.removedIsShown;
    return member === undefined || hidden ? { '.tag': 'id_not_found', id_not_found: text } : { '.tag': 'member_info', ...info(member) };
  };

  const page = (after: number, limit: number, removed: boolean): Answer => {
    const rows = team.members.map((member, index) => ({ member, index }));
    const left = rows.filter(({ member, index }) => index >= after && (removed || member.status !== 'removed'));
    const here = left.slice(0, limit);
    const cursor = `cursor-${cursors.size + 1}`;
    cursors.set(cursor, { after: (here.at(-1)?.index ?? after - 1) + 1, limit, removed });
    return given({ members: here.map(({ member }) => info(member)), cursor, has_more: left.length > here.length });
  };

  const adding = (entry: unknown): Fields => {
    const fields = isObject(entry) ? entry : {};
    const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '');
    const email = text('member_email');
    if (!/^\S+@\S+$/.test(email)) throw badCall('team/members/add_v2', 'new_members: member_email: expected an address');
    const names = { givenName: text('member_given_name'), surname: text('member_surname') };
    if (names.givenName === '' || names.surname === '') return { '.tag': 'user_creation_failed', user_creation_failed: email };
    const added = team.add({ email, ...names, externalId: text('member_external_id') || undefined }, switches.newMembers);
    return isTag(added) ? { '.tag': added.tag, [added.tag]: email } : { '.tag': 'success', ...info(added) };
  };

  const polled = (kind: string, argument: Fields): Answer => {
    const result = jobs.poll(kind, String(argument['async_job_id']));
    return result === undefined ? endpointError('invalid_async_job_id') : given(result);
  };

  return {
    'team/members/add_v2': {
      scope: 'members.write',
      answer(argument) {
        const entries = argument['new_members'];
        if (!Array.isArray(entries) || entries.length > 20) throw badCall('team/members/add_v2', 'new_members: expected up to 20');
        const work = () => ({ '.tag': 'complete', complete: entries.map(adding) });
        if (argument['force_async'] !== true && !switches.addsByJob) return given(work());
        return given({ '.tag': 'async_job_id', async_job_id: jobs.start('add', work) });
      },
    },
    'team/members/add/job_status/get_v2': { scope: 'members.write', answer: (argument) => polled('add', argument) },
    'team/members/suspend': {
      scope: 'members.write',
      answer: (argument) =>
        on('team/members/suspend', argument, (member) => refused(team.suspend(member, argument['wipe_data'] !== false))),
    },
    'team/members/unsuspend': {
      scope: 'members.write',
      answer: (argument) => on('team/members/unsuspend', argument, (member) => refused(team.unsuspend(member))),
    },
    'team/members/remove': {
      scope: 'members.delete',
      answer: (argument) =>
        on('team/members/remove', argument, (member) => {
          const how = { wipeData: argument['wipe_data'] !== false, keepAccount: argument['keep_account'] === true };
          if ((argument['transfer_dest_id'] === undefined) !== (argument['transfer_admin_id'] === undefined))
            return endpointError('unspecified_transfer_admin_id');
          if (argument['transfer_dest_id'] !== undefined && how.keepAccount) return endpointError('cannot_keep_account_and_transfer');
          const refusal = team.refusesRemoval(member, how);
          if (refusal !== undefined) return endpointError(refusal.tag);
          const work = () => {
            team.remove(member, how);
            return { '.tag': 'complete' };
          };
          return given(switches.removesByJob ? { '.tag': 'async_job_id', async_job_id: jobs.start('remove', work) } : work());
        }),
    },
    'team/members/remove/job_status/get': { scope: 'members.delete', answer: (argument) => polled('remove', argument) },
    'team/members/recover': {
      scope: 'members.delete',
      answer: (argument) => on('team/members/recover', argument, (member) => refused(team.recover(member))),
    },
    'team/members/set_profile_v2': {
      scope: 'members.write',
      answer: (argument) =>
        on('team/members/set_profile_v2', argument, (member) => {
          const tag = setProfile(team, member, argument);
          return tag === undefined ? given({ member_info: info(member) }) : endpointError(tag.tag);
        }),
    },
    'team/members/get_info_v2': {
      scope: 'members.read',
      answer(argument) {
        const { members } = argument;
        if (!Array.isArray(members)) throw badCall('team/members/get_info_v2', 'members: expected a list');
        return given({ members_info: members.map((selector) => shown('team/members/get_info_v2', selector)) });
      },
    },
    'team/members/list_v2': {
      scope: 'members.read',
      answer(argument) {
        const limit = argument['limit'] ?? 1000;
        if (typeof limit !== 'number' || limit < 1 || limit > 1000) throw badCall('team/members/list_v2', 'limit: expected 1 to 1000');
        return page(0, limit, argument['include_removed'] === true);
      },
    },
    'team/members/list/continue_v2': {
      scope: 'members.read',
      answer(argument) {
        const cursor = cursors.get(String(argument['cursor']));
        return cursor === undefined ? endpointError('invalid_cursor') : page(cursor.after, cursor.limit, cursor.removed);
      },
    },
  };
}

const places = { new_email: 'email', new_given_name: 'givenName', new_surname: 'surname', new_external_id: 'externalId' } as const;

function setProfile(team: Team, member: DropboxMember, argument: Fields): Tag | undefined {
  const changes = Object.entries(places).flatMap(([name, place]) => {
    const value = argument[name];
    return typeof value === 'string' ? [[place, value] as const] : [];
  });
  if (member.status === 'removed') return { tag: 'set_profile_disallowed' };
  if (changes.length === 0) return { tag: 'no_new_data_specified' };
  if (changes.some(([, value]) => value === '')) return { tag: 'param_cannot_be_empty' };
  for (const [place, value] of changes) {
    if (place !== 'email' && place !== 'externalId') continue;
    const holder = team.by(place, value);
    if (holder === undefined || holder === member) continue;
    return { tag: place === 'email' ? 'email_reserved_for_other_user' : 'external_id_used_by_other_user' };
  }
  Object.assign(member, Object.fromEntries(changes));
  return undefined;
}

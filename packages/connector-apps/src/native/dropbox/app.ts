// Dropbox Business, by the team API. What is the vendor's own stands here; what every app promises is the kit's.
import type { Account, AppProvisioner, ConnectorContext, WriteContext } from '@tenure/core/connector';
import { createHttp } from '@tenure/core/connector/http';
import type { Done, Looked, NativeApi } from '../api.ts';
import { nativeApp } from '../app.ts';
import { looked } from '../check.ts';
import { openOptions } from '../options.ts';
import { errorOf, wrongOption } from '../refusing.ts';
import { addMember } from './adding.ts';
import { dropboxDescription } from './description.ts';
import { classify, saysNobody } from './meaning.ts';
import { accountOf, changesOf } from './member.ts';
import { authorizeOf, type DropboxOptions } from './options.ts';
import {
  change,
  getInfo,
  hasScope,
  launch,
  listMembers,
  type Selector,
  type Team,
  tagOf,
  withEmail,
  withExternalId,
  withId,
} from './team.ts';

/**
 * Members of a Dropbox team, for the `apps` of a lifecycle. Turning off suspends, deleting removes; devices are never wiped,
 * and for seven days a rehire gets the same account back.
 *
 * @throws {TenureError} `OPTIONS_INVALID`. Nothing is requested before a verb is called.
 */
export function dropbox(options: DropboxOptions): AppProvisioner {
  const { settings, system, baseUrl } = openOptions<DropboxOptions>(dropboxDescription, options);
  refuseHalfATransfer(system, settings);
  const team: Team = {
    system,
    http: createHttp({ system, baseUrl, authorize: authorizeOf(system, settings), http: settings.http, classify }),
  };
  return nativeApp(dropboxDescription, system, settings, apiOf(team, settings));
}

function refuseHalfATransfer(system: string, { transferFilesTo, transferAdmin }: DropboxOptions): void {
  if ((transferFilesTo === undefined) === (transferAdmin === undefined)) return;
  const path = transferFilesTo === undefined ? 'transferFilesTo' : 'transferAdmin';
  throw wrongOption(system, path, 'both receivers of a transfer are needed, or none');
}

function apiOf(team: Team, options: DropboxOptions): NativeApi {
  const look = async (selector: Selector, context: ConnectorContext): Promise<Looked> => ({
    accounts: (await getInfo(team, 'find account', [selector], context)).map(accountOf),
    decided: true,
  });
  return {
    lookups: [
      { key: 'externalId', look: (value, context) => look(withExternalId(value), context) },
      { key: 'email', look: (value, context) => look(withEmail(value), context) },
    ],
    list: async (request, context) => {
      const { members, cursor, has_more: hasMore } = await listMembers(team, request, context);
      return { items: members.map(accountOf), ...(hasMore ? { next: cursor } : {}) };
    },
    get: async (id, verb, context) => {
      const [member] = await getInfo(team, verb, [withId(id)], context);
      return member && accountOf(member);
    },
    create: async (profile, _password, context) => accountOf(await addMember(team, options, profile, context)),
    update: async ({ id }, attributes, context) => {
      const changes = changesOf(attributes);
      const notes = attributes.externalId === null ? ['an external id cannot be emptied in Dropbox and was left'] : [];
      if (Object.keys(changes).length === 0) return notes;
      const call = { verb: 'update account', id, route: 'set_profile_v2', argument: { user: withId(id), ...changes } };
      return (await change(team, call, context)) === 'nobody' ? 'nobody' : notes;
    },
    disable: (account, context) => turnOff(team, account, context),
    enable: async ({ id, state }, context) => {
      const verb = 'enable account';
      if (state === 'pending')
        throw errorOf(team, { verb, id, meaning: 'rejected', fact: 'the person has not accepted the invitation yet' });
      return done(await change(team, { verb, id, route: 'unsuspend', argument: { user: withId(id) } }, context));
    },
    delete: ({ id }, context) => remove(team, 'delete account', id, options, context),
    check: async (context) => [
      await looked('Members can be added and suspended (members.write)', async () => {
        await hasScope(team, 'add/job_status/get_v2', context);
        return { state: 'ok' };
      }),
      await looked('Members can be removed and recovered (members.delete)', async () => {
        await hasScope(team, 'remove/job_status/get', context);
        return { state: 'ok' };
      }),
    ],
  };
}

const done = (outcome: 'done' | 'nobody'): Done => (outcome === 'nobody' ? 'nobody' : []);

async function turnOff(team: Team, { id, state }: Account, context: WriteContext): Promise<Done> {
  const verb = 'disable account';
  // Nobody can be suspended who has not come yet; an invitation that stays open is still a way in.
  if (state === 'pending') return remove(team, verb, id, {}, context);
  return done(await change(team, { verb, id, route: 'suspend', argument: { user: withId(id), wipe_data: false } }, context));
}

async function remove(
  team: Team,
  verb: string,
  id: string,
  { transferFilesTo, transferAdmin }: Pick<DropboxOptions, 'transferFilesTo' | 'transferAdmin'>,
  context: WriteContext,
): Promise<Done> {
  const receivers =
    transferFilesTo === undefined || transferAdmin === undefined
      ? {}
      : { transfer_dest_id: withId(transferFilesTo), transfer_admin_id: withId(transferAdmin) };
  const argument = { user: withId(id), wipe_data: false, keep_account: false, ...receivers };
  try {
    await launch(team, { verb, id, route: 'remove', argument, polled: 'remove/job_status/get' }, context);
    return [];
  } catch (error) {
    if (saysNobody.has(tagOf(error))) return 'nobody';
    throw error;
  }
}

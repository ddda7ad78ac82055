// The switches of SCIM: `active`, or the end of the user.
import type { ConnectorContext } from '@tenure/core/connector';
import type { Switch } from '../verbs/switching.ts';
import { getUser } from './api.ts';
import { switchOf } from './patch.ts';
import type { ScimProfile, SwitchForm } from './profile.ts';
import { accountOf, type Resource } from './resource.ts';
import type { ScimServer } from './server.ts';
import { writeAsOf } from './update.ts';

/** Sets `active`. */
export const activeSwitch = (server: ScimServer, how: NonNullable<ScimProfile['disable']>, active: boolean): Switch<Resource> =>
  switchBy(server, how.form, active, how.settlesMs);

/** Removes the user, by DELETE or by `active: false` where that is what removes. */
export const removalSwitch = (server: ScimServer, how: NonNullable<ScimProfile['delete']>): Switch<Resource> =>
  switchBy(server, how.form, false, how.settlesMs);

function switchBy(server: ScimServer, form: SwitchForm | 'delete', active: boolean, settlesMs: number): Switch<Resource> {
  const write = (now: Resource) => (form === 'delete' ? ({ method: 'DELETE' } as const) : switchOf(now, active, form, server.profile));
  return {
    ...server,
    settlesMs,
    read: (verb, id, context) => getUser(server, verb, id, context),
    stateOf: (resource) => accountOf(resource, server.profile).state,
    write: async (verb: string, resource: Resource, context: ConnectorContext) =>
      (await writeAsOf(server, verb, resource, write, context)) ? [] : 'nobody',
  };
}

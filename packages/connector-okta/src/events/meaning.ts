// What an entry of Okta's log says about accounts of ours. Pure.
import type { Activity } from '@tenure/core/connector';
import type { LogEvent } from '../api/logs.ts';

const meanings: Readonly<Record<string, Activity['what']>> = {
  'user.lifecycle.create': 'created',
  'user.lifecycle.activate': 'enabled',
  'user.lifecycle.reactivate': 'enabled',
  'user.lifecycle.unsuspend': 'enabled',
  'user.lifecycle.deactivate': 'disabled',
  'user.lifecycle.suspend': 'disabled',
  'user.lifecycle.delete.initiated': 'deleted',
  'user.lifecycle.delete.completed': 'deleted',
  'user.account.update_profile': 'changed',
  'user.account.update_primary_email': 'changed',
  'user.account.update_user_type': 'changed',
  'user.account.privilege.grant': 'changed',
  'user.account.privilege.revoke': 'changed',
  'group.user_membership.add': 'group-added',
  'group.user_membership.remove': 'group-removed',
};

/** Every type of event that is understood: what the log is asked for. Okta takes some of them for no event hook: see {@link hookEvents}. */
export const watchedEvents: readonly string[] = Object.keys(meanings);

/** What Okta's list of event types does not mark as eligible for hooks: it refuses a hook that names one of them. */
const onlyInTheLog: ReadonlySet<string> = new Set([
  ...['user.lifecycle.delete.completed', 'user.account.update_primary_email', 'user.account.update_user_type'],
]);

/** What to subscribe an event hook to, as it is. What is left out shows in the System Log and in full readings. */
export const hookEvents: readonly string[] = watchedEvents.filter((name) => !onlyInTheLog.has(name));

/** Whose writes are ours: a service app is the actor itself; a user's are ours only where a token was used, the one token if that is known. */
export interface OurActor {
  readonly id: string | undefined;
  readonly belongsTo: 'user' | 'app';
  readonly tokenId: string | undefined;
}

export function isOurs({ actor, transaction }: LogEvent, ours: OurActor): boolean {
  if (ours.id === undefined || actor?.id !== ours.id) return false;
  if (ours.belongsTo === 'app') return true;
  const used = transaction?.detail?.requestApiTokenId ?? undefined;
  return used !== undefined && used === (ours.tokenId ?? used);
}

/** The ids of the targets of one type, wherever they stand in the list. */
export function targetIds({ target }: LogEvent, type: 'User' | 'UserGroup'): readonly string[] {
  return (target ?? []).flatMap((party) => (party.type === type && party.id != null && party.id !== '' ? [party.id] : []));
}

/** What happened to accounts by this entry: nothing for types that are not watched and for what failed. */
export function activityOf(event: LogEvent, ours: OurActor): readonly Activity[] {
  const what = meanings[event.eventType];
  const at = Date.parse(event.published);
  const result = event.outcome?.result ?? 'SUCCESS';
  if (what === undefined || Number.isNaN(at) || result === 'FAILURE' || result === 'DENY') return [];
  const [groupId] = what === 'group-added' || what === 'group-removed' ? targetIds(event, 'UserGroup') : [];
  const byUs = isOurs(event, ours);
  return targetIds(event, 'User').map((accountId) => ({ accountId, at, what, byUs, ...(groupId === undefined ? {} : { groupId }) }));
}

// The events of the System Log that the org writes, who did it, and to what.
import type { OktaGroup, OktaGroupRule, OktaUser } from '../records.ts';

export type EventType =
  | `user.lifecycle.${'create' | 'activate' | 'deactivate' | 'suspend' | 'unsuspend' | 'reactivate' | 'delete.initiated' | 'delete.completed'}`
  | `user.account.${'update_profile' | 'update_primary_email' | 'unlock' | 'lock' | 'expire_password' | 'reset_password' | 'privilege.grant' | 'privilege.revoke'}`
  | 'user.mfa.factor.reset_all'
  | `user.session.${'start' | 'end' | 'clear'}`
  | `group.user_membership.${'add' | 'remove' | 'rule.add_exclusion' | 'rule.deactivated'}`
  | `group.lifecycle.${'create' | 'delete'}`
  | 'group.profile.update'
  | 'app.oauth2.token.revoke'
  | 'app.oauth2.token.revoke.implicit.user'
  | 'system.api_token.revoke'
  | 'system.org.rate_limit.violation'
  | 'core.concurrency.org.limit.violation';

/** Who did it. */
export interface Actor {
  readonly id: string;
  readonly type: 'User' | 'PublicClientApp' | 'SystemPrincipal';
  readonly alternateId: string;
  readonly displayName: string;
  /** The id of the API token, where one was used. */
  readonly requestApiTokenId?: string | undefined;
}

export interface Target {
  readonly id: string;
  readonly type: 'User' | 'UserGroup' | 'Rule' | 'Token';
  readonly alternateId: string;
  readonly displayName: string;
}

export interface LogEvent {
  readonly uuid: string;
  readonly published: number;
  readonly eventType: EventType;
  readonly outcome: 'SUCCESS' | 'FAILURE' | 'DENY';
  readonly actor: Actor;
  readonly targets: readonly Target[];
}

/** Writes an event in the name of whoever is acting. */
export interface Emit {
  (eventType: EventType, targets: readonly Target[], outcome?: LogEvent['outcome']): void;
  /** `work`, done later in the name of whoever is acting now. */
  remembered<Argument>(work: (argument: Argument) => void): (argument: Argument) => void;
}

/** The org itself: rules, imports, expiry. */
export const systemActor: Actor = { id: 'system', type: 'SystemPrincipal', alternateId: 'system@okta.com', displayName: 'Okta System' };

export function userTarget({ id, profile }: OktaUser): Target {
  const displayName = `${profile['firstName'] ?? ''} ${profile['lastName'] ?? ''}`;
  return { id, type: 'User', alternateId: String(profile['login'] ?? ''), displayName };
}

export function groupTarget({ id, name }: OktaGroup): Target {
  return { id, type: 'UserGroup', alternateId: 'unknown', displayName: name };
}

export function ruleTarget({ id, name }: OktaGroupRule): Target {
  return { id, type: 'Rule', alternateId: 'unknown', displayName: name };
}

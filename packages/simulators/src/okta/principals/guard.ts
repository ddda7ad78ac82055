// What it takes to change an administrator, or a group that makes its members administrators: being a super administrator.
import type { Org } from '../org.ts';
import { problem } from '../problems.ts';
import type { OktaGroup, OktaUser } from '../records.ts';
import { isSuper } from './permissions.ts';
import type { Principal } from './principals.ts';

/** @throws {OktaProblem} E0000006. The code for a weaker principal is unconfirmed, and whether it is refused at all is a switch. */
export function guardUser({ switches, rolesOf }: Org, principal: Principal, user: OktaUser, turnsOff: boolean): void {
  if (rolesOf(user).length === 0) return;
  const rule = switches.turnOffAdministrators;
  if (turnsOff && rule === 'forbid') throw problem('E0000006');
  if (rule === 'supers' && !isSuper(principal.roles) && user.id !== principal.userId) throw problem('E0000006');
}

/** @throws {OktaProblem} E0000006 */
export function guardGroup(principal: Principal, group: OktaGroup): void {
  if (group.roles.length > 0 && !isSuper(principal.roles)) throw problem('E0000006');
}

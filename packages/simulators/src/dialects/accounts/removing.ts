// Turning off, turning on and deleting: what becomes of the account, and whom a vendor protects.
import { refusalOf } from '../answers/refusing.ts';
import type { Removal } from '../dialect.ts';
import type { Account } from './account.ts';
import type { Tenant } from './tenant.ts';

/** Whether the account may be touched in this way. False: it is answered as done, and nothing is done. */
export function allows({ dialect }: Tenant, { standing }: Account, action: 'change' | 'inactive' | 'delete'): boolean {
  const rule = dialect.protects.find((one) => one.standing === standing && one.from.includes(action));
  if (rule === undefined) return true;
  if (rule.answer === 'nothing') return false;
  throw refusalOf(dialect, rule.answer);
}

export function turnOff(tenant: Tenant, account: Account): void {
  const { inactiveMeans, inactiveShows, offShowsAfterMs } = tenant.dialect;
  if (inactiveShows === '404') remove(tenant, account, inactiveMeans);
  else if (account.active) {
    account.active = false;
    account.offShownFrom = tenant.now() + offShowsAfterMs;
  }
}

export function turnOn(tenant: Tenant, account: Account): void {
  const { dialect } = tenant;
  if (account.active) return;
  if (dialect.reactivation === 'create-again') throw refusalOf(dialect, 'invalid');
  if (tenant.seatsLeft() <= 0) throw refusalOf(dialect, 'seats');
  account.active = true;
}

/** Does what a DELETE does. */
export function destroy(tenant: Tenant, account: Account): void {
  const { dialect } = tenant;
  if (dialect.deletionMeans === 'unsupported') throw refusalOf(dialect, 'unsupported');
  if (!allows(tenant, account, 'delete') || dialect.deletionMeans === 'nothing') return;
  if (dialect.deletionMeans === 'suspended' && !account.active && dialect.deletedAgain === 404) throw refusalOf(dialect, 'notFound');
  remove(tenant, account, dialect.deletionMeans);
}

function remove(tenant: Tenant, account: Account, means: Removal): void {
  if (means !== 'suspended') tenant.takeOut(account, means);
  else if (account.active) {
    account.active = false;
    account.offShownFrom = tenant.now() + tenant.dialect.offShowsAfterMs;
  }
}

// Turning users on and off, at once or over some time. Whoever is on the way shows it and refuses every change meanwhile.
import type { Agenda } from '../agenda.ts';
import { type Emit, type EventType, userTarget } from '../log/events.ts';
import type { OktaPace } from '../pace.ts';
import type { OktaStatus, OktaUser } from '../records.ts';
import type { OktaSwitches } from '../switches.ts';
import { type LifecycleOperation, nextStatus, turnedOff } from './lifecycle.ts';
import type { UserStore } from './store.ts';

export interface TurningOptions {
  readonly now: () => number;
  readonly switches: OktaSwitches;
  readonly store: UserStore;
  readonly agenda: Agenda;
  readonly pace: () => OktaPace;
  readonly emit: Emit;
  readonly alter: (id: string, changes: Partial<Omit<OktaUser, 'id'>>) => OktaUser;
}

export interface Turning {
  /** @throws {OktaProblem} when the status does not allow it, or while the user is on the way. */
  apply(operation: LifecycleOperation, id: string, respondAsync?: boolean): OktaUser;
  /** Lets a user be on the way to `status` for so long. */
  begin(user: OktaUser, operation: LifecycleOperation, status: OktaStatus, durationMs: number): OktaUser;
}

const eventOf: Readonly<Record<LifecycleOperation, EventType>> = {
  activate: 'user.lifecycle.activate',
  reactivate: 'user.lifecycle.reactivate',
  deactivate: 'user.lifecycle.deactivate',
  suspend: 'user.lifecycle.suspend',
  unsuspend: 'user.lifecycle.unsuspend',
  unlock: 'user.account.unlock',
  expire_password: 'user.account.expire_password',
  reset_password: 'user.account.reset_password',
  reset_factors: 'user.mfa.factor.reset_all',
};

export function createTurning({ now, switches, store, agenda, pace, emit, alter }: TurningOptions): Turning {
  /** Okta never lets the last super administrator lose the role. */
  const isLastSuper = ({ id, roles }: OktaUser): boolean => {
    if (!roles.includes('SUPER_ADMIN')) return false;
    for (const other of store.all.after()) if (other.id !== id && other.roles.includes('SUPER_ADMIN')) return false;
    return true;
  };

  const finish = (user: OktaUser, operation: LifecycleOperation, status: OktaStatus): OktaUser => {
    const off = operation === 'deactivate' || operation === 'suspend';
    const after = alter(user.id, {
      status,
      transitioningToStatus: undefined,
      ...(operation === 'activate' ? { activated: now() } : {}),
      ...(off ? turnedOff(user, status, isLastSuper(user), switches) : {}),
    });
    emit(eventOf[operation], [userTarget(after)]);
    if (off && user.sessions.okta > 0) emit('user.session.end', [userTarget(after)]);
    if (user.sessions.tokens > after.sessions.tokens) emit('app.oauth2.token.revoke.implicit.user', [userTarget(after)]);
    if (operation === 'deactivate') for (const _ of user.roles) emit('user.account.privilege.revoke', [userTarget(after)]);
    return after;
  };

  const begin: Turning['begin'] = (user, operation, status, durationMs) => {
    const carryOn = emit.remembered((id: string) => {
      const current = store.all.get(id);
      if (current?.transitioningToStatus === status) finish(current, operation, status);
    });
    agenda.at(now() + durationMs, () => carryOn(user.id));
    return alter(user.id, { transitioningToStatus: status });
  };

  const durationOf = (operation: LifecycleOperation, respondAsync: boolean): number => {
    const { activateMs, deactivateMs, respondAsyncMs } = pace();
    if (operation === 'activate') return activateMs;
    if (operation !== 'deactivate') return 0;
    return respondAsync ? Math.max(deactivateMs, respondAsyncMs) : deactivateMs;
  };

  return {
    begin,
    apply(operation, id, respondAsync = false) {
      const before = store.get(id);
      const status = nextStatus(operation, before, switches);
      const durationMs = durationOf(operation, respondAsync);
      return durationMs > 0 ? begin(before, operation, status, durationMs) : finish(before, operation, status);
    },
  };
}

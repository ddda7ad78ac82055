// The status machine of a user, as a table. Pure: it says where an operation leads, the store carries it out.
import { missing, OktaProblem, problem } from '../problems.ts';
import type { OktaStatus, OktaUser } from '../records.ts';
import type { OktaSwitches } from '../switches.ts';

export type LifecycleOperation =
  | 'activate'
  | 'reactivate'
  | 'deactivate'
  | 'suspend'
  | 'unsuspend'
  | 'unlock'
  | 'expire_password'
  | 'reset_password'
  | 'reset_factors';

type Step = (user: OktaUser, switches: OktaSwitches) => OktaStatus | OktaProblem;

/** The status after onboarding has begun: whoever needs no password from us is in at once. */
export function statusWhenActivated(user: Pick<OktaUser, 'hasPassword' | 'provider'>, switches: OktaSwitches): OktaStatus {
  const signsInElsewhere = user.provider.type === 'FEDERATION' || user.provider.type === 'SOCIAL';
  return user.hasPassword || signsInElsewhere || switches.passwordOptional ? 'ACTIVE' : 'PROVISIONED';
}

const wrongState = (verb: string, status: OktaStatus): OktaProblem =>
  problem('E0000001', [`Cannot ${verb} a user in status ${status}`], verb);

const steps: Readonly<Record<LifecycleOperation, Step>> = {
  activate: (user, switches) => {
    if (user.status === 'STAGED' || user.status === 'DEPROVISIONED') return statusWhenActivated(user, switches);
    return problem(user.status === 'ACTIVE' ? 'E0000016' : switches.activateElsewhere);
  },
  reactivate: ({ status }) => (status === 'PROVISIONED' || status === 'RECOVERY' ? status : problem('E0000038')),
  deactivate: ({ id, status }) => (status === 'DEPROVISIONED' ? missing('User', id) : 'DEPROVISIONED'),
  suspend: ({ status }, { suspendProvisioned }) => {
    const allowed = status === 'ACTIVE' || (status === 'PROVISIONED' && suspendProvisioned === 'allow');
    return allowed ? 'SUSPENDED' : wrongState('suspend', status);
  },
  unsuspend: ({ status }) => (status === 'SUSPENDED' ? 'ACTIVE' : wrongState('unsuspend', status)),
  unlock: ({ status }) => (status === 'LOCKED_OUT' ? 'ACTIVE' : problem('E0000032', ['The user is not locked out'])),
  expire_password: ({ status }) => (status === 'ACTIVE' || status === 'PASSWORD_EXPIRED' ? 'PASSWORD_EXPIRED' : problem('E0000038')),
  reset_password: ({ status }) => (hasSignedIn.has(status) ? 'RECOVERY' : problem('E0000038')),
  reset_factors: ({ id, status }) => (status === 'DEPROVISIONED' ? missing('User', id) : status),
};

const hasSignedIn: ReadonlySet<OktaStatus> = new Set(['PROVISIONED', 'ACTIVE', 'RECOVERY', 'LOCKED_OUT', 'PASSWORD_EXPIRED']);

/** Where an operation leads from here; a refusal is thrown. A user on the way somewhere else takes no other operation. */
export function nextStatus(operation: LifecycleOperation, user: OktaUser, switches: OktaSwitches): OktaStatus {
  if (user.transitioningToStatus !== undefined) throw problem('E0000112');
  const status = steps[operation](user, switches);
  if (status instanceof OktaProblem) throw status;
  return status;
}

/** What else happens when a user is turned off: sessions end; deactivation also strips roles and, unless it survives, the password. */
export function turnedOff(user: OktaUser, status: OktaStatus, keepsRoles: boolean, switches: OktaSwitches): Partial<OktaUser> {
  const tokens = switches.turningOffEndsTokens ? 0 : user.sessions.tokens;
  const sessions = { ...user.sessions, okta: 0, tokens };
  if (status === 'SUSPENDED') return { sessions };
  return { sessions, roles: keepsRoles ? user.roles : [], hasPassword: user.hasPassword && switches.passwordSurvives };
}

// The status machine of a user, as a table. Pure: it says where an operation leads, the store carries it out.
import { type OktaProblem, problem } from './problems.ts';
import type { OktaStatus, OktaUser } from './records.ts';
import type { OktaSwitches } from './switches.ts';

const lifecycleOperations = ['activate', 'reactivate', 'deactivate', 'suspend', 'unsuspend', 'unlock'] as const;

export type LifecycleOperation = (typeof lifecycleOperations)[number];

export function isLifecycleOperation(name: string): name is LifecycleOperation {
  return lifecycleOperations.some((operation) => operation === name);
}

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
  deactivate: ({ id, status }) => (status === 'DEPROVISIONED' ? problem('E0000007', [], `${id} (User)`) : 'DEPROVISIONED'),
  suspend: ({ status }, { suspendProvisioned }) => {
    const allowed = status === 'ACTIVE' || (status === 'PROVISIONED' && suspendProvisioned === 'allow');
    return allowed ? 'SUSPENDED' : wrongState('suspend', status);
  },
  unsuspend: ({ status }) => (status === 'SUSPENDED' ? 'ACTIVE' : wrongState('unsuspend', status)),
  unlock: ({ status }) => (status === 'LOCKED_OUT' ? 'ACTIVE' : problem('E0000032', ['The user is not locked out'])),
};

/** Where an operation leads from here, or why it is refused. */
export function nextStatus(operation: LifecycleOperation, user: OktaUser, switches: OktaSwitches): OktaStatus | OktaProblem {
  return steps[operation](user, switches);
}

/** What else happens when a user is turned off: sessions end; deactivation also strips roles and, unless it survives, the password. */
export function turnedOff(user: OktaUser, status: OktaStatus, switches: OktaSwitches): Partial<OktaUser> {
  const tokens = switches.turningOffEndsTokens ? 0 : user.sessions.tokens;
  const sessions = { ...user.sessions, okta: 0, tokens };
  if (status === 'SUSPENDED') return { sessions };
  return { sessions, roles: [], hasPassword: user.hasPassword && switches.passwordSurvives };
}

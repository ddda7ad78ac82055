// The JSON of a user as live orgs send it: the profile echoes what has a value, the links follow the status.
import { userTypeId } from '../query/dialects.ts';
import type { OktaStatus, OktaUser } from '../records.ts';
import { wireTime } from './times.ts';

type Method = 'POST' | 'DELETE';

/** Link name, path under the user, method. */
const operations: Readonly<Record<string, readonly [path: string, method: Method]>> = {
  activate: ['/lifecycle/activate', 'POST'],
  reactivate: ['/lifecycle/reactivate', 'POST'],
  deactivate: ['/lifecycle/deactivate', 'POST'],
  suspend: ['/lifecycle/suspend', 'POST'],
  unsuspend: ['/lifecycle/unsuspend', 'POST'],
  unlock: ['/lifecycle/unlock', 'POST'],
  delete: ['', 'DELETE'],
  changePassword: ['/credentials/change_password', 'POST'],
  changeRecoveryQuestion: ['/credentials/change_recovery_question', 'POST'],
  expirePassword: ['/lifecycle/expire_password', 'POST'],
  forgotPassword: ['/credentials/forgot_password', 'POST'],
  resetPassword: ['/lifecycle/reset_password', 'POST'],
  resetFactors: ['/lifecycle/reset_factors', 'POST'],
};

/** Recorded from live orgs; STAGED and the two password states are the thinnest evidence. */
const linksOf: Readonly<Record<OktaStatus, readonly string[]>> = {
  STAGED: ['activate'],
  PROVISIONED: ['deactivate', 'reactivate', 'resetPassword', 'suspend'],
  ACTIVE: ['changePassword', 'changeRecoveryQuestion', 'deactivate', 'expirePassword', 'forgotPassword', 'resetPassword', 'suspend'],
  RECOVERY: ['deactivate', 'reactivate', 'resetPassword'],
  LOCKED_OUT: ['deactivate', 'unlock'],
  PASSWORD_EXPIRED: ['deactivate', 'resetPassword'],
  SUSPENDED: ['deactivate', 'unsuspend'],
  DEPROVISIONED: ['activate', 'delete'],
};

function links(origin: string, user: OktaUser): Record<string, { href: string; method?: Method }> {
  const self = `${origin}/api/v1/users/${user.id}`;
  const entries = [...linksOf[user.status], 'resetFactors'].map((name) => {
    const [path, method] = operations[name] ?? ['', 'POST'];
    return [name, { href: `${self}${path}`, method }] as const;
  });
  return {
    ...Object.fromEntries(entries),
    self: { href: self },
    schema: { href: `${origin}/api/v1/meta/schemas/user/default` },
    type: { href: `${origin}/api/v1/meta/types/user/default` },
  };
}

/** How much of a user is shown. */
export interface UserView {
  /** In lists the only link is `self`. */
  readonly place: 'single' | 'list';
  /** Without credentials, links and transition. */
  readonly lean?: boolean;
}

const leanParts = ['omitCredentials', 'omitCredentialsLinks', 'omitTransitioningToStatus'];

/** What the odd Content-Type asks for: lean only when all three parts are named. */
export function viewOf(
  { headers }: { readonly headers: Readonly<Record<string, string | undefined>> },
  place: UserView['place'],
): UserView {
  const asked = /okta-response="?([\w,]+)"?/.exec(headers['content-type'] ?? '')?.[1]?.split(',') ?? [];
  return { place, lean: leanParts.every((part) => asked.includes(part)) };
}

/** A user on the wire. */
export function wireUser(origin: string, user: OktaUser, { place, lean = false }: UserView): object {
  const shown = {
    id: user.id,
    status: user.status,
    created: wireTime(user.created),
    activated: wireTime(user.activated),
    statusChanged: wireTime(user.statusChanged),
    lastLogin: null,
    lastUpdated: wireTime(user.lastUpdated),
    passwordChanged: user.hasPassword ? wireTime(user.created) : null,
    type: { id: userTypeId },
    profile: { mobilePhone: null, secondEmail: null, ...user.profile },
  };
  if (lean) return shown;
  return {
    ...shown,
    ...(user.transitioningToStatus === undefined ? {} : { transitioningToStatus: user.transitioningToStatus }),
    credentials: { ...(user.hasPassword ? { password: {} } : {}), provider: user.provider },
    _links: place === 'list' ? { self: { href: `${origin}/api/v1/users/${user.id}` } } : links(origin, user),
  };
}

/** The entity tag of a user; it changes with every change. */
export function userTag(user: OktaUser): string {
  return `W/"${user.id}-${user.revision}"`;
}

// The users of the org: every rule about making, changing, turning and erasing one. Synchronous, so that two requests never interleave.
import type { createIds } from './ids.ts';
import { type LifecycleOperation, nextStatus, statusWhenActivated, turnedOff } from './lifecycle.ts';
import { createOrdered, type Ordered } from './ordered.ts';
import { missing, OktaProblem, problem } from './problems.ts';
import { foldLogin, merged, type OktaSchema, undefinedIn, wrongIn } from './profile.ts';
import type { OktaProfile, OktaStatus, OktaUser } from './records.ts';
import type { OktaSwitches } from './switches.ts';

export interface UsersOptions {
  readonly now: () => number;
  readonly switches: OktaSwitches;
  readonly schema: OktaSchema;
  readonly newId: ReturnType<typeof createIds>;
}

/** What a new user starts with. */
interface NewUser {
  readonly profile: OktaProfile;
  readonly activate: boolean;
  readonly hasPassword?: boolean | undefined;
  readonly mustChangePassword?: boolean | undefined;
  readonly provider?: OktaUser['provider'] | undefined;
}

export interface OktaUsers {
  readonly all: Ordered<OktaUser>;
  /** @throws {OktaProblem} E0000007 */
  get(id: string): OktaUser;
  byLogin(login: string): OktaUser | undefined;
  /** @throws {OktaProblem} E0000001 with every cause; then nobody was made. */
  create(user: NewUser): OktaUser;
  update(id: string, changes: OktaProfile): OktaUser;
  apply(operation: LifecycleOperation, id: string): OktaUser;
  /** Deactivates a user who is not DEPROVISIONED, erases one who is. */
  remove(id: string): 'deactivated' | 'erased';
  /** Changes anything, without rules: for seeding and for what happens outside the API. */
  alter(id: string, changes: Partial<Omit<OktaUser, 'id'>>): OktaUser;
}

const oktaProvider = { type: 'OKTA', name: 'OKTA' };

export function createUsers({ now, switches, schema, newId }: UsersOptions): OktaUsers {
  const all = createOrdered<OktaUser>();
  const logins = new Map<string, string>();

  const get = (id: string): OktaUser => {
    const user = all.get(id);
    if (user === undefined) throw missing('User', id);
    return user;
  };

  const keep = (user: OktaUser, before?: OktaUser): OktaUser => {
    if (before !== undefined) logins.delete(foldLogin(String(before.profile['login'])));
    logins.set(foldLogin(String(user.profile['login'])), user.id);
    all.put(user);
    return user;
  };

  const alter: OktaUsers['alter'] = (id, changes) => {
    const before = get(id);
    const turned = changes.status === undefined || changes.status === before.status ? {} : { statusChanged: now() };
    return keep({ ...before, lastUpdated: now(), ...turned, ...changes, id, revision: before.revision + 1 }, before);
  };

  const taken = (profile: OktaProfile, own?: string): string[] => {
    const exists = 'An object with this field already exists in the current organization';
    const holder = logins.get(foldLogin(String(profile['login'] ?? '')));
    const unique = [...schema.unique, ...(switches.emailUnique ? ['email'] : [])].filter((name) => isHeld(name, profile[name], own));
    const names = [
      ...(holder !== undefined && holder !== own ? ['login'] : []),
      ...unique.map((name) => (name === 'email' ? 'login' : name)),
    ];
    return [...new Set(names)].map((name) => `${name}: ${exists}`);
  };

  const isHeld = (name: string, value: unknown, own?: string): boolean => {
    if (value === undefined) return false;
    for (const user of all.after()) if (user.id !== own && user.profile[name] === value) return true;
    return false;
  };

  const refuseWrong = (sent: OktaProfile, whole: OktaProfile, about: string, own?: string): void => {
    const unknown = undefinedIn(schema, sent);
    if (unknown.length > 0) throw problem('E0000001', unknown, 'newUser');
    const causes = [...wrongIn(whole), ...taken(whole, own)];
    if (causes.length > 0) throw problem('E0000001', causes, causes[0]?.split(':')[0] ?? about);
  };

  const statusOfNew = (user: NewUser, hasPassword: boolean, provider: OktaUser['provider']): OktaStatus => {
    if (!user.activate) return 'STAGED';
    return user.mustChangePassword === true ? 'PASSWORD_EXPIRED' : statusWhenActivated({ hasPassword, provider }, switches);
  };

  const apply: OktaUsers['apply'] = (operation, id) => {
    const before = get(id);
    const off = operation === 'deactivate' || operation === 'suspend';
    if (off && before.roles.length > 0 && switches.turnOffAdministrators === 'forbid') throw problem('E0000006');
    const status = nextStatus(operation, before, switches);
    if (status instanceof OktaProblem) throw status;
    const activated = operation === 'activate' ? { activated: now() } : {};
    return alter(id, { status, ...activated, ...(off ? turnedOff(before, status, switches) : {}) });
  };

  return {
    all,
    get,
    byLogin: (login) => {
      const id = logins.get(foldLogin(login));
      return id === undefined ? undefined : all.get(id);
    },
    create(user) {
      const profile = merged(user.profile, {});
      refuseWrong(profile, profile, 'newUser');
      const { hasPassword = false, provider = oktaProvider } = user;
      const status = statusOfNew(user, hasPassword, provider);
      const at = now();
      return keep({
        ...{ id: newId('00u'), status, profile, hasPassword, provider, created: at, lastUpdated: at, roles: [], revision: 1 },
        ...(status === 'STAGED' ? {} : { activated: at, statusChanged: at }),
        sessions: { okta: 0, tokens: 0, apps: 0 },
        mails: status === 'PROVISIONED' ? ['activation'] : [],
        indexed: switches.index === 'current',
      });
    },
    update(id, changes) {
      const before = get(id);
      if (before.status === 'DEPROVISIONED' && switches.updateDeprovisioned === 'refuse') throw missing('User', id);
      if (before.status === 'SUSPENDED' && switches.updateSuspended === 'refuse') throw problem('E0000038');
      const profile = merged(before.profile, changes);
      refuseWrong(changes, profile, 'user', id);
      return alter(id, { profile });
    },
    apply,
    remove(id) {
      const before = get(id);
      if (before.status !== 'DEPROVISIONED') {
        apply('deactivate', id);
        return 'deactivated';
      }
      logins.delete(foldLogin(String(before.profile['login'])));
      all.remove(id);
      return 'erased';
    },
    alter,
  };
}

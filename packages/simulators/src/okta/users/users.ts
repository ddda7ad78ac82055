// The rules about making, changing and erasing a user. Synchronous, so that two requests never interleave.
import type { Agenda } from '../agenda.ts';
import type { createIds } from '../ids.ts';
import type { Emit } from '../log/events.ts';
import { userTarget } from '../log/events.ts';
import type { OktaPace } from '../pace.ts';
import { missing, problem } from '../problems.ts';
import type { OktaProfile, OktaSource, OktaStatus, OktaUser } from '../records.ts';
import type { OktaSwitches } from '../switches.ts';
import { type LifecycleOperation, statusWhenActivated } from './lifecycle.ts';
import { merged, mistypedIn, type OktaSchema, undefinedIn, wrongIn } from './profile.ts';
import type { UserStore } from './store.ts';
import { createTurning } from './turning.ts';
import type { Uniqueness } from './uniqueness.ts';

export interface UsersOptions {
  readonly now: () => number;
  readonly switches: OktaSwitches;
  readonly schema: OktaSchema;
  readonly newId: ReturnType<typeof createIds>;
  readonly store: UserStore;
  readonly uniqueness: Uniqueness;
  readonly agenda: Agenda;
  readonly pace: () => OktaPace;
  readonly emit: Emit;
}

/** What a new user starts with. */
export interface NewUser {
  readonly profile: OktaProfile;
  readonly activate: boolean;
  readonly hasPassword?: boolean | undefined;
  readonly mustChangePassword?: boolean | undefined;
  readonly provider?: OktaUser['provider'] | undefined;
  readonly source?: OktaSource | undefined;
}

export interface OktaUsers extends Pick<UserStore, 'all' | 'get'> {
  byLogin(login: string): OktaUser | undefined;
  /** @throws {OktaProblem} E0000001 with every cause; then nobody was made. */
  create(user: NewUser): OktaUser;
  /** `merge`: what is not given stays; `replace`: it goes. */
  update(id: string, changes: OktaProfile, how: 'merge' | 'replace'): OktaUser;
  apply(operation: LifecycleOperation, id: string, respondAsync?: boolean): OktaUser;
  /** Deactivates a user who is not DEPROVISIONED, erases one who is. */
  remove(id: string, respondAsync?: boolean): 'deactivated' | 'erased';
  /** Changes anything, without rules: for seeding and for what happens outside the API. */
  alter(id: string, changes: Partial<Omit<OktaUser, 'id'>>): OktaUser;
}

const oktaProvider = { type: 'OKTA', name: 'OKTA' };

export function createUsers(options: UsersOptions): OktaUsers {
  const { now, switches, schema, newId, store, uniqueness, pace, emit } = options;

  const alter: OktaUsers['alter'] = (id, changes) => {
    const before = store.get(id);
    const turned = changes.status === undefined || changes.status === before.status ? {} : { statusChanged: now() };
    return store.put({ ...before, lastUpdated: now(), ...turned, ...changes, id, revision: before.revision + 1 });
  };
  const turning = createTurning({ ...options, alter });

  const refuseWrong = (sent: OktaProfile, whole: OktaProfile, about: string, own?: string): void => {
    const unknown = undefinedIn(schema, sent);
    if (unknown.length > 0) throw problem('E0000001', unknown, 'newUser');
    const causes = [...mistypedIn(schema, sent), ...wrongIn(whole), ...uniqueness.clashes(whole, own)];
    if (causes.length > 0) throw problem('E0000001', causes, causes[0]?.split(':')[0] ?? about);
  };

  const statusOfNew = (user: NewUser, hasPassword: boolean, provider: OktaUser['provider']): OktaStatus => {
    if (!user.activate) return 'STAGED';
    return user.mustChangePassword === true ? 'PASSWORD_EXPIRED' : statusWhenActivated({ hasPassword, provider }, switches);
  };

  return {
    all: store.all,
    get: store.get,
    byLogin: (login) => store.all.get(uniqueness.holder(login) ?? ''),
    create(user) {
      const profile = merged(user.profile, {});
      refuseWrong(profile, profile, 'newUser');
      const { hasPassword = false, provider = oktaProvider, source } = user;
      const at = now();
      const wanted = statusOfNew(user, hasPassword, provider);
      const later = wanted !== 'STAGED' && pace().activateMs > 0;
      const status = later ? 'STAGED' : wanted;
      const made = store.put({
        ...{ id: newId('00u'), status, profile, hasPassword, provider, source, created: at, lastUpdated: at, roles: [], revision: 1 },
        ...(status === 'STAGED' ? {} : { activated: at, statusChanged: at }),
        ...{ sessions: { okta: 0, tokens: 0, apps: 0 }, consents: 0 },
        mails: wanted === 'PROVISIONED' ? ['activation'] : [],
        indexed: switches.index === 'current',
      });
      emit('user.lifecycle.create', [userTarget(made)]);
      if (later) return turning.begin(made, 'activate', wanted, pace().activateMs);
      if (status !== 'STAGED') emit('user.lifecycle.activate', [userTarget(made)]);
      return made;
    },
    update(id, changes, how) {
      const before = store.get(id);
      if (before.status === 'DEPROVISIONED' && switches.updateDeprovisioned === 'refuse') throw missing('User', id);
      if (before.transitioningToStatus !== undefined) throw problem('E0000112');
      if (before.status === 'SUSPENDED' && switches.updateSuspended === 'refuse') throw problem('E0000038');
      const profile = merged(how === 'merge' ? before.profile : {}, changes);
      const names = new Set([...Object.keys(before.profile), ...Object.keys(profile)]);
      const changed = [...names].filter((name) => before.profile[name] !== profile[name]);
      if (changed.some((name) => before.source?.attributes.includes(name))) throw problem('E0000023');
      refuseWrong(changes, profile, 'user', id);
      const after = alter(id, { profile });
      if (changed.length > 0) emit('user.account.update_profile', [userTarget(after)]);
      if (changed.includes('email')) emit('user.account.update_primary_email', [userTarget(after)]);
      return after;
    },
    apply: turning.apply,
    remove(id, respondAsync = false) {
      const before = store.get(id);
      if (before.transitioningToStatus !== undefined) throw problem('E0000112');
      if (before.status !== 'DEPROVISIONED') {
        turning.apply('deactivate', id, respondAsync);
        return 'deactivated';
      }
      store.erase(id);
      emit('user.lifecycle.delete.initiated', [userTarget(before)]);
      emit('user.lifecycle.delete.completed', [userTarget(before)]);
      return 'erased';
    },
    alter,
  };
}

import {
  type AccountProfile,
  type AppProvisioner,
  attributesIn,
  type CheckItem,
  type Effects,
  type ProfileAttribute,
  profileAttributes,
  type RateLimits,
  type WriteAnswer,
  type WriteContext,
} from '../../connector/index.ts';
import { claimLogin, differingAttributes, findIn, type MemoryAccount, notThere, refusal, refuseProtected, shown } from './accounts.ts';
import { type Decision, type MemoryDesk, openDesk } from './faults.ts';

type OptionalAppVerb = 'accounts.get' | 'accounts.list' | 'accounts.update' | 'accounts.disable' | 'accounts.enable' | 'accounts.delete';
export type MemoryAppVerb = 'check' | 'accounts.find' | 'accounts.create' | OptionalAppVerb;

export interface MemoryAppOptions {
  /** Default `memory-app`. */
  readonly id?: string | undefined;
  /** The most accounts a page may hold. Default 100. */
  readonly pageSize?: number | undefined;
  /** Optional verbs this app lacks; it must keep `disable` or `delete`. Default: it has them all. */
  readonly without?: readonly OptionalAppVerb[] | undefined;
  /** Time each call takes on the context's clock. Default 0. */
  readonly latencyMs?: number | undefined;
  /** What an update may set; a create takes the whole profile. Default: every profile attribute. */
  readonly attributes?: readonly ProfileAttribute[] | undefined;
  /** True: a new account is an invitation, `pending` until the backend says otherwise. Default false. */
  readonly invites?: boolean | undefined;
  /** True: `find` answers `cannot-tell`, like an app without a look-up. Default false. */
  readonly cannotFind?: boolean | undefined;
  readonly dependsOn?: 'identity' | undefined;
  readonly limits?: RateLimits | undefined;
  readonly effects?: Effects | undefined;
}

/** The application behind a memory app: seeded and inspected directly. */
export interface MemoryAppBackend extends MemoryDesk<MemoryAppVerb> {
  readonly accounts: Map<string, MemoryAccount>;
  /** Adds an account as if somebody had made it there by hand; returns it. Default state `active`. */
  addAccount(profile: AccountProfile, facts?: Partial<Omit<MemoryAccount, 'profile'>>): MemoryAccount;
  /** What `check` answers. Default: one line that is `ok`. */
  setCheck(items: readonly CheckItem[]): void;
}

/** A complete application that lives in memory, and its backend. No I/O. A login is the user name, or else the e-mail address. */
export function memoryApp(options: MemoryAppOptions = {}): { readonly app: AppProvisioner; readonly backend: MemoryAppBackend } {
  const id = options.id ?? 'memory-app';
  const desk = openDesk<MemoryAppVerb>(id, options.pageSize ?? 100, options.latencyMs ?? 0);
  const absent = new Set<string>(options.without);
  const attributes = options.attributes ?? profileAttributes;
  const accounts = new Map<string, MemoryAccount>();
  let checkItems: readonly CheckItem[] = [{ title: 'reachable', state: 'ok' }];
  let made = 0;
  const nextId = () => {
    made += 1;
    return `account-${made}`;
  };

  const refuseUnknown = (profile: AccountProfile, verb: string, accountId: string) => {
    const refused = attributesIn(profile).filter((name) => !attributes.includes(name));
    if (refused.length > 0) throw refusal(id, verb, accountId, refused);
  };

  const present = (verb: string, accountId: string, context: WriteContext): MemoryAccount => {
    const account = accounts.get(accountId);
    if (account === undefined) throw notThere(id, verb, accountId);
    refuseProtected(id, verb, account, context);
    return account;
  };

  const setState = (account: MemoryAccount, state: 'active' | 'disabled'): Decision<WriteAnswer> => ({
    answer: { outcome: account.state === state ? 'unchanged' : 'changed' },
    commit: () => {
      account.state = state;
    },
  });

  const create = (profile: AccountProfile) => {
    const key = profile.userName == null ? 'email' : 'userName';
    const login = profile[key];
    if (login == null || login === '') throw refusal(id, 'create account', undefined, [key]);
    claimLogin(accounts.values(), key, login, { system: id, verb: 'create account' });
    const account: MemoryAccount = { id: nextId(), state: options.invites === true ? 'pending' : 'active', profile: { ...profile } };
    const outcome = options.invites === true ? ('pending' as const) : ('changed' as const);
    return { answer: { outcome, account: shown(account) }, commit: () => void accounts.set(account.id, account) };
  };

  const update = (accountId: string, wanted: AccountProfile, context: WriteContext): Decision<WriteAnswer> => {
    const account = present('update account', accountId, context);
    refuseUnknown(wanted, 'update account', accountId);
    const names = differingAttributes(account.profile, wanted);
    for (const key of ['userName', 'email'] as const) {
      const login = wanted[key];
      if (names.includes(key) && login != null)
        claimLogin(accounts.values(), key, login, { system: id, verb: 'update account', id: accountId });
    }
    return {
      answer: { outcome: names.length === 0 ? 'unchanged' : 'changed' },
      commit: () => {
        account.profile = { ...account.profile, ...Object.fromEntries(names.map((name) => [name, wanted[name]])) };
      },
    };
  };

  const optional: Pick<AppProvisioner['accounts'], 'get' | 'list' | 'update' | 'disable' | 'enable' | 'delete'> = {
    get: ({ accountId }, context) =>
      desk.read('accounts.get', context, { id: accountId }, () => {
        const account = accounts.get(accountId);
        return account === undefined ? undefined : shown(account);
      }),
    list: (request, context) => desk.page('accounts.list', context, request, () => [...accounts.values()].map(shown)),
    update: ({ accountId, attributes: wanted }, context) =>
      desk.write('accounts.update', context, { id: accountId }, () => update(accountId, wanted, context)),
    disable: ({ accountId }, context) =>
      desk.write('accounts.disable', context, { id: accountId }, () =>
        accounts.has(accountId) ? setState(present('disable account', accountId, context), 'disabled') : nothingToDo,
      ),
    enable: ({ accountId }, context) =>
      desk.write('accounts.enable', context, { id: accountId }, () => setState(present('enable account', accountId, context), 'active')),
    delete: ({ accountId }, context) =>
      desk.write('accounts.delete', context, { id: accountId }, () => {
        if (!accounts.has(accountId)) return nothingToDo;
        present('delete account', accountId, context);
        return { answer: { outcome: 'changed' }, commit: () => void accounts.delete(accountId) };
      }),
  };

  const app: AppProvisioner = {
    id,
    contract: 1,
    attributes,
    ...(options.dependsOn === undefined ? {} : { dependsOn: options.dependsOn }),
    ...(options.limits === undefined ? {} : { limits: options.limits }),
    ...(options.effects === undefined ? {} : { effects: options.effects }),
    check: (context) => desk.read('check', context, {}, () => ({ system: id, items: checkItems })),
    accounts: {
      find: (keys, context) =>
        desk.read('accounts.find', context, {}, () =>
          options.cannotFind === true ? { kind: 'cannot-tell' } : findIn(accounts.values(), keys),
        ),
      create: ({ profile }, context) => desk.write('accounts.create', context, {}, () => create(profile)),
      ...Object.fromEntries(Object.entries(optional).filter(([name]) => !absent.has(`accounts.${name}`))),
    },
  };

  const backend: MemoryAppBackend = {
    calls: desk.calls,
    fail: desk.fail,
    heal: desk.heal,
    accounts,
    addAccount: (profile, facts = {}) => {
      const account: MemoryAccount = { id: facts.id ?? nextId(), state: 'active', ...facts, profile };
      accounts.set(account.id, account);
      return account;
    },
    setCheck: (items) => {
      checkItems = items;
    },
  };
  return { app, backend };
}

const nothingToDo: Decision<WriteAnswer> = { answer: { outcome: 'unchanged' }, commit: () => {} };

// Identity providers and apps seen alike, so that a promise they share is written once.
import assert from 'node:assert/strict';
import type {
  Account,
  AccountAnswer,
  AccountProfile,
  AppProvisioner,
  FindAnswer,
  FindKeys,
  IdentityProvider,
  Page,
  PageRequest,
  WriteAnswer,
  WriteContext,
} from '../../connector/index.ts';
import type { HeldAccount, SeedAccount, TargetWorld } from './world.ts';

type Write = (accountId: string, context: WriteContext) => Promise<WriteAnswer>;

/** The verbs that both kinds of target have, with the kind's own arguments filled in. */
export interface AccountVerbs {
  find(keys: FindKeys, context: WriteContext): Promise<FindAnswer>;
  create(profile: AccountProfile, context: WriteContext): Promise<AccountAnswer>;
  get(accountId: string, context: WriteContext): Promise<Account | undefined>;
  list(request: PageRequest, context: WriteContext): Promise<Page<Account>>;
  update(accountId: string, attributes: AccountProfile, context: WriteContext): Promise<WriteAnswer>;
  readonly disable: Write;
  readonly enable: Write;
  readonly delete: Write;
}

/** A verb that the rule's `needs` promised; a missing one fails the rule instead of passing it. */
function present<Verb>(verb: Verb | undefined, name: string): Verb {
  assert.ok(verb !== undefined, `the connector has no ${name}`);
  return verb;
}

export function verbsOf(world: TargetWorld): AccountVerbs {
  return world.kind === 'app' ? appVerbs(world.connector) : userVerbs(world.connector);
}

function appVerbs({ accounts }: AppProvisioner): AccountVerbs {
  return {
    find: (keys, context) => accounts.find(keys, context),
    create: (profile, context) => accounts.create({ profile }, context),
    get: async (accountId, context) => present(accounts.get, 'accounts.get')({ accountId }, context),
    list: async (request, context) => present(accounts.list, 'accounts.list')(request, context),
    update: async (accountId, attributes, context) => present(accounts.update, 'accounts.update')({ accountId, attributes }, context),
    disable: async (accountId, context) => present(accounts.disable, 'accounts.disable')({ accountId }, context),
    enable: async (accountId, context) => present(accounts.enable, 'accounts.enable')({ accountId }, context),
    delete: async (accountId, context) => present(accounts.delete, 'accounts.delete')({ accountId }, context),
  };
}

function userVerbs({ users }: IdentityProvider): AccountVerbs {
  return {
    find: (keys, context) => users.find(keys, context),
    create: (profile, context) => users.create({ profile, groups: [], state: 'active' }, context),
    get: (accountId, context) => users.get({ accountId }, context),
    list: (request, context) => users.list(request, context),
    update: (accountId, attributes, context) => users.update({ accountId, attributes }, context),
    disable: (accountId, context) => users.disable({ accountId, mode: 'deactivate' }, context),
    enable: (accountId, context) => users.enable({ accountId }, context),
    delete: async (accountId, context) => present(users.delete, 'users.delete')({ accountId }, context),
  };
}

/** Every account, as the system itself holds it. */
export async function heldAccounts(world: TargetWorld): Promise<readonly HeldAccount[]> {
  return world.kind === 'app' ? (await world.backend.snapshot()).accounts : (await world.backend.snapshot()).users;
}

/** One account as the system itself holds it; `undefined` when it holds none, or only its memory. */
export async function held(world: TargetWorld, id: string): Promise<HeldAccount | undefined> {
  return (await heldAccounts(world)).find((account) => account.id === id && account.state !== 'gone');
}

/** Puts an account there without the connector; answers its id. */
export async function seeded(world: TargetWorld, profile: AccountProfile, state: SeedAccount['state'] = 'active'): Promise<string> {
  if (world.kind === 'app') return world.backend.seedAccount({ profile, state });
  return world.backend.seedUser({ profile, state, groups: [] });
}

/** The accounts that hold this name, by user name or e-mail address. */
export async function holdersOf(world: TargetWorld, profile: AccountProfile): Promise<readonly HeldAccount[]> {
  const same = (one: string | null | undefined, other: string | null | undefined) =>
    one != null && other != null && one.toLowerCase() === other.toLowerCase();
  return (await heldAccounts(world)).filter(
    (account) =>
      account.state !== 'gone' && (same(account.profile.userName, profile.userName) || same(account.profile.email, profile.email)),
  );
}

/** Where the verbs stand in the connector: `users` or `accounts`. */
export function sectionOf(kind: TargetWorld['kind']): 'users' | 'accounts' {
  return kind === 'app' ? 'accounts' : 'users';
}

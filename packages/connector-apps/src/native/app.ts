// An application with an interface of its own, as a target. Every promise that all of them keep is made here.
import {
  type Account,
  type AccountAnswer,
  type AccountProfile,
  type AppProvisioner,
  type ConnectorContext,
  type ProfileAttribute,
  TenureError,
  type WriteAnswer,
  type WriteContext,
} from '@tenure/core/connector';
import { instanceOf, type SharedOptions } from '../options.ts';
import { handedOver, randomPassword } from '../verbs/first-credential.ts';
import { type Holding, refuseIfThere, withHolders } from '../verbs/holders.ts';
import { type Place, turns } from '../verbs/place.ts';
import { leaverRulesOf } from '../verbs/removal.ts';
import { deleteAccount, disableAccount, enableAccount, type Switch } from '../verbs/switching.ts';
import { incomplete, irreversible, noAccount } from '../verbs/trouble.ts';
import type { Done, NativeApi, NativeDescription } from './api.ts';
import { checkNative } from './check.ts';
import { findAccounts } from './find.ts';
import { turnOff, withoutSessions } from './turning-off.ts';

/** Everything the verbs work with. */
interface Workplace extends Holding, Place {
  readonly description: NativeDescription;
  readonly options: SharedOptions;
  readonly api: NativeApi;
}

/**
 * The target made of a description and the app's calls. Every write looks first, so it is safe to repeat; `disable`, `enable`
 * and `delete` read the account back and throw `CONNECTOR_NOT_EFFECTIVE` when the app says yes and does nothing.
 */
export function nativeApp(description: NativeDescription, system: string, options: SharedOptions, api: NativeApi): AppProvisioner {
  const { disable, delete: deleting, refused, effects, items } = leaverRulesOf(description, options);
  const place: Workplace = {
    ...{ system, description, options, api },
    shown: (id) => id,
    inTurn: turns(description.serial),
    find: (keys, context) => findAccounts(api.lookups, keys, context),
  };
  const switching = (settlesMs: number, context: WriteContext, write: (account: Account) => Promise<Done>): Switch<Account> => ({
    ...place,
    settlesMs,
    read: (verb, id) => present(place, verb, id, context),
    stateOf: ({ state }) => state,
    write: async (verb, account) => {
      refuseProtected(place, verb, account, context);
      return write(account);
    },
  });
  const { update } = api;
  return {
    id: system,
    contract: 1,
    attributes: description.attributes,
    instance: instanceOf(description, options),
    limits: options.limits ?? description.limits,
    effects,
    calls: { find: api.lookups.length, create: 1, update: 2, disable: 3, enable: 3, delete: 3, ...description.calls },
    ...(api.endSessions === undefined ? {} : { endsSessions: true }),
    check: (context) => checkNative(place, items, context),
    accounts: {
      find: place.find,
      create: ({ profile }, context) => createAccount(place, profile, context),
      get: ({ accountId }, context) => present(place, 'read account', accountId, context),
      list: async (request, context) => {
        const page = await api.list(request, context);
        return { ...page, items: page.items.filter(({ state }) => state !== 'gone') };
      },
      ...(update === undefined
        ? {}
        : { update: ({ accountId, attributes }, context) => updateAccount(place, accountId, attributes, context) }),
      ...(disable === undefined
        ? {}
        : {
            disable: ({ accountId }, context) =>
              disableAccount(
                {
                  ...switching(disable.settlesMs, context, (account) =>
                    turnOff(api, account, () => present(place, 'disable account', accountId, context), context),
                  ),
                  besides: (account) => withoutSessions(api, account, context),
                },
                accountId,
                context,
              ),
            enable: ({ accountId }, context) =>
              enableAccount(
                switching(disable.settlesMs, context, async (account) => api.enable?.(account, context) ?? []),
                accountId,
                context,
              ),
          }),
      ...(deleting === undefined
        ? {}
        : {
            delete: async ({ accountId }, context) => {
              if (refused) throw irreversible(place, accountId);
              return deleteAccount(
                switching(deleting.settlesMs, context, async (account) => api.delete?.(account, context) ?? []),
                accountId,
                context,
              );
            },
          }),
    },
  };
}

/** The account, or `undefined` where the app says that there is none and shows that it has accounts at all. */
async function present({ api }: Workplace, verb: string, id: string, context: ConnectorContext): Promise<Account | undefined> {
  const account = await api.get(id, verb, context);
  // "Not found" is also what a wrong tenant says; only a place that lists its accounts is believed.
  if (account === undefined) await api.list({ limit: 1 }, context);
  return account?.state === 'gone' ? undefined : account;
}

const createVerb = 'create account';

async function createAccount(place: Workplace, profile: AccountProfile, context: WriteContext): Promise<AccountAnswer> {
  const { description, api, options, system } = place;
  const missing = description.required.filter((name) => (profile[name] ?? '') === '');
  if (missing.length > 0) throw incomplete(place, createVerb, undefined, missing);
  // An app that takes a person it knows for the new account would not tell us whose it was.
  if (description.create.adopts) await refuseIfThere(place, createVerb, profile, context);
  const wanted = description.create.password === 'always' || options.firstCredential !== undefined;
  const password = wanted ? randomPassword() : undefined;
  const account = await withHolders(place, createVerb, undefined, profile, context, () => api.create(profile, password, context));
  const notes = password === undefined ? {} : await handedOver(system, options.firstCredential, account.id, password);
  return { outcome: account.state === 'pending' ? 'pending' : 'changed', account, ...notes };
}

const updateVerb = 'update account';

function updateAccount(place: Workplace, id: string, attributes: AccountProfile, context: WriteContext): Promise<WriteAnswer> {
  const { description, api } = place;
  return place.inTurn(id, async () => {
    const cleared = description.required.filter((name) => attributes[name] === null || attributes[name] === '');
    if (cleared.length > 0) throw incomplete(place, updateVerb, id, cleared);
    const current = await present(place, updateVerb, id, context);
    if (current === undefined) throw noAccount(place, updateVerb, id);
    const differing = differingFrom(current, attributes, description.attributes);
    if (Object.keys(differing).length === 0) return { outcome: 'unchanged' };
    refuseProtected(place, updateVerb, current, context);
    const notes = await withHolders(
      place,
      updateVerb,
      id,
      attributes,
      context,
      async () => (await api.update?.(current, differing, context)) ?? [],
    );
    if (notes === 'nobody') throw noAccount(place, updateVerb, id);
    return { outcome: 'changed', ...(notes.length === 0 ? {} : { notes }) };
  });
}

/** What of the wanted the account does not show; an empty text and null are the same nothing. */
function differingFrom(current: Account, wanted: AccountProfile, tellable: readonly ProfileAttribute[]): AccountProfile {
  const differing: { [Name in ProfileAttribute]?: string | null } = {};
  for (const name of tellable) {
    const value = wanted[name];
    if (value !== undefined && (current.profile?.[name] ?? '') !== (value ?? '')) differing[name] = value;
  }
  return differing;
}

function refuseProtected(place: Workplace, verb: string, { id, protectedBecause }: Account, { allowAdmins }: WriteContext): void {
  if (protectedBecause === undefined || allowAdmins === true) return;
  throw new TenureError('CONNECTOR_PROTECTED_ACCOUNT', {
    system: place.system,
    verb,
    id: place.shown(id),
    fact: `the account is protected: ${protectedBecause}`,
    details: { because: protectedBecause },
  });
}

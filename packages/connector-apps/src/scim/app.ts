// An application that speaks SCIM 2.0, as a target. This file is the table of contents; what each verb does stands beside it.
import { type AppProvisioner, type CheckItem, type Effects, parseOptions, profileAttributes, TenureError } from '@tenure/core/connector';
import { getUser } from './api.ts';
import { checkApp } from './check.ts';
import { createAccount } from './create.ts';
import { findAccounts } from './find.ts';
import { genericProfile } from './generic.ts';
import { listAccounts } from './list.ts';
import {
  type AppOptions,
  mustDecide,
  optionsSchemaOf,
  type ProfiledOptions,
  removalOf,
  type ScimAppOptions,
  type ScimOptions,
  scimAppSchema,
} from './options.ts';
import type { ScimProfile } from './profile.ts';
import { accountOf } from './resource.ts';
import { rateLimitsOf, type ScimServer, serverOf } from './server.ts';
import { type Deleting, deleteAccount, disableAccount, enableAccount } from './state.ts';
import { updateAccount } from './update.ts';

/**
 * Accounts in any application with a SCIM 2.0 server (RFC 7643 and 7644). Nothing is requested until a verb is called.
 *
 * Every write looks first, so it is safe to repeat; `disable`, `enable` and `delete` read the account back and throw
 * `CONNECTOR_NOT_EFFECTIVE` when the app says yes and does nothing.
 *
 * @throws {TenureError} `OPTIONS_INVALID`, with every problem by path.
 *
 * @example
 * const design = scimApp({ id: 'design', baseUrl: 'https://design.example.com/scim/v2', token });
 */
export function scimApp(options: ScimAppOptions): AppProvisioner {
  const settings = parseOptions<ScimAppOptions>('scim', scimAppSchema, options);
  const profile = settings.profile ?? genericProfile;
  return appOver(serverOf(settings, profile), settings);
}

/**
 * The application of one profile: what `slack`, `notion` and the others are made of, and a third party's own profile too.
 * Nothing is requested until a verb is called.
 *
 * @throws {TenureError} `OPTIONS_INVALID`, with every problem by path.
 */
export function profiledApp<Parameter extends string>(
  profile: ScimProfile<Parameter>,
  options: ProfiledOptions<Parameter>,
): AppProvisioner {
  const settings = parseOptions<AppOptions & Readonly<Record<string, unknown>>>(profile.id, optionsSchemaOf(profile), options);
  const parameters = Object.fromEntries(Object.keys(profile.parameters).map((name) => [name, String(settings[name])]));
  const baseUrl = settings.baseUrl ?? addressOf(profile.address ?? '', parameters);
  const { id = profile.id, token, http, firstCredential } = settings;
  return appOver(serverOf({ id, baseUrl, token, http, firstCredential, parameters }, profile), settings);
}

function addressOf(template: string, parameters: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_whole, name: string) => encodeURIComponent(parameters[name] ?? ''));
}

function appOver(server: ScimServer, options: ScimOptions): AppProvisioner {
  const { profile, system } = server;
  const removal = removalOf(profile, options);
  const { update: form } = profile;
  const disable = removal === 'delete' ? undefined : profile.disable;
  const deleting = removal === 'disable' ? undefined : profile.delete;
  const refused = mustDecide(profile) && options.allowIrreversible !== true;
  return {
    id: system,
    contract: 1,
    attributes: profileAttributes.filter((name) => profile.places[name] !== undefined),
    limits: options.limits ?? rateLimitsOf(profile),
    effects: effectsOf(profile, disable !== undefined, deleting),
    calls: callsOf(profile),
    check: (context) => checkApp(server, refused ? [refusal] : [], context),
    accounts: {
      find: (keys, context) => findAccounts(server, keys, context),
      create: ({ profile: person }, context) => createAccount(server, person, context),
      get: async ({ accountId }, context) => {
        const resource = await getUser(server, 'read account', accountId, context);
        const account = resource === undefined ? undefined : accountOf(resource, profile);
        return account?.state === 'gone' ? undefined : account;
      },
      list: (request, context) => listAccounts(server, request, context),
      ...(form === 'none'
        ? {}
        : { update: ({ accountId, attributes }, context) => updateAccount(server, form, accountId, attributes, context) }),
      ...(disable === undefined
        ? {}
        : {
            disable: ({ accountId }, context) => disableAccount(server, disable, accountId, context),
            enable: ({ accountId }, context) => enableAccount(server, disable, accountId, context),
          }),
      ...(deleting === undefined
        ? {}
        : {
            delete: async ({ accountId }, context) => {
              if (refused) throw irreversible(system, server.shown(accountId));
              return deleteAccount(server, deleting, accountId, context);
            },
          }),
    },
  };
}

const refusal: CheckItem = {
  title: 'Leavers can be removed',
  state: 'problem',
  detail: 'removal cannot be undone in this app and `allowIrreversible` is false: leavers keep their accounts',
};

function irreversible(system: string, id: string | undefined): TenureError {
  const fact = 'removal cannot be undone in this app, and `allowIrreversible` is false';
  return new TenureError('CONNECTOR_IRREVERSIBLE_REFUSED', { system, verb: 'delete account', id, fact, details: {} });
}

function effectsOf({ effects }: ScimProfile, disables: boolean, deleting: Deleting | undefined): Effects {
  return {
    create: effects.create,
    ...(disables ? { disable: effects.disable } : {}),
    ...(deleting === undefined ? {} : { delete: effects.delete }),
    ...(deleting?.undone === 'never' ? { irreversible: ['delete'] } : {}),
    unverified: effects.unverified,
  };
}

/** Calls per verb when all goes well: look-ups, a read before and after each switch. */
const callsOf = ({ lookups, create }: ScimProfile): AppProvisioner['calls'] => ({
  find: lookups.length,
  create: create.adopts ? 1 + lookups.length : 1,
  update: 2,
  disable: 3,
  enable: 3,
  delete: 3,
});

// An application that speaks SCIM 2.0, as a target. This file is the table of contents; what each verb does stands beside it.
import { type AppProvisioner, attributesIn, parseOptions } from '@tenure/core/connector';
import { addressOf, instanceOf, optionsSchemaOf, type SharedOptions } from '../options.ts';
import { leaverRulesOf } from '../verbs/removal.ts';
import { deleteAccount, disableAccount, enableAccount } from '../verbs/switching.ts';
import { irreversible } from '../verbs/trouble.ts';
import { getUser } from './api.ts';
import { checkApp } from './check.ts';
import { createAccount } from './create.ts';
import { findAccounts } from './find.ts';
import { genericProfile } from './generic.ts';
import { listAccounts } from './list.ts';
import { type AppOptions, type ProfiledOptions, type ScimAppOptions, scimAppSchema } from './options.ts';
import type { ScimProfile } from './profile.ts';
import { accountOf } from './resource.ts';
import { rateLimitsOf, type ScimServer, serverOf } from './server.ts';
import { activeSwitch, removalSwitch } from './state.ts';
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

function appOver(server: ScimServer, options: SharedOptions): AppProvisioner {
  const { profile, system } = server;
  const { disable, delete: deleting, refused, effects, items } = leaverRulesOf(profile, options);
  const { update: form } = profile;
  return {
    id: system,
    contract: 1,
    attributes: attributesIn(profile.places),
    instance: instanceOf(profile, options),
    limits: options.limits ?? rateLimitsOf(profile),
    effects,
    calls: callsOf(profile),
    check: (context) => checkApp(server, items, context),
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
            disable: ({ accountId }, context) => disableAccount(activeSwitch(server, disable, false), accountId, context),
            enable: ({ accountId }, context) => enableAccount(activeSwitch(server, disable, true), accountId, context),
          }),
      ...(deleting === undefined
        ? {}
        : {
            delete: async ({ accountId }, context) => {
              if (refused) throw irreversible(server, accountId);
              return deleteAccount(removalSwitch(server, deleting), accountId, context);
            },
          }),
    },
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

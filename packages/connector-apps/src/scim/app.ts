// An application that speaks SCIM 2.0, as a target. This file is the table of contents; what each verb does stands beside it.
import { type AppProvisioner, parseOptions, profileAttributes } from '@tenure/core/connector';
import { getUser, serverOf } from './api.ts';
import { checkApp } from './check.ts';
import { createAccount, updateAccount } from './create.ts';
import { findAccounts } from './find.ts';
import { listAccounts } from './list.ts';
import { optionsSchema, type ScimAppOptions } from './options.ts';
import { rfcProfile } from './profile.ts';
import { accountOf } from './resource.ts';
import { deleteAccount, disableAccount, enableAccount } from './state.ts';

/**
 * Accounts in any application with a SCIM 2.0 server (RFC 7643 and 7644). Nothing is requested until a verb is called.
 *
 * Every write looks first, so it is safe to repeat; `disable` and `enable` read the account back and throw
 * `CONNECTOR_NOT_EFFECTIVE` when the app says yes and does nothing.
 *
 * @throws {TenureError} `OPTIONS_INVALID`, with every problem by path.
 *
 * @example
 * const design = scimApp({ id: 'design', baseUrl: 'https://design.example.com/scim/v2', token });
 */
export function scimApp(options: ScimAppOptions): AppProvisioner {
  const settings = parseOptions<ScimAppOptions>('scim', optionsSchema, options);
  const server = serverOf(settings, rfcProfile);
  const { effects, places } = rfcProfile;
  const removal = settings.removal ?? 'disable';
  const switchable = removal !== 'delete';
  const deletable = removal !== 'disable';
  return {
    id: settings.id,
    contract: 1,
    attributes: profileAttributes.filter((name) => places[name] !== undefined),
    limits: settings.limits ?? { concurrency: 4 },
    effects: {
      ...(switchable ? { disable: effects.disable } : {}),
      ...(deletable ? { delete: effects.delete, irreversible: ['delete'] } : {}),
    },
    check: (context) => checkApp(server, context),
    accounts: {
      find: (keys, context) => findAccounts(server, keys, context),
      create: ({ profile }, context) => createAccount(server, profile, context),
      get: async ({ accountId }, context) => {
        const resource = await getUser(server, 'read account', accountId, context);
        return resource === undefined ? undefined : accountOf(resource, server.profile);
      },
      list: (request, context) => listAccounts(server, request, context),
      update: ({ accountId, attributes }, context) => updateAccount(server, accountId, attributes, context),
      ...(switchable
        ? {
            disable: ({ accountId }, context) => disableAccount(server, accountId, context),
            enable: ({ accountId }, context) => enableAccount(server, accountId, context),
          }
        : {}),
      ...(deletable ? { delete: ({ accountId }, context) => deleteAccount(server, accountId, context) } : {}),
    },
  };
}

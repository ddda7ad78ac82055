// Salesforce, by its REST API. What is the vendor's own stands here; what every app promises is the kit's.
import {
  type Account,
  type AppProvisioner,
  type ConnectorContext,
  type FindKeys,
  isTenureError,
  type WriteContext,
} from '@tenure/core/connector';
import { createHttp } from '@tenure/core/connector/http';
import type { Done, NativeApi, NativeDescription, NativeLookup } from '../api.ts';
import { nativeApp } from '../app.ts';
import { openOptions } from '../options.ts';
import { salesforceDescription } from './description.ts';
import { classify, saysGone } from './meaning.ts';
import { authorizeOf, type SalesforceOptions } from './options.ts';
import { accountOf, bodyOf, newUserOf, type SalesforceUser } from './user.ts';
import { changeUser, findUsers, freeze, frozenUsers, getUser, listUsers, loginOf, makeUser, type Org } from './users.ts';

/**
 * Users of a Salesforce organization, for the `apps` of a lifecycle. Turning off deactivates, or freezes who cannot be
 * deactivated; nobody is ever deleted.
 *
 * @throws {TenureError} `OPTIONS_INVALID`. Nothing is requested before a verb is called.
 */
export function salesforce(options: SalesforceOptions): AppProvisioner {
  const { settings, system, baseUrl } = openOptions<SalesforceOptions>(salesforceDescription, options);
  const org: Org = {
    ...{ system, saysGone, interfaceName: salesforceDescription.interfaceName },
    shown: (id) => id,
    data: `/services/data/v${settings.apiVersion ?? '62.0'}`,
    http: createHttp({ system, baseUrl, authorize: authorizeOf(system, baseUrl, settings), http: settings.http, classify }),
  };
  return nativeApp(describedFor(settings), system, settings, apiOf(org, settings));
}

/** Our own key is told and shown only where it stands in FederationIdentifier. */
function describedFor({ federationId }: SalesforceOptions): NativeDescription {
  const { attributes } = salesforceDescription;
  return federationId === 'externalId' ? { ...salesforceDescription, attributes: [...attributes, 'externalId'] } : salesforceDescription;
}

function apiOf(org: Org, settings: SalesforceOptions): NativeApi {
  const withLogin = async (user: SalesforceUser, verb: string, context: ConnectorContext): Promise<Account> => {
    // Whoever is not active cannot sign in, frozen or not.
    const frozen = user.IsActive && (await loginOf(org, user.Id, verb, context))?.frozen === true;
    return accountOf(user, frozen, settings);
  };
  const lookup = (key: keyof FindKeys, field: string, suffix = ''): NativeLookup => ({
    key,
    async look(value, context) {
      const { rows, next } = await findUsers(org, field, `${value}${suffix}`, context);
      const accounts: Account[] = [];
      for (const user of rows) accounts.push(await withLogin(user, 'find account', context));
      return { accounts, decided: next === undefined };
    },
  });
  return {
    lookups: [
      ...(settings.federationId === 'externalId' ? [lookup('externalId', 'FederationIdentifier')] : []),
      lookup('employeeNumber', 'EmployeeNumber'),
      lookup('userName', 'Username', settings.usernameSuffix),
      lookup('email', 'Email'),
    ],
    list: async ({ cursor, limit }, context) => {
      const { rows, next } = await listUsers(org, cursor, limit, context);
      const frozen = await frozenUsers(org, context);
      return { items: rows.map((user) => accountOf(user, frozen.has(user.Id), settings)), ...(next === undefined ? {} : { next }) };
    },
    get: async (id, verb, context) => {
      const user = await getUser(org, id, verb, context);
      return user && withLogin(user, verb, context);
    },
    create: async (profile, _password, context) => {
      const { userName, externalId } = profile;
      const id = await makeUser(org, newUserOf(profile, settings), context);
      return { id, state: 'active', userName: userName ?? undefined, externalId: externalId ?? undefined };
    },
    update: ({ id }, attributes, context) => changeUser(org, 'update account', id, bodyOf(attributes, settings), context),
    disable: ({ id }, context) => disable(org, id, context),
    enable: ({ id }, context) => enable(org, id, context),
  };
}

async function disable(org: Org, id: string, context: WriteContext): Promise<Done> {
  const verb = 'disable account';
  try {
    return await changeUser(org, verb, id, { IsActive: false }, context);
  } catch (error) {
    if (!isTenureError(error) || error.code !== 'CONNECTOR_REJECTED') throw error;
    // Somebody is a default owner or a running user: until a person has put another in their place, sign-in is blocked.
    const login = await loginOf(org, id, verb, context);
    if (login === undefined) throw error;
    if (!login.frozen) await freeze(org, verb, login.id, true, context);
    const code = error.details.vendorCode === undefined ? '' : ` (${error.details.vendorCode})`;
    return [
      `deactivating was refused${code}: the user is frozen and cannot sign in; the licence stays taken until somebody deactivates them`,
    ];
  }
}

async function enable(org: Org, id: string, context: WriteContext): Promise<Done> {
  const verb = 'enable account';
  const done = await changeUser(org, verb, id, { IsActive: true }, context);
  if (done === 'nobody') return done;
  const login = await loginOf(org, id, verb, context);
  if (login?.frozen === true) await freeze(org, verb, login.id, false, context);
  return done;
}

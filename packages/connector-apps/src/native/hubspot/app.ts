// HubSpot, by its user provisioning API. What is the vendor's own stands here; what every app promises is the kit's.
import type { AccountProfile, AppProvisioner } from '@tenure/core/connector';
import { bearer, createHttp } from '@tenure/core/connector/http';
import type { NativeApi } from '../api.ts';
import { nativeApp } from '../app.ts';
import type { Asking } from '../asking.ts';
import { openOptions } from '../options.ts';
import { hubspotDescription } from './description.ts';
import { classify, saysGone } from './meaning.ts';
import type { HubspotOptions } from './options.ts';
import { getUser, listUsers, makeUser, removeUser } from './users.ts';

/**
 * Users of a HubSpot account, for the `apps` of a lifecycle. There is no way to turn one off: leavers are removed, and can be
 * added again.
 *
 * @throws {TenureError} `OPTIONS_INVALID`. Nothing is requested before a verb is called.
 */
export function hubspot(options: HubspotOptions): AppProvisioner {
  const { settings, system, baseUrl } = openOptions<HubspotOptions>(hubspotDescription, options);
  const asking: Asking = {
    ...{ system, saysGone, interfaceName: hubspotDescription.interfaceName },
    shown: (id) => id,
    http: createHttp({ system, baseUrl, authorize: bearer(settings.token), http: settings.http, classify }),
  };
  return nativeApp(hubspotDescription, system, settings, apiOf(asking, settings));
}

function apiOf(asking: Asking, { welcomeMail = 'yes' }: HubspotOptions): NativeApi {
  return {
    lookups: [
      {
        key: 'userName',
        async look(address, context) {
          const user = await getUser(asking, address, 'EMAIL', 'find account', context);
          return { accounts: user === undefined ? [] : [user], decided: true };
        },
      },
    ],
    list: (request, context) => listUsers(asking, request, context),
    get: (id, verb, context) => getUser(asking, id, 'USER_ID', verb, context),
    create: (profile, _password, context) => makeUser(asking, { ...bodyOf(profile), sendWelcomeEmail: welcomeMail === 'yes' }, context),
    delete: ({ id }, context) => removeUser(asking, id, context),
    check: async () => [
      {
        title: 'Users can be added and removed',
        state: 'not-checked',
        detail: 'needs the scope settings.users.write, seen only when it is used',
      },
    ],
  };
}

const bodyOf = ({ userName, givenName, familyName }: AccountProfile): object => ({
  email: userName,
  ...(typeof givenName === 'string' ? { firstName: givenName } : {}),
  ...(typeof familyName === 'string' ? { lastName: familyName } : {}),
});

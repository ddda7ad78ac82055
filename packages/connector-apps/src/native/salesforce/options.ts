// What Salesforce is told, and how it proves who we are.
import type { Credential } from '@tenure/core/connector';
import { type Authorize, resolveCredential } from '@tenure/core/connector/http';
import type { NamedAppOptions } from '../../options.ts';
import { bearerTokens } from '../tokens.ts';

/** What {@link salesforce} is told. */
export interface SalesforceOptions extends NamedAppOptions {
  /** Host of the organization's My Domain: `acme.my.salesforce.com`. */
  readonly myDomain: string;
  /** Consumer key of the connected app. */
  readonly clientId: string;
  /** Consumer secret of the connected app, or a function that fetches it. */
  readonly clientSecret: Credential;
  /** Username of the user that the connected app runs as. Nobody can touch it from here. */
  readonly runAs: string;
  /** Id of the profile that new users get; it decides the licence they take. */
  readonly profileId: string;
  /** Time zone of new users, in Salesforce's words: `Europe/London`. */
  readonly timeZone: string;
  /** Locale of new users: `en_GB`. */
  readonly locale: string;
  /** Language of new users: `en_US`. */
  readonly language: string;
  /** Encoding of mail to new users. Default `UTF-8`. */
  readonly emailEncoding?: string | undefined;
  /** Added to the work e-mail to make the Username, which no other organization in the world may have: `.acme`. Default nothing. */
  readonly usernameSuffix?: string | undefined;
  /**
   * What stands in FederationIdentifier, by which single sign-on knows a user: it has to be what the identity provider sends.
   * `none` leaves the field alone. Default `none`.
   */
  readonly federationId?: 'none' | 'email' | 'userName' | 'externalId' | undefined;
  /** Ids of profiles whose users only a person may touch, separated by commas: the administrators'. Default none. */
  readonly protectedProfiles?: string | undefined;
  /** Version of the REST API. Default `62.0`. */
  readonly apiVersion?: string | undefined;
}

/** A session of the connected app's user. Salesforce does not say how long it lives: a refused one is fetched anew. */
export function authorizeOf(system: string, baseUrl: string, { clientId, clientSecret, http }: SalesforceOptions): Authorize {
  return bearerTokens({
    ...{ system, http, url: `${baseUrl}/services/oauth2/token` },
    form: async () => ({
      ...{ grant_type: 'client_credentials', client_id: clientId },
      client_secret: await resolveCredential(clientSecret),
    }),
  });
}

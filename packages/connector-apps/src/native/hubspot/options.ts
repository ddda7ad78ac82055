// What HubSpot is told.
import type { Credential } from '@tenure/core/connector';
import type { NamedAppOptions } from '../../options.ts';

/** What {@link hubspot} is told. */
export interface HubspotOptions extends NamedAppOptions {
  /** Access token of a private app with the scopes `settings.users.read` and `settings.users.write`, or a function that fetches it. */
  readonly token: Credential;
  /** Whether HubSpot writes to new users with a link to set a password: with single sign-on nobody needs it. Default `yes`. */
  readonly welcomeMail?: 'yes' | 'no' | undefined;
}

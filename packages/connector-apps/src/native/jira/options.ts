// What Jira is told, and how it proves who we are.
import type { Credential } from '@tenure/core/connector';
import { type Authorize, resolveCredential } from '@tenure/core/connector/http';
import type { NamedAppOptions } from '../../options.ts';

/** What {@link jira} is told. */
export interface JiraOptions extends NamedAppOptions {
  /** The `acme` of `acme.atlassian.net`. */
  readonly site: string;
  /** Address of the site administrator whose API token it is. */
  readonly email: string;
  /** The API token, or a function that fetches it. */
  readonly apiToken: Credential;
  /** Products that new users get, by comma. Default `jira-software`; Atlassian’s own default is all of them. */
  readonly products?: string | undefined;
  /**
   * `visible`: the administrator sees the address of everybody on the site, so that a search that shows nobody is believed. Default
   * `hidden`: people may hide theirs, and everybody’s id is read before a creation to tell a new account from one that was there.
   */
  readonly addresses?: 'visible' | 'hidden' | undefined;
}

export function authorizeOf({ email, apiToken }: JiraOptions): Authorize {
  return async () => {
    const pair = `${email}:${await resolveCredential(apiToken)}`;
    return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
  };
}

// What Dropbox is told, and how it proves who we are.
import type { Credential } from '@tenure/core/connector';
import { type Authorize, resolveCredential } from '@tenure/core/connector/http';
import type { NamedAppOptions } from '../../options.ts';
import { bearerTokens } from '../tokens.ts';

/** What {@link dropbox} is told. */
export interface DropboxOptions extends NamedAppOptions {
  /** Key of the team app, from Dropbox's app console. */
  readonly appKey: string;
  /** Secret of the team app, or a function that fetches it. */
  readonly appSecret: Credential;
  /** Refresh token that a team administrator's consent gave the app, or a function that fetches it. */
  readonly refreshToken: Credential;
  /** `none`: new members get no mail from Dropbox, as a team with single sign-on wants. Default `send`. */
  readonly welcomeEmail?: 'send' | 'none' | undefined;
  /** Id (`dbmid:…`) of the member who gets the files of whoever is deleted; with {@link DropboxOptions.transferAdmin}. Default nobody. */
  readonly transferFilesTo?: string | undefined;
  /** Id (`dbmid:…`) of the administrator whom Dropbox writes to when a transfer fails. */
  readonly transferAdmin?: string | undefined;
  /** Another token endpoint than Dropbox's: a proxy, a test. */
  readonly tokenUrl?: string | undefined;
}

export function authorizeOf(system: string, { appKey, appSecret, refreshToken, tokenUrl, http }: DropboxOptions): Authorize {
  return bearerTokens({
    system,
    url: tokenUrl ?? 'https://api.dropboxapi.com/oauth2/token',
    http,
    form: async () => ({
      grant_type: 'refresh_token',
      refresh_token: await resolveCredential(refreshToken),
      client_id: appKey,
      client_secret: await resolveCredential(appSecret),
    }),
  });
}

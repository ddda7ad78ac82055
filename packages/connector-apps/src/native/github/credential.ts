// How we prove who we are: with an owner's token, or with a token of the app's installation, which lives an hour.
import type { ConnectorContext } from '@tenure/core/connector';
import { type Authorize, bearer, createHttp, type HeldToken, holdToken, pathOf, resolveCredential } from '@tenure/core/connector/http';
import { z } from 'zod';
import { verdictFor } from '../../verbs/meaning.ts';
import { signedAssertion } from '../tokens.ts';
import { headers } from './headers.ts';
import type { GithubOptions } from './options.ts';

export interface GithubCredential {
  readonly authorize: Authorize;
  /** What the installation may do with members; `undefined` for a personal token, which does not say. */
  memberPermission(context: ConnectorContext): Promise<string | undefined>;
}

interface InstallationToken extends HeldToken {
  readonly members: string;
}

const answerSchema = z.object({
  token: z.string().min(1),
  expires_at: z.string(),
  permissions: z.object({ members: z.string().nullish() }).nullish(),
});

const minute = 60_000;
const hour = 60 * minute;

export function credentialOf(system: string, baseUrl: string, options: GithubOptions): GithubCredential {
  const { token, appId = '', installationId = '', privateKey = '', http: settings } = options;
  if (token !== undefined) return { authorize: bearer(token), memberPermission: async () => undefined };
  const http = createHttp({
    ...{ system, baseUrl, headers },
    authorize: async ({ now }) => {
      const key = await resolveCredential(privateKey);
      // A clock that is ahead of GitHub's would sign in the future; ten minutes are the longest that GitHub takes.
      const signed = { system, privateKey: key, claims: { iss: appId }, lifeSeconds: 600, now: now() - minute };
      return { authorization: `Bearer ${await signedAssertion(signed)}` };
    },
    http: { ...settings, maxRetries: 0 },
    // Neither the app nor its installation is there: whatever else it is, no credential.
    classify: ({ status }) => (status === 404 || status === 401 ? verdictFor('unauthenticated') : undefined),
  });
  const held = holdToken<InstallationToken>(async (context) => {
    const path = `${pathOf`/app/installations/${installationId}`}/access_tokens`;
    // Asking for a token changes nothing in the organization.
    const request = { verb: 'fetch token', method: 'POST', path, effect: 'read', schema: answerSchema } as const;
    const { body } = await http.request(request, context);
    const givenAt = context.now();
    const ends = Date.parse(body.expires_at);
    const endsAt = Number.isNaN(ends) ? givenAt + hour : Math.min(ends, givenAt + hour);
    return { text: body.token, givenAt, endsAt, members: body.permissions?.members ?? 'none' };
  });
  return {
    authorize: async (context, reason, refused) => ({ authorization: `Bearer ${(await held(context, reason, refused)).text}` }),
    memberPermission: async (context) => (await held(context, 'first')).members,
  };
}

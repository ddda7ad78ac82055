// One HTTP client for Merge, whichever way it is reached. What an answer means is decided here in both cases.
import { baseUrlSchema, type Credential, TenureError } from '@tenure/core/connector';
import { createHttp, type HttpClient, type HttpOptions, resolveCredential } from '@tenure/core/connector/http';
import { classifyMerge } from '../errors.ts';
import type { MergeAccess } from '../options.ts';
import type { MergeClientParts } from './client.ts';

const headers = { 'user-agent': 'tenure-connector-merge' };

/** Merge for one linked account, and for the organisation alone: to see which of the two credentials is refused. */
export interface MergeHttp {
  readonly account: HttpClient;
  readonly organisation: HttpClient;
}

/** Requests nothing and holds nothing open. */
export function openMerge(access: MergeAccess, http: HttpOptions | undefined): MergeHttp {
  if (access.kind === 'client') {
    const proof = () => access.parts.headers();
    return {
      account: overClient(access.parts, http, proof),
      organisation: overClient(access.parts, http, async () => withoutAccount(await proof())),
    };
  }
  const { baseUrl, apiKey, accountToken } = access;
  return {
    account: createHttp({
      system: 'merge',
      baseUrl,
      authorize: async () => ({ ...(await bearerOf(apiKey)), 'x-account-token': await resolveCredential(accountToken) }),
      headers,
      http,
      classify: classifyMerge,
    }),
    organisation: openOrganisation(baseUrl, apiKey, http),
  };
}

/** Merge with the organisation's key alone. */
export function openOrganisation(baseUrl: string, apiKey: Credential, http: HttpOptions | undefined): HttpClient {
  return createHttp({ system: 'merge', baseUrl, authorize: () => bearerOf(apiKey), headers, http, classify: classifyMerge });
}

async function bearerOf(apiKey: Credential): Promise<Record<string, string>> {
  return { authorization: `Bearer ${await resolveCredential(apiKey)}` };
}

function overClient(parts: MergeClientParts, http: HttpOptions | undefined, authorize: () => Promise<Record<string, string>>): HttpClient {
  const fetch = http?.fetch ?? parts.fetch;
  const settings = { timeoutMs: parts.timeoutMs, ...http, ...(fetch === undefined ? {} : { fetch }) };
  return {
    request: async (request, context) => {
      const address = baseUrlSchema.safeParse(await parts.baseUrl());
      if (!address.success) {
        const problems = [{ path: 'client', reason: 'its address is not https' }];
        throw new TenureError('OPTIONS_INVALID', {
          system: 'merge',
          verb: request.verb,
          fact: 'client: its address is not https',
          details: { problems },
        });
      }
      return createHttp({ system: 'merge', baseUrl: address.data, authorize, http: settings, classify: classifyMerge }).request(
        request,
        context,
      );
    },
  };
}

function withoutAccount(sent: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(sent).filter(([name]) => name.toLowerCase() !== 'x-account-token'));
}

// The server of one application: where it is, how it speaks, how fast it may be asked, and one change of an account at a time.
import type { Credential, RateLimits } from '@tenure/core/connector';
import { bearer, createHttp, type HttpClient, type HttpLimits, type HttpOptions } from '@tenure/core/connector/http';
import type { FirstCredential } from '../verbs/first-credential.ts';
import { type Place, turns } from '../verbs/place.ts';
import { verdictOf } from './meaning.ts';
import type { LimitBucket, ScimProfile } from './profile.ts';
import type { Resource } from './resource.ts';

export interface ScimServer extends Place {
  readonly profile: ScimProfile;
  readonly parameters: Readonly<Record<string, string>>;
  readonly firstCredential: FirstCredential | undefined;
  readonly http: HttpClient;
  /** A user in the spelling of RFC 7643. */
  read(resource: Resource): Resource;
}

export interface ServerOptions {
  readonly id: string;
  readonly baseUrl: string;
  readonly token: Credential;
  readonly http?: HttpOptions | undefined;
  readonly parameters?: Readonly<Record<string, string>> | undefined;
  readonly firstCredential?: FirstCredential | undefined;
}

export function serverOf(options: ServerOptions, profile: ScimProfile): ScimServer {
  const http = createHttp({
    system: options.id,
    baseUrl: options.baseUrl,
    authorize: bearer(options.token),
    headers: { accept: `${profile.mediaType}, application/json`, 'user-agent': 'tenure-connector-apps' },
    http: options.http,
    classify: (answer) => verdictOf(profile, answer),
    limits: limitsOf(profile),
  });
  const { parameters = {}, firstCredential } = options;
  const { readUser } = profile;
  const read = (resource: Resource): Resource => (readUser === undefined ? resource : { ...readUser(resource), id: resource.id });
  const shown = (id: string | undefined) => (profile.identifier === undefined ? id : undefined);
  return {
    system: options.id,
    profile,
    parameters,
    firstCredential,
    http,
    shown,
    read,
    inTurn: turns(profile.serial),
  };
}

/** What the engine's limiter is told, by kind of call. */
export const rateLimitsOf = ({ limits }: ScimProfile): RateLimits => ({ ...limits, buckets: limits.buckets as RateLimits['buckets'] });

function limitsOf({ limits: { buckets } }: ScimProfile): HttpLimits {
  return {
    bucketOf: (request) => {
      const bucket = bucketOf(request);
      return buckets?.[bucket] === undefined ? undefined : bucket;
    },
    observe: ({ status, headers }, now) => {
      const reset = Number(headers.get('x-ratelimit-reset'));
      const remaining = headers.get('x-ratelimit-remaining');
      const serverNow = Date.parse(headers.get('date') ?? '');
      // A refusal is told by the verdict on it.
      if (status >= 400 || remaining === null || !(reset > 0) || Number.isNaN(serverNow)) return undefined;
      return { remaining: Number(remaining), resetAt: now + Math.max(0, reset * 1_000 - serverNow) };
    },
  };
}

const bucketByMethod: Readonly<Record<string, LimitBucket>> = { POST: 'create', PUT: 'update', PATCH: 'update', DELETE: 'delete' };

function bucketOf({ method, pathname }: { readonly method: string; readonly pathname: string }): LimitBucket {
  return bucketByMethod[method] ?? (/\/Users\/[^/]+$/.test(pathname) ? 'read-one' : 'read');
}

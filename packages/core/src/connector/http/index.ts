// The HTTP kit for connectors: one client that knows what may be tried again, and the small parts vendors share.

export type { QueryValue } from './address.ts';
export { pathOf } from './address.ts';
export { createHttp } from './client.ts';
export type { Secret } from './credential.ts';
export { bearer, redact, resolveCredential } from './credential.ts';
export type { HeldToken } from './held-token.ts';
export { holdToken } from './held-token.ts';
export { nextLink } from './link.ts';
export type { HttpOptions } from './options.ts';
export { httpOptionsSchema } from './options.ts';
export type { Authorize, HttpAnswer, HttpClient, HttpClientOptions, HttpLimits, HttpRequest } from './request.ts';
export { parseRetryAfter } from './retry-after.ts';
export type { ClassifiedAnswer, Classify, HttpErrorCode, HttpVerdict } from './verdict.ts';

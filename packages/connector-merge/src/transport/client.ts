// A caller's MergeClient as the way to Merge: its address, its proof of who we are, its headers and its `fetch`. Its own
// reading of answers is left out, for it takes half a page for the last one.
import { z } from 'zod';

/** A `MergeClient` of `@mergeapi/merge-node-client` 4, told by its shape so that the package need not be installed. */
export interface MergeClientLike {
  readonly hris: object;
}

type Supplied<Value> = Value | (() => Value | Promise<Value>);

const anyFunction = z.custom<(...parameters: never[]) => unknown>((value) => typeof value === 'function');
const suppliedText = z.custom<Supplied<string | null | undefined>>(
  (value) => value === null || value === undefined || typeof value === 'string' || typeof value === 'function',
);

const partsSchema = z.object({
  _options: z.object({
    authProvider: z.custom<{ getAuthRequest(): Promise<unknown> }>(
      (value) => typeof value === 'object' && value !== null && 'getAuthRequest' in value && typeof value.getAuthRequest === 'function',
    ),
    baseUrl: suppliedText.optional(),
    environment: suppliedText.optional(),
    headers: z.record(z.string(), suppliedText).optional(),
    timeoutInSeconds: z.number().positive().optional(),
    fetch: anyFunction.optional(),
    // A whole request layer of the caller's own hands over parsed bodies only; those cannot be checked.
    fetcher: z.undefined().optional(),
  }),
});

/** What of a client is used. Every function is the caller's own, asked at the moment of use. */
export interface MergeClientParts {
  /** Where the client's requests go, without a trailing slash. */
  baseUrl(): Promise<string>;
  /** Every header of the client's requests, the proof among them. */
  headers(): Promise<Record<string, string>>;
  readonly timeoutMs: number;
  readonly fetch: typeof globalThis.fetch | undefined;
}

const authSchema = z.object({ headers: z.record(z.string(), z.string()) });
const production = 'https://api.merge.dev/api';

/** The parts of a client; `undefined` when it is none, or one of another generation. Requests nothing. */
export function partsOf(client: unknown): MergeClientParts | undefined {
  const parsed = partsSchema.safeParse(client);
  if (!parsed.success) return undefined;
  const { _options: options } = parsed.data;
  return {
    baseUrl: async () => {
      const url = (await textOf(options.baseUrl)) ?? (await textOf(options.environment)) ?? production;
      return url.replace(/\/+$/, '');
    },
    headers: async () => {
      const headers: Record<string, string> = {};
      for (const [name, supplied] of Object.entries(options.headers ?? {})) {
        const text = await textOf(supplied);
        if (text !== undefined) headers[name] = text;
      }
      // Asked on the provider itself, which needs its own `this`.
      return { ...headers, ...authSchema.parse(await options.authProvider.getAuthRequest()).headers };
    },
    timeoutMs: (options.timeoutInSeconds ?? 60) * 1_000,
    fetch: options.fetch as typeof globalThis.fetch | undefined,
  };
}

async function textOf(supplied: Supplied<string | null | undefined> | undefined): Promise<string | undefined> {
  const value = typeof supplied === 'function' ? await supplied() : supplied;
  return typeof value === 'string' ? value : undefined;
}

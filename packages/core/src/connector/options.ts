// The options model: an interface with doc comments first, a strict schema tied to it, one validation before any request.
import { z } from 'zod';
import type { Credential } from './context.ts';
import { type OptionProblem, TenureError } from './errors.ts';
import type { RateLimits } from './limiter.ts';
import { inPlainWords } from './words.ts';

/** Ties a schema's shape to an interface, both ways: a missing, extra or loose field is a compile error. */
export type OptionsShape<Options> = {
  [Key in keyof Required<Options>]: undefined extends Options[Key]
    ? z.ZodType<Options[Key] | undefined, unknown>
    : z.ZodType<Options[Key], unknown>;
};

/** A credential option: non-empty text, or a function that fetches it at the moment of use. Never printed. */
export const credentialSchema: z.ZodType<Credential> = z
  .custom<Credential>(
    (value) => (typeof value === 'string' && value.length > 0) || typeof value === 'function',
    'expected text or a function that fetches it',
  )
  .meta({ secret: true });

const windowLimit = z.strictObject({ count: z.int().positive(), perMs: z.int().positive() });

/** The strict schema of {@link RateLimits}, for connectors whose callers may state their own. */
export const rateLimitsSchema: z.ZodType<RateLimits> = z.strictObject({
  requests: windowLimit.optional(),
  buckets: z.record(z.string(), windowLimit).optional(),
  concurrency: z.int().min(1).max(1_000).optional(),
  reserve: z.number().min(0).max(0.5).optional(),
  credential: z.string().min(1).optional(),
} satisfies OptionsShape<RateLimits>);

/**
 * An address to call: https, or http on loopback. No credentials, query or fragment, not even empty ones; spaces around
 * it and the trailing slash are dropped, and the host is in lower case.
 */
export const baseUrlSchema: z.ZodType<string> = z.string().transform((text, issues) => {
  const problem = baseUrlProblem(text);
  if (problem === undefined) return new URL(text).href.replace(/\/+$/, '');
  issues.addIssue({ code: 'custom', message: problem });
  return z.NEVER;
});

function baseUrlProblem(text: string): string | undefined {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return 'not an address';
  }
  if (url.username !== '' || url.password !== '') return 'an address must not hold credentials';
  // Paths are appended: behind a lone `?` or `#` every one of them would be lost.
  if (/[?#]/.test(text)) return 'an address must not hold a query or a fragment';
  if (url.protocol === 'https:') return undefined;
  const loopback = url.hostname === '127.0.0.1' || url.hostname === 'localhost' || url.hostname === '[::1]';
  return url.protocol === 'http:' && loopback ? undefined : 'expected https (http only on loopback)';
}

/**
 * Validates options once, before any request, and reports every problem together by path and reason, never by value.
 *
 * @throws {TenureError} `OPTIONS_INVALID`. Pure; nothing has happened when it throws.
 */
export function parseOptions<Options>(system: string, schema: z.ZodType<Options>, options: unknown): Options {
  const parsed = schema.safeParse(options, { error: inPlainWords });
  if (parsed.success) return parsed.data;
  const problems = problemsIn(parsed.error);
  const list = problems.map(({ path, reason }) => `${path}: ${reason}`).join('; ');
  throw new TenureError('OPTIONS_INVALID', { system, verb: 'read options', fact: list, details: { problems } });
}

/** Every problem by path and reason; `whole` names the thing itself. */
export function problemsIn({ issues }: z.ZodError, whole = '(options)'): OptionProblem[] {
  return issues.flatMap((issue) => problemsOf(issue, whole));
}

function problemsOf(issue: z.core.$ZodIssue, whole: string): OptionProblem[] {
  const path = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: path === '' ? key : `${path}.${key}`, reason: 'unknown option' }));
  }
  return [{ path: path === '' ? whole : path, reason: issue.message }];
}

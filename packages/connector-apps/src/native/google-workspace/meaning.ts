// What the Directory API's errors mean. Pure.
import type { Classify } from '@tenure/core/connector/http';
import { z } from 'zod';
import type { ErrorMeaning } from '../../description.ts';
import { asCode, verdictFor } from '../../verbs/meaning.ts';

const problemSchema = z.object({
  error: z.object({
    message: z.string().nullish().catch(undefined),
    errors: z
      .array(z.object({ reason: z.string().nullish().catch(undefined) }))
      .nullish()
      .catch(undefined),
  }),
});

/** Google's own word for what is the matter; `undefined` when the body is not Google's. */
export function reasonOf(problem: unknown): string | undefined {
  const { data } = problemSchema.safeParse(problem);
  return data === undefined ? undefined : (asCode(data.error.errors?.[0]?.reason) ?? 'unnamed');
}

export const saysGone = (problem: unknown): boolean => {
  const reason = reasonOf(problem);
  return reason === 'notFound' || reason === 'resourceNotFound';
};

const meanings: Readonly<Record<string, Exclude<ErrorMeaning, 'gone'>>> = {
  duplicate: 'conflict',
  userRateLimitExceeded: 'rate-limited',
  rateLimitExceeded: 'rate-limited',
  quotaExceeded: 'rate-limited',
  dailyLimitExceeded: 'rate-limited',
  authError: 'unauthenticated',
  forbidden: 'forbidden',
  insufficientPermissions: 'forbidden',
  domainCannotUseApis: 'forbidden',
  invalid: 'rejected',
};

export const classify: Classify = ({ status, body }) => {
  const reason = reasonOf(body);
  if (reason === undefined || status >= 500) return undefined;
  // No code is documented for it; the words are looked at, and not repeated.
  if (/\buser limit\b|\blicen[cs]es?\b/i.test(problemSchema.safeParse(body).data?.error.message ?? ''))
    return verdictFor('seat-limit', reason);
  const meaning = meanings[reason];
  return meaning === undefined ? undefined : verdictFor(meaning, reason);
};

/** What a token endpoint's refusal means: the client id or one of the scopes has not been delegated. */
export const tokenMeanings = { unauthorized_client: 'forbidden' } as const;

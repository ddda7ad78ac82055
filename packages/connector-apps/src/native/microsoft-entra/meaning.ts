// What Microsoft Graph's errors mean. Pure.
import type { Classify } from '@tenure/core/connector/http';
import { z } from 'zod';
import type { ErrorMeaning } from '../../description.ts';
import { asCode, verdictFor } from '../../verbs/meaning.ts';

const problemSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string().nullish().catch(undefined),
    details: z
      .array(z.object({ code: z.string().nullish() }))
      .nullish()
      .catch(undefined),
  }),
});

export const saysGone = (problem: unknown): boolean => problemSchema.safeParse(problem).data?.error.code === 'Request_ResourceNotFound';

const meanings: Readonly<Record<string, Exclude<ErrorMeaning, 'gone'>>> = {
  InvalidAuthenticationToken: 'unauthenticated',
  Authorization_RequestDenied: 'forbidden',
  Authorization_IdentityNotFound: 'forbidden',
  TooManyRequests: 'rate-limited',
  Directory_QuotaExceeded: 'seat-limit',
};

export const classify: Classify = ({ status, body }) => {
  const error = problemSchema.safeParse(body).data?.error;
  if (error === undefined || status >= 500) return undefined;
  const code = asCode(error.code);
  const isDuplicate =
    error.details?.some((detail) => detail.code === 'ObjectConflict') === true ||
    // No code tells a duplicate from other bad requests everywhere; the words are looked at, and not repeated.
    /another object with the same value for property \w+ already exists/i.test(error.message ?? '');
  if (status === 400 && isDuplicate) return verdictFor('conflict', code);
  const meaning = code === undefined ? undefined : meanings[code];
  if (meaning !== undefined) return verdictFor(meaning, code);
  return status === 400 ? verdictFor('rejected', code) : undefined;
};

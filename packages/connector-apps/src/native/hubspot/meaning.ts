// What HubSpot's errors mean. Pure. The messages quote addresses, so they are looked at and not repeated.
import type { Classify } from '@tenure/core/connector/http';
import { z } from 'zod';
import type { ErrorMeaning } from '../../description.ts';
import { asCode, saysNoSeat, verdictFor } from '../../verbs/meaning.ts';

const text = z.string().nullish().catch(undefined);
const problemSchema = z.object({ category: z.string(), subCategory: text, message: text, policyName: text });

/** In HubSpot's own words there is no such user; any other 404 comes from something else. */
export const saysGone = (problem: unknown): boolean => problemSchema.safeParse(problem).data?.category === 'OBJECT_NOT_FOUND';

const meanings: Readonly<Record<string, Exclude<ErrorMeaning, 'gone'>>> = {
  CONFLICT: 'conflict',
  INVALID_AUTHENTICATION: 'unauthenticated',
  EXPIRED_AUTHENTICATION: 'unauthenticated',
  MISSING_SCOPES: 'forbidden',
  FORBIDDEN: 'forbidden',
  VALIDATION_ERROR: 'rejected',
};

const tenSeconds = 10_000;
const hour = 3_600_000;

export const classify: Classify = ({ status, body }) => {
  const { data } = problemSchema.safeParse(body);
  const code = asCode(data?.category);
  if (data === undefined || code === undefined || status >= 500) return undefined;
  // The window of ten seconds rolls; a day that is used up ends at midnight of the account, which nobody tells.
  if (status === 429) return verdictFor('rate-limited', asCode(data.policyName) ?? code, data.policyName === 'DAILY' ? hour : tenSeconds);
  const words = `${data.message ?? ''} ${data.subCategory ?? ''}`;
  if (status === 400 && saysNoSeat(words)) return verdictFor('seat-limit', code);
  // An address that is taken may stand among what is invalid.
  if (status === 400 && /\balready (?:exists|in use)\b|USER_EXISTS/i.test(words)) return verdictFor('conflict', code);
  const meaning = meanings[code];
  return meaning === undefined ? undefined : verdictFor(meaning, code);
};

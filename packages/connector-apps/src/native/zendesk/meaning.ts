// What Zendesk's answers mean. Pure.
import type { Classify } from '@tenure/core/connector/http';
import { z } from 'zod';
import { asCode, saysNoSeat, verdictFor } from '../../verbs/meaning.ts';

const detail = z.object({ error: z.string().nullish().catch(undefined), description: z.string().nullish().catch(undefined) });
const problemSchema = z.object({
  error: z.string(),
  details: z.record(z.string(), z.array(detail).catch([])).nullish().catch(undefined),
});

/** Only Zendesk's own word counts: a proxy's 404 says nothing about a user. */
export const saysGone = (problem: unknown): boolean => problemSchema.safeParse(problem).data?.error === 'RecordNotFound';

/** No code is documented for it; the words are looked at, and not repeated. */
const isOutOfSeats = (words: string): boolean => saysNoSeat(words) || /\b(subscription|agent) limit\b/i.test(words);

export const classify: Classify = ({ status, body }) => {
  const { data } = problemSchema.safeParse(body);
  if (data === undefined || (status !== 422 && status !== 403)) return undefined;
  const details = Object.values(data.details ?? {}).flat();
  const code = asCode(details.find(({ error }) => error != null)?.error) ?? asCode(data.error);
  if (isOutOfSeats(details.map(({ description }) => description ?? '').join(' '))) return verdictFor('seat-limit', code);
  if (details.some(({ error }) => error === 'DuplicateValue')) return verdictFor('conflict', 'DuplicateValue');
  return status === 422 ? verdictFor('rejected', code) : undefined;
};

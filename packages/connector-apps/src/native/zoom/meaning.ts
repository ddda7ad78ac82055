// What Zoom's errors mean. Pure. The messages quote addresses, so they are looked at and not repeated.
import type { Classify } from '@tenure/core/connector/http';
import { z } from 'zod';
import type { ErrorMeaning } from '../../description.ts';
import { saysNoSeat, verdictFor } from '../../verbs/meaning.ts';

const problemSchema = z.object({ code: z.int(), message: z.string().nullish().catch(undefined) });

/** 1001: there is no such user in this account. A 404 without it comes from something else. */
export const saysGone = (problem: unknown): boolean => problemSchema.safeParse(problem).data?.code === 1_001;

const meanings: Readonly<Record<number, Exclude<ErrorMeaning, 'gone'>>> = {
  124: 'unauthenticated',
  300: 'rejected',
  1005: 'conflict',
  4711: 'forbidden',
};

export const classify: Classify = ({ status, body }) => {
  const { data } = problemSchema.safeParse(body);
  if (data === undefined || status >= 500 || status === 429) return undefined;
  const code = String(data.code);
  // No code is documented for it.
  if (status !== 401 && saysNoSeat(data.message ?? '')) return verdictFor('seat-limit', code);
  const meaning = meanings[data.code];
  return meaning === undefined ? undefined : verdictFor(meaning, code);
};

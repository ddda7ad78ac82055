// What Jira's answers mean. There are no codes, only words, which are looked at and not repeated. Pure.
import type { Classify } from '@tenure/core/connector/http';
import { z } from 'zod';
import { saysNoSeat, verdictFor } from '../../verbs/meaning.ts';

const problemSchema = z.object({ errorMessages: z.array(z.string()) });

/** Only Jira's own error object counts; a page's or a proxy's 404 says nothing about a user. */
export const saysGone = (problem: unknown): boolean => problemSchema.safeParse(problem).success;

const isOutOfLicences = (words: string): boolean =>
  saysNoSeat(words) || (/\blicen[cs]ed users?\b/i.test(words) && /\blimit\b|\bexceed/i.test(words));

export const classify: Classify = ({ status, body }) => {
  const words = problemSchema.safeParse(body).data?.errorMessages.join(' ');
  if (status === 402) return verdictFor('seat-limit');
  if (words === undefined || (status !== 400 && status !== 403)) return undefined;
  if (isOutOfLicences(words)) return verdictFor('seat-limit');
  if (status === 400 && /\bexists?\b/i.test(words))
    return { code: 'CONNECTOR_CONFLICT_NOT_VISIBLE', fact: 'Atlassian knows the address, does not let it in, and no account shows it' };
  return undefined;
};

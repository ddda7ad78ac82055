// What Salesforce's errors mean. Pure. They come as a list, and their messages quote what was sent: only codes and fields are told.
import type { Classify } from '@tenure/core/connector/http';
import { z } from 'zod';
import type { ErrorMeaning } from '../../description.ts';
import { asCode, verdictFor } from '../../verbs/meaning.ts';

const problemSchema = z.array(z.object({ errorCode: z.string(), fields: z.array(z.string()).nullish().catch(undefined) })).min(1);

export const saysGone = (problem: unknown): boolean => problemSchema.safeParse(problem).data?.[0]?.errorCode === 'NOT_FOUND';

const meanings: Readonly<Record<string, Exclude<ErrorMeaning, 'gone'>>> = {
  DUPLICATE_USERNAME: 'conflict',
  DUPLICATE_VALUE: 'conflict',
  LICENSE_LIMIT_EXCEEDED: 'seat-limit',
  INVALID_SESSION_ID: 'unauthenticated',
  REQUEST_LIMIT_EXCEEDED: 'rate-limited',
  INSUFFICIENT_ACCESS: 'forbidden',
  INSUFFICIENT_ACCESS_OR_READONLY: 'forbidden',
  API_CURRENTLY_DISABLED: 'forbidden',
  API_DISABLED_FOR_ORG: 'forbidden',
};

/** The day's calls are counted over the last 24 hours, and nothing says when there will be room: one is tried again in an hour. */
const hour = 3_600_000;

export const classify: Classify = ({ status, body }) => {
  const problem = problemSchema.safeParse(body).data?.[0];
  const code = asCode(problem?.errorCode);
  if (problem === undefined || code === undefined || status >= 500) return undefined;
  const meaning = meanings[code];
  if (meaning !== undefined) return verdictFor(meaning, code, meaning === 'rate-limited' ? hour : undefined);
  if (status !== 400) return undefined;
  const fields = (problem.fields ?? []).filter((field) => asCode(field) !== undefined);
  return { code: 'CONNECTOR_REJECTED', fact: `the request was refused (${code})`, details: { vendorCode: code, fields } };
};

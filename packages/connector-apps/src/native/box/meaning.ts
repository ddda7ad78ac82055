// What Box's answers mean. Pure.
import type { Classify } from '@tenure/core/connector/http';
import { z } from 'zod';
import type { ErrorMeaning } from '../../description.ts';
import { asCode, saysNoSeat, verdictFor } from '../../verbs/meaning.ts';

const problemSchema = z.object({
  type: z.literal('error'),
  code: z.string().nullish().catch(undefined),
  message: z.string().nullish().catch(undefined),
});

const meanings: Readonly<Record<string, Exclude<ErrorMeaning, 'gone'>>> = {
  user_login_already_used: 'conflict',
  unauthorized: 'unauthenticated',
  insufficient_scope: 'forbidden',
  access_denied_insufficient_permissions: 'forbidden',
  user_email_confirmation_required: 'rejected',
};

/** Only Box's own error object counts: a proxy's 404 says nothing about a user. */
export const saysGone = (problem: unknown): boolean => problemSchema.safeParse(problem).data?.code === 'not_found';

/** Why a deletion is refused, where the words tell; they are not repeated. */
const ownsContent = (message: string): boolean => /\bmanaged content\b/i.test(message);
const isRetained = (message: string): boolean => /\bretention\b|\blegal hold\b/i.test(message);

export const classify: Classify = ({ status, body }) => {
  const { data } = problemSchema.safeParse(body);
  const code = asCode(data?.code);
  const message = data?.message ?? '';
  if (code === undefined || status >= 500 || status === 429 || status === 404) return undefined;
  if (isRetained(message)) {
    const fact = 'a retention policy or legal hold keeps what the user owns; transfer it first';
    return { code: 'CONNECTOR_PROTECTED_ACCOUNT', fact, details: { because: fact, vendorCode: code } };
  }
  if (ownsContent(message)) {
    const fact = 'the user still owns content; name a `contentHeir`, or let Box finish moving it';
    return { code: 'CONNECTOR_REJECTED', fact, details: { vendorCode: code } };
  }
  if ((status === 400 || status === 403) && saysNoSeat(message)) return verdictFor('seat-limit', code);
  const meaning = meanings[code];
  return meaning === undefined ? undefined : verdictFor(meaning, code);
};

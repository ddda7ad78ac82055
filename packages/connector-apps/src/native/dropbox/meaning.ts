// What Dropbox's answers mean. Every case carries its name under `.tag`. Pure.
import type { Classify } from '@tenure/core/connector/http';
import { z } from 'zod';
import type { ErrorMeaning } from '../../description.ts';
import { asCode, verdictFor } from '../../verbs/meaning.ts';

const problemSchema = z.object({
  error: z.object({
    '.tag': z.string().nullish().catch(undefined),
    required_scope: z.string().nullish().catch(undefined),
    reason: z.object({ '.tag': z.string() }).nullish().catch(undefined),
    retry_after: z.number().nullish().catch(undefined),
  }),
});

type Meaning = Exclude<ErrorMeaning, 'gone' | 'rate-limited'>;

/** Of errors and of the cases inside a 200 alike. */
const meanings: Readonly<Record<string, Meaning>> = {
  team_license_limit: 'seat-limit',
  free_team_member_limit_reached: 'seat-limit',
  suspend_last_admin: 'protected',
  remove_last_admin: 'protected',
  cannot_keep_account_under_legal_hold: 'protected',
  user_already_on_team: 'conflict',
  duplicate_external_member_id: 'conflict',
  email_reserved_for_other_user: 'conflict',
  external_id_used_by_other_user: 'conflict',
  missing_scope: 'forbidden',
  route_access_denied: 'forbidden',
  invalid_account_type: 'forbidden',
};

/** The meaning of a case; whatever is not listed is a refusal. */
export const meaningOf = (tag: string): Meaning => meanings[tag] ?? 'rejected';

/** Names of a refusal after which there is no such member. */
export const saysNobody: ReadonlySet<string | undefined> = new Set(['user_not_found', 'user_not_in_team']);

export const classify: Classify = ({ status, body }) => {
  const error = problemSchema.safeParse(body).data?.error;
  const tag = asCode(error?.['.tag'] ?? error?.reason?.['.tag']);
  if (status === 429) return verdictFor('rate-limited', tag, error?.retry_after == null ? undefined : error.retry_after * 1_000);
  // No call of this interface answers 404 by itself.
  if (status === 404)
    return { code: 'CONNECTOR_RESPONSE_UNREADABLE', fact: 'the address answers 404 and not as the Dropbox team API; look at the base URL' };
  if (tag === undefined || status >= 500) return undefined;
  if (status === 401 && meaningOf(tag) !== 'forbidden') return verdictFor('unauthenticated', tag);
  if (tag === 'missing_scope') {
    const missing = asCode(error?.required_scope);
    return { code: 'CONNECTOR_FORBIDDEN', fact: 'the app lacks a scope', details: { vendorCode: tag, missing } };
  }
  return status === 401 || status === 403 || status === 409 ? verdictFor(meaningOf(tag), tag) : undefined;
};

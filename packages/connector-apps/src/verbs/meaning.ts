// What a vendor's error code means, as a verdict of the HTTP kit. Pure. Details in words are never repeated: they quote values.
import type { HttpVerdict } from '@tenure/core/connector/http';
import type { ErrorMeaning } from '../description.ts';

/** Only what looks like a code leaves an error body. */
export const asCode = (text: unknown): string | undefined =>
  typeof text === 'string' && /^[A-Za-z][\w.]{0,59}$/.test(text) ? text : undefined;

type Details = { readonly vendorCode?: string };
type Making = (details: Details, waitMs: number | undefined) => HttpVerdict;

const verdicts: { readonly [Meaning in Exclude<ErrorMeaning, 'gone'>]: Making } = {
  conflict: (details) => ({ code: 'CONNECTOR_CONFLICT', fact: `an account with these names exists${told(details)}`, details }),
  'seat-limit': (details) => ({ code: 'CONNECTOR_SEAT_LIMIT', fact: `the app has no seat left${told(details)}`, details }),
  protected: (details) => ({ code: 'CONNECTOR_PROTECTED_ACCOUNT', fact: `the app protects this account${told(details)}`, details }),
  unauthenticated: (details) => ({ code: 'CONNECTOR_UNAUTHENTICATED', fact: `the credential was refused${told(details)}`, details }),
  forbidden: (details) => ({
    code: 'CONNECTOR_FORBIDDEN',
    fact: `the credential or the plan does not allow this${told(details)}`,
    details,
  }),
  'rate-limited': (details, retryAfterMs) => ({
    code: 'CONNECTOR_RATE_LIMITED',
    fact: `too many requests${told(details)}`,
    details,
    retryAfterMs,
  }),
  rejected: (details) => ({ code: 'CONNECTOR_REJECTED', fact: `the request was refused${told(details)}`, details }),
};

const told = ({ vendorCode }: Details): string => (vendorCode === undefined ? '' : ` (${vendorCode})`);

/** The verdict for a meaning, with the vendor's code where there is one. */
export const verdictFor = (meaning: Exclude<ErrorMeaning, 'gone'>, vendorCode?: string | undefined, retryAfterMs?: number): HttpVerdict =>
  verdicts[meaning](vendorCode === undefined ? {} : { vendorCode }, retryAfterMs);

/** Whether words, which are not repeated, say that no seat or licence is left. For vendors without a code for it. */
export function saysNoSeat(words: string): boolean {
  const text = words.replaceAll('_', ' ');
  return (
    /\b(seat|licen[cs]e)s?\b/i.test(text) &&
    /\b(limit|exceed\w*|no|not (?:have )?enough|insufficient|maximum|reached|remaining|available|out of)\b/i.test(text)
  );
}

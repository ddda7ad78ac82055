// The error for a refusal that stands inside a success, or that only the adapter can see.
import { type AnyTenureError, TenureError } from '@tenure/core/connector';
import type { ErrorMeaning } from '../description.ts';
import { verdictFor } from '../verbs/meaning.ts';

export interface Refused {
  readonly verb: string;
  readonly id?: string | undefined;
  readonly meaning: Exclude<ErrorMeaning, 'gone' | 'rate-limited'>;
  readonly vendorCode?: string | undefined;
  /** In place of what the meaning says by itself. */
  readonly fact?: string | undefined;
}

/** The same error that the meaning would have had as a status. */
export function errorOf({ system }: { readonly system: string }, { verb, id, meaning, vendorCode, fact }: Refused): AnyTenureError {
  const verdict = verdictFor(meaning, vendorCode);
  const facts = { system, verb, id, fact: fact ?? verdict.fact };
  if (verdict.code === 'CONNECTOR_PROTECTED_ACCOUNT')
    return new TenureError(verdict.code, { ...facts, details: { because: facts.fact, ...verdict.details } });
  return new TenureError(verdict.code, { ...facts, details: verdict.details ?? {} } as never) as AnyTenureError;
}

/** What the schema of single options cannot say: two that go together, or one of two. Nothing was requested. */
export function wrongOption(system: string, path: string, reason: string): TenureError {
  return new TenureError('OPTIONS_INVALID', {
    system,
    verb: 'read options',
    fact: `${path}: ${reason}`,
    details: { problems: [{ path, reason }] },
  });
}

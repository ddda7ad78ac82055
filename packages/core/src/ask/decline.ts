// A decision that cannot be followed: malformed, or about what is not there.
import { TenureError } from '../connector/errors.ts';

export function refused(verb: string, path: string, reason: string, hint?: string): TenureError {
  return refusedFor(verb, [{ path, reason }], hint);
}

const usual = 'Nothing was changed; correct what is named and say it again.';

/** With every reason there is. */
export function refusedFor(
  verb: string,
  problems: readonly { readonly path: string; readonly reason: string }[],
  hint = usual,
): TenureError {
  const fact = problems.map(({ path, reason }) => `${path}: ${reason}`).join('; ');
  return new TenureError('OPTIONS_INVALID', { system: 'lifecycle', verb, fact, details: { problems }, hint });
}

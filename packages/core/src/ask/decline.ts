// A decision that cannot be followed: malformed, or about what is not there.
import { TenureError } from '../connector/errors.ts';

export function refused(verb: string, path: string, reason: string): TenureError {
  return new TenureError('OPTIONS_INVALID', {
    system: 'lifecycle',
    verb,
    fact: `${path}: ${reason}`,
    details: { problems: [{ path, reason }] },
  });
}

// Calls to the source, noted when they fail: whoever plans can tell a source that is down from a fault of anything else.
import { isTenureError } from '../connector/errors.ts';
import type { Evidence, HrisSource } from '../connector/source.ts';
import { reasonToLeaveOut } from './inventory.ts';
import type { Asking, Session, SourceFailure } from './session.ts';

export function createAsking(session: Session): Asking {
  const failures = new Set<unknown>();
  const ask = async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await call();
    } catch (error) {
      failures.add(error);
      throw error;
    }
  };
  const failureOf = (error: unknown): SourceFailure => {
    const walkFault = isTenureError(error) && (error.code.startsWith('CONTRACT_') || error.code === 'FEED_INCOMPLETE');
    if (!walkFault && !failures.has(error)) throw error;
    const message = reasonToLeaveOut(session, error);
    return isTenureError(error)
      ? { code: error.code, message, hint: error.hint }
      : { code: null, message, hint: 'Report it to the author of the connector.' };
  };
  return Object.assign(ask, { failureOf });
}

/** What the source says of itself now; undefined where it says nothing. */
export async function evidenceOf({ context }: Session, source: HrisSource, ask: Asking): Promise<Evidence | undefined> {
  return ask(async () => source.evidence?.(context));
}

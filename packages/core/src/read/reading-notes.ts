// What reading a system came to where it failed, for whoever asks how the connections stand.
import { isTenureError } from '../connector/errors.ts';
import { type Session, settingOp } from './session.ts';

/** In the setting `reading:<id>`; older than the last good reading: over. */
export interface ReadingNote {
  readonly failedAt: number;
  readonly code: string;
  /** Without what a foreign error may say. */
  readonly because: string;
}

export const readingSetting = (id: string): string => `reading:${id}`;

export async function noteFailedReading({ store, tenant, context }: Session, id: string, error: unknown, because: string): Promise<void> {
  const code = isTenureError(error) ? error.code : 'CONTRACT_ANSWER_DIFFERS';
  await store.commit(tenant, [settingOp(readingSetting(id), { failedAt: context.now(), code, because } satisfies ReadingNote)]);
}

/** Passes the result of reading a system through; a fault of that system is written down first. */
export async function notingFailure<Result>(session: Session, system: string, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (isTenureError(error) && error.system === system) await noteFailedReading(session, system, error, error.message);
    throw error;
  }
}

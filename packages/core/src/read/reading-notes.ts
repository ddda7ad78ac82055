// What reading a system came to where it failed, for whoever asks how the connections stand.
import { isTenureError } from '../connector/errors.ts';
import type { Plan } from '../plan/plan.ts';
import { type Session, settingOp } from './session.ts';

/** In the setting `reading:<id>`; older than the last good reading: over. */
export interface ReadingNote {
  readonly failedAt: number;
  readonly code: string;
  /** Without what a foreign error may say. */
  readonly because: string;
}

export const readingSetting = (id: string): string => `reading:${id}`;

export async function noteFailedReading(session: Session, id: string, error: unknown, because: string): Promise<void> {
  await note(session, id, isTenureError(error) ? error.code : 'CONTRACT_ANSWER_DIFFERS', because);
}

async function note({ store, tenant, context }: Session, id: string, code: string, because: string): Promise<void> {
  await store.commit(tenant, [settingOp(readingSetting(id), { failedAt: context.now(), code, because } satisfies ReadingNote)]);
}

/** Passes a plan through; a fault of its source is written down first, whether the plan was made without it or not at all. */
export async function notingFailure(session: Session, source: string, work: Promise<Plan>): Promise<Plan> {
  try {
    const plan = await work;
    const { failure } = plan.header.feed;
    if (failure !== undefined && failure !== null) await note(session, source, failure.code ?? 'CONTRACT_ANSWER_DIFFERS', failure.message);
    return plan;
  } catch (error) {
    if (isTenureError(error) && error.system === source) await noteFailedReading(session, source, error, error.message);
    throw error;
  }
}

// How each system stands, for a settings page: what its connection says, else what our own readings came to.
import type { ConnectionState } from '../connector/hints.ts';
import type { HrisSource } from '../connector/source.ts';
import type { Target } from '../connector/target.ts';
import { type Instant, toInstant } from '../model/dates.ts';
import { reasonToLeaveOut } from '../read/inventory.ts';
import { type ReadingNote, readingSetting } from '../read/reading-notes.ts';
import { readSetting, type Session } from '../read/session.ts';

/** One source or target. */
export interface ConnectionReport extends Omit<ConnectionState, 'freshAt'> {
  readonly id: string;
  readonly role: 'source' | 'identity' | 'app';
  /** When the system's data was last read by whoever reads it for us. */
  readonly freshAt?: Instant | undefined;
  /** When we last read all of it without a fault. */
  readonly readAt: Instant | null;
  /** When reading it last failed, and why; null once it was read again. */
  readonly failed: { readonly at: Instant; readonly because: string } | null;
  /** True while the engine keeps away from a target that goes on failing. */
  readonly quarantined: boolean;
}

/** The source first. One call per system that has a connection of its own, no other I/O but the store's. */
export async function* listConnections(session: Session, source: HrisSource, targets: readonly Target[]): AsyncGenerator<ConnectionReport> {
  const accepted = await readSetting<{ readonly at: number }>(session, 'accepted-feed');
  yield await report(session, source, 'source', accepted?.at);
  for (const target of targets) {
    const attached = await readSetting<{ readonly at: number }>(session, `attached:${target.id}`);
    yield await report(session, target, 'users' in target ? 'identity' : 'app', attached?.at);
  }
}

async function report(
  session: Session,
  connector: HrisSource | Target,
  role: ConnectionReport['role'],
  readAt: number | undefined,
): Promise<ConnectionReport> {
  const { id } = connector;
  const note = await readSetting<ReadingNote>(session, readingSetting(id));
  const failed = note !== undefined && note.failedAt >= (readAt ?? 0) ? note : undefined;
  const quarantine = await readSetting<{ readonly until?: number | null } | null>(session, `quarantine:${id}`);
  const { freshAt, ...state } = await stateOf(session, connector, readAt, failed);
  return {
    ...state,
    ...(Number.isSafeInteger(freshAt) ? { freshAt: toInstant(Number(freshAt)) } : {}),
    id,
    role,
    readAt: readAt === undefined ? null : toInstant(readAt),
    failed: failed === undefined ? null : { at: toInstant(failed.failedAt), because: failed.because },
    quarantined: quarantine !== undefined && quarantine !== null,
  };
}

async function stateOf(
  session: Session,
  { connection }: HrisSource | Target,
  readAt: number | undefined,
  failed: ReadingNote | undefined,
): Promise<ConnectionState> {
  if (connection !== undefined) {
    try {
      return await connection.state(session.context);
    } catch (error) {
      return { state: 'unknown', detail: reasonToLeaveOut(session, error) };
    }
  }
  if (failed === undefined) return readAt === undefined ? { state: 'unknown' } : { state: 'connected', freshAt: readAt };
  const state = failed.code === 'CONNECTOR_UNAUTHENTICATED' ? 'relink-needed' : 'unknown';
  return { state, detail: failed.because, ...(readAt === undefined ? {} : { freshAt: readAt }) };
}

// Decisions that other processes left while this one did not look: taken in order, before anything is decided.
import { commitAudited } from '../audit/record.ts';
import { isTenureError } from '../connector/errors.ts';
import type { Session } from '../read/session.ts';
import type { InboxRow } from '../store/collections.ts';
import { scanAll } from '../store/scan.ts';
import { decide } from './decisions.ts';
import { type DecisionKind, decisionSchemas } from './inbox-entries.ts';

/** Takes every decision that waits. One that cannot be followed is set aside with a warning; it stops no other. */
export async function takeDecisions(session: Session): Promise<void> {
  for await (const rows of scanAll(session.store, session.tenant, 'inbox', { index: 'state', equals: ['new'], limit: 200 })) {
    for (const row of rows) if (isDecision(row.kind)) await takeInTurn(session, row, row.kind);
  }
}

/** Whether another process has left a decision that nobody has taken yet. */
export async function decisionsWait({ store, tenant }: Session): Promise<boolean> {
  for await (const rows of scanAll(store, tenant, 'inbox', { index: 'state', equals: ['new'], limit: 200, columns: ['seq', 'kind'] }))
    if (rows.some(({ kind }) => isDecision(kind))) return true;
  return false;
}

const isDecision = (kind: string): kind is DecisionKind => Object.hasOwn(decisionSchemas, kind);

/** Who is who is settled while nobody decides about them; everything else only adds facts. */
const takeInTurn = (session: Session, row: InboxRow, kind: DecisionKind): Promise<void> =>
  kind === 'join' ? session.together.turn(() => take(session, row, kind)) : take(session, row, kind);

async function take(session: Session, { seq, data, at }: InboxRow, kind: DecisionKind): Promise<void> {
  const taken = { op: 'update', in: 'inbox', key: [seq], set: { state: 'taken' }, when: { state: 'new' } } as const;
  try {
    const { ops, audit } = await decide(session, kind, data, at);
    await commitAudited(session, [...ops, taken], audit);
  } catch (error) {
    // What cannot be done yet stays for the next look.
    if (isTenureError(error) && error.code === 'STORE_BUSY' && kind === 'join') return;
    if (!isTenureError(error) || (error.code !== 'OPTIONS_INVALID' && error.code !== 'PLAN_STALE')) throw error;
    session.context.log.warn({ entry: seq, kind, because: error.message }, 'a decision from the inbox cannot be followed');
    await session.store.commit(session.tenant, [taken]);
  }
}

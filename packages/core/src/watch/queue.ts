// The HR system's own queue, read by one: a message is in our store before it is taken off theirs.
import type { ConnectorContext } from '../connector/context.ts';
import { isTenureError } from '../connector/errors.ts';
import type { HrisSource } from '../connector/source.ts';
import type { Session } from '../read/session.ts';
import { hintOp } from './hints.ts';

const longPollMs = 20_000;
const firstWaitMs = 5_000;
const longestWaitMs = 10 * 60_000;

/** Reads until aborted, or not at all where the source has no queue; every message kept rings the bell. Faults are waited out with growing breaks. */
export async function readQueue(session: Session, source: HrisSource, context: ConnectorContext, ring: () => void): Promise<void> {
  if (source.hints === undefined) return;
  let waitMs = firstWaitMs;
  while (!context.signal.aborted) {
    try {
      const before = context.now();
      const taken = await takeOne(session, source, context);
      waitMs = firstWaitMs;
      if (taken) ring();
      // A queue that answers at once that it is empty is not asked again at once.
      else if (context.now() - before < firstWaitMs) await context.sleep(firstWaitMs);
    } catch (error) {
      if (context.signal.aborted) return;
      context.log.warn({ system: source.id, code: isTenureError(error) ? error.code : null, waitMs }, 'the queue could not be read');
      await context.sleep(waitMs).catch(() => {});
      waitMs = Math.min(waitMs * 2, longestWaitMs);
    }
  }
}

/** One message, kept and then acknowledged; killed in between it comes again and is known by its id. */
export async function takeOne(
  { store, tenant }: Pick<Session, 'store' | 'tenant'>,
  source: HrisSource,
  context: ConnectorContext,
): Promise<boolean> {
  const queue = source.hints;
  if (queue === undefined) return false;
  const message = await queue.receive({ waitMs: longPollMs }, context);
  if (message === undefined) return false;
  const at = context.now();
  if (message.kind === 'hint') await store.commit(tenant, [hintOp({ system: source.id, hint: message.hint }, at)]);
  else {
    context.log.warn({ system: source.id, because: message.reason }, 'a message of the queue cannot be read; it was set aside');
    const data = { system: source.id, reason: message.reason };
    await store.commit(tenant, [{ op: 'append', in: 'inbox', row: { kind: 'unreadable-hint', at, data, state: 'taken' } }]);
  }
  await queue.acknowledge({ receipt: message.receipt }, context);
  return true;
}

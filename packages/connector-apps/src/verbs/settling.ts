// Waiting for an app that needs a moment before it shows or takes what was just done. Bounded, on the engine's clock.
import type { ConnectorContext } from '@tenure/core/connector';

const longestPauseMs = 16_000;

/**
 * Does the work until it answers something settled or the window is over: pauses of one second, doubled up to sixteen. The
 * last answer is given back either way, also an unsettled one; what the work throws passes through.
 */
export async function settled<Value>(
  windowMs: number,
  work: () => Promise<Value>,
  isSettled: (value: Value) => boolean,
  context: ConnectorContext,
): Promise<Value> {
  const until = context.now() + windowMs;
  for (let pauseMs = 1_000; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    const value = await work();
    const leftMs = until - context.now();
    if (isSettled(value) || leftMs <= 0) return value;
    await context.sleep(Math.min(pauseMs, leftMs));
  }
}

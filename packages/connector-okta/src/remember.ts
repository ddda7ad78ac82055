// What was learned once and holds for a while. Askers at the same time share one question; a failed one is asked again.
import type { ConnectorContext } from '@tenure/core/connector';

export type Kept<Value> = (context: ConnectorContext) => Promise<Value>;

interface Entry<Value> {
  readonly at: number;
  readonly value: Promise<Value>;
  readonly signal: AbortSignal;
}

export function keptFor<Value>(milliseconds: number, ask: Kept<Value>): Kept<Value> {
  let known: Entry<Value> | undefined;
  const forget = (entry: Entry<Value>): void => {
    if (known === entry) known = undefined;
  };
  const fresh = (context: ConnectorContext): Entry<Value> => {
    const entry = { at: context.now(), value: ask(context), signal: context.signal };
    known = entry;
    entry.value.catch(() => forget(entry));
    return entry;
  };
  return async (context) => {
    for (;;) {
      const entry = known !== undefined && context.now() - known.at < milliseconds ? known : fresh(context);
      try {
        return await entry.value;
      } catch (error) {
        context.signal.throwIfAborted();
        // Whoever asked first gave up: that is no reason for the others.
        if (!entry.signal.aborted) throw error;
        forget(entry);
      }
    }
  };
}

// What was learned once and holds for a while. Askers at the same time share one question; a failed one is asked again.
import type { ConnectorContext } from '@tenure/core/connector';

export type Kept<Value> = (context: ConnectorContext) => Promise<Value>;

export function keptFor<Value>(milliseconds: number, ask: Kept<Value>): Kept<Value> {
  const keep = keptByKey<Value>(milliseconds, (_key, context) => ask(context));
  return (context) => keep('', context);
}

interface Entry<Value> {
  readonly at: number;
  readonly value: Promise<Value>;
  readonly signal: AbortSignal;
}

/** More keys than this are not kept: the oldest go. */
const mostKeys = 10_000;

export function keptByKey<Value>(
  milliseconds: number,
  ask: (key: string, context: ConnectorContext) => Promise<Value>,
): (key: string, context: ConnectorContext) => Promise<Value> {
  const entries = new Map<string, Entry<Value>>();
  const forget = (key: string, entry: Entry<Value>): void => {
    if (entries.get(key) === entry) entries.delete(key);
  };
  const fresh = (key: string, context: ConnectorContext): Entry<Value> => {
    const entry = { at: context.now(), value: ask(key, context), signal: context.signal };
    entries.delete(key);
    entries.set(key, entry);
    const [oldest] = entries.keys();
    if (entries.size > mostKeys && oldest !== undefined) entries.delete(oldest);
    entry.value.catch(() => forget(key, entry));
    return entry;
  };
  return async (key, context) => {
    for (;;) {
      const known = entries.get(key);
      const entry = known !== undefined && context.now() - known.at < milliseconds ? known : fresh(key, context);
      try {
        return await entry.value;
      } catch (error) {
        context.signal.throwIfAborted();
        // Whoever asked first gave up: that is no reason for the others.
        if (!entry.signal.aborted) throw error;
        forget(key, entry);
      }
    }
  };
}

// One verb of a connector as the engine calls it: paced by the limiter of its credential, and never without an end.
import type { ConnectorContext } from '../connector/context.ts';
import { isTenureError, TenureError } from '../connector/errors.ts';
import type { Limiter } from '../connector/limiter.ts';
import { codeOf } from '../telemetry/recorder.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { startDeadline } from './deadline.ts';
import type { SharedLimiter } from './limiter.ts';
import { withoutWords } from './thrown.ts';

/** What the engine adds to a context for the limiter; connectors do not see it. */
export interface PacedContext extends ConnectorContext {
  /** Asked whenever there is room for one call: true for access cuts, which go first. */
  readonly urgent?: (() => boolean) | undefined;
  /** Called before each call. */
  readonly heed?: (() => void) | undefined;
}

export interface CallFacts {
  readonly system: string;
  readonly verb: string;
  /** What the verb belongs to, as connectors are made of it: `users`. */
  readonly part?: string | undefined;
  readonly effect: 'read' | 'write';
  /** Calls to the system that the verb takes. */
  readonly calls: number;
}

export type Caller = <Answer>(
  facts: CallFacts,
  context: PacedContext,
  work: (context: ConnectorContext) => Promise<Answer>,
) => Promise<Answer>;

/**
 * For one connector. One that asks the limiter itself, as the HTTP kit does, counts its own calls. Nobody can know
 * beforehand whether it will, so until it has asked once every verb is counted in advance by the calls it declares, and
 * gives that room back the moment it asks.
 *
 * @throws {TenureError} `CONNECTOR_OUTCOME_UNKNOWN` for a write and `CONNECTOR_UNAVAILABLE` for a read that has not ended in time.
 */
export function createCaller(limiter: SharedLimiter, deadlineMs: number, telemetry: Telemetry): Caller {
  return observed(createPacedCaller(limiter, deadlineMs), telemetry);
}

function createPacedCaller(limiter: SharedLimiter, deadlineMs: number): Caller {
  let asks = false;
  const ahead = new Set<{ release(): void }>();
  // Whoever waits for a request that another verb sends must not hold the place that the request needs.
  const asksItself = (): void => {
    asks = true;
    for (const room of ahead) room.release();
    ahead.clear();
  };
  const reserve = async (view: Limiter, calls: number): Promise<{ release(): void } | undefined> => {
    if (asks) return undefined;
    const room = await inAdvance(view, calls);
    ahead.add(room);
    if (asks) asksItself();
    return {
      release() {
        ahead.delete(room);
        room.release();
      },
    };
  };
  return async (facts, { urgent, heed = () => {}, ...context }, work) => {
    context.signal.throwIfAborted();
    heed();
    const before = limiter.view({ urgent, signal: context.signal });
    const room = await reserve(before, facts.calls);
    const deadline = startDeadline(deadlineMs);
    const signal = AbortSignal.any([context.signal, deadline.signal]);
    const view = limiter.view({ urgent, signal });
    const own: Limiter = {
      take(request) {
        asksItself();
        heed();
        return deadline.apart(() => view.take(request));
      },
      saw: view.saw,
    };
    try {
      const sleep = (milliseconds: number): Promise<void> => deadline.apart(() => context.sleep(milliseconds));
      const answer = await unlessAborted(signal, work({ ...context, signal, limiter: own, sleep }));
      if (!asks) view.saw({});
      return answer;
    } catch (error) {
      context.signal.throwIfAborted();
      if (deadline.signal.aborted) throw overdue(facts, deadlineMs);
      if (!asks && isTenureError(error) && error.code === 'CONNECTOR_RATE_LIMITED')
        view.saw({ refused: true, resetAt: context.now() + error.details.retryAfterMs });
      throw withoutWords(error);
    } finally {
      deadline.end();
      room?.release();
    }
  };
}

function observed(caller: Caller, telemetry: Telemetry): Caller {
  return (facts, context, work) => {
    const { system, part } = facts;
    const verb = part === undefined ? facts.verb : `${part}.${facts.verb}`;
    return telemetry.span('tenure.call', { system, verb }, async (note) => {
      const begun = context.now();
      const took = (code?: string): void => telemetry.took('tenure.call.duration', context.now() - begun, { system, verb, code });
      try {
        const answer = await caller(facts, context, work);
        note({ items: itemsOf(answer) });
        took();
        return answer;
      } catch (error) {
        took(codeOf(error));
        throw error;
      }
    });
  };
}

/** How many there are on a page; undefined for what is none. */
function itemsOf(answer: unknown): number | undefined {
  const items = typeof answer === 'object' && answer !== null ? (answer as { readonly items?: unknown }).items : undefined;
  return Array.isArray(items) ? items.length : undefined;
}

/** Room for all the calls of a verb; only one of them is under way at a time. */
async function inAdvance(view: Limiter, calls: number): Promise<{ release(): void }> {
  for (let left = calls; left > 1; left -= 1) (await view.take()).release();
  return view.take();
}

/** A verb that never answers keeps nobody: what it did is read back. */
async function unlessAborted<Answer>(signal: AbortSignal, call: Promise<Answer>): Promise<Answer> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([call, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
    call.catch(() => {});
  }
}

function overdue({ system, verb, effect }: CallFacts, deadlineMs: number): TenureError {
  const facts = { system, verb, fact: `no end within ${deadlineMs} ms`, details: {} };
  return effect === 'write' ? new TenureError('CONNECTOR_OUTCOME_UNKNOWN', facts) : new TenureError('CONNECTOR_UNAVAILABLE', facts);
}

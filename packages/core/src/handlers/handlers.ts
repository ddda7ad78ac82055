// The host's own work for lifecycle events: at least once for each event, taken up again from the store after a crash, one
// event that fails holding up no other.
import { TenureError } from '../connector/errors.ts';
import { startDeadline } from '../limit/deadline.ts';
import { kindOf } from '../limit/thrown.ts';
import type { EpochMilliseconds } from '../model/dates.ts';
import { type LifecycleEvent, type LifecycleEventType, lifecycleEventTypes } from '../model/event.ts';
import { readSetting, type Session, settingOp } from '../read/session.ts';
import type { DeliveryRow, EventRow } from '../store/collections.ts';
import { scanAll } from '../store/scan.ts';

/** Every event of one type. */
export type EventOf<Type extends LifecycleEventType> = Extract<LifecycleEvent, { readonly type: Type }>;

/** What a handler is told about one delivery. */
export interface Delivery {
  /** The same for every delivery of one event to one handler, different for every other: a key for work that must be done once. */
  readonly id: string;
  /** 1 for the first time. */
  readonly attempt: number;
  /** Aborted when the lifecycle closes, or the call takes longer than `verbDeadlineMs`: then it counts as failed. */
  readonly signal: AbortSignal;
}

export type EventHandler<Type extends LifecycleEventType> = (event: EventOf<Type>, delivery: Delivery) => Promise<void> | void;

export interface HandlerOptions {
  /** Names the handler for good: under this name the store keeps how far it has come. Letters, digits, dots, dashes, at most 64. */
  readonly name: string;
}

/** A delivery that has failed and will be tried again. */
export interface FailedDelivery {
  readonly handler: string;
  readonly event: LifecycleEvent;
  readonly attempts: number;
  readonly nextAt: EpochMilliseconds;
  /** The kind of error the handler threw, or that it did not end in time; never a message, which may hold anything. */
  readonly because: string;
}

interface Registered {
  readonly types: ReadonlySet<LifecycleEventType>;
  readonly run: (event: LifecycleEvent, delivery: Delivery) => Promise<void> | void;
}

export interface Handlers {
  /** Registers a handler; a name that never was sees events from now on. Answers how to take it off again. */
  on<Type extends LifecycleEventType>(type: Type | readonly Type[], options: HandlerOptions, handler: EventHandler<Type>): () => void;
  /**
   * Hands out what there is to hand out, unless that is under way already. Never throws what a handler throws. Once `stop` is
   * aborted no further handler is called. Answers how often one was called.
   */
  deliver(stop?: AbortSignal): Promise<number>;
  /** Every registered handler has its place in the store. Awaited before events are made. */
  begun(): Promise<void>;
  /** When the next failed delivery is to be tried again; null when none waits. */
  nextAt(): Promise<EpochMilliseconds | null>;
  failed(): AsyncIterable<FailedDelivery>;
}

const nobodyYet = 0;
const longestWaitMs = 6 * 3_600_000;

/** 1 min, 4 min, 16 min, about an hour, then every six hours, until it works or the handler is taken off. */
const backOff = (attempts: number): number => Math.min(60_000 * 4 ** (attempts - 1), longestWaitMs);

/** `deadlineMs` is how long one call of a handler may take. */
export function openHandlers(open: () => Promise<Session>, deadlineMs: number): Handlers {
  const registered = new Map<string, Registered>();
  const begun = new Map<string, Promise<void>>();
  let delivering: Promise<number> | undefined;
  let again = false;

  /** A store that could not be written once is written before the next events are made. */
  const place = (name: string): Promise<void> => {
    const beginning = begun.get(name) ?? open().then((session) => begin(session, name));
    begun.set(name, beginning);
    beginning.catch(() => begun.delete(name));
    return beginning;
  };
  const deliverAll = async (stop: AbortSignal | undefined): Promise<number> => {
    let calls = 0;
    do {
      again = false;
      const session = await open();
      const delivering: Delivering = { session, deadlineMs, isOver: () => stop?.aborted === true, calls: 0 };
      for (const [name, handler] of registered) {
        await retryFailed(delivering, name, handler);
        await deliverNew(delivering, name, handler);
      }
      calls += delivering.calls;
    } while (again && stop?.aborted !== true);
    return calls;
  };
  return {
    on(type, { name }, handler) {
      if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name)) throw nameProblem(name, 'a name is letters, digits, dots, dashes, at most 64');
      if (registered.has(name)) throw nameProblem(name, 'another handler has this name');
      const types = new Set<LifecycleEventType>(Array.isArray(type) ? type : [type]);
      if ([...types].some((each) => !lifecycleEventTypes.includes(each)))
        throw nameProblem(name, `expected one of ${lifecycleEventTypes.join(', ')}`);
      // The types say which events reach it.
      registered.set(name, { types, run: handler as unknown as Registered['run'] });
      // Where it begins is fixed when it is first heard of, not when the first event comes.
      place(name).catch(() => {});
      return () => {
        registered.delete(name);
      };
    },
    async deliver(stop) {
      if (delivering !== undefined) {
        // Also a handler may come by here, through a plan it has made: it must not wait for itself.
        again = true;
        return 0;
      }
      delivering = deliverAll(stop).finally(() => {
        delivering = undefined;
      });
      return delivering;
    },
    async begun() {
      await Promise.all([...registered.keys()].map(place));
    },
    async nextAt() {
      const { store, tenant } = await open();
      const ahead: number[] = [];
      for (const name of registered.keys()) {
        const page = await store.scan(tenant, 'delivery', { index: 'due', equals: [name], limit: 1 });
        ahead.push(...page.rows.map(({ notBefore }) => notBefore));
      }
      return ahead.length === 0 ? null : Math.min(...ahead);
    },
    async *failed() {
      const { store, tenant } = await open();
      for await (const rows of scanAll(store, tenant, 'delivery')) {
        const events = await store.get(
          tenant,
          'event',
          rows.map(({ event }) => [event]),
        );
        for (const [index, { handler, attempts, notBefore, because }] of rows.entries()) {
          const event = events[index]?.value;
          if (event !== undefined) yield { handler, event, attempts, nextAt: notBefore, because };
        }
      }
    },
  };
}

const positionOf = (name: string): string => `handler:${name}`;

/** A handler the store has never heard of begins after the last event there is. */
async function begin(session: Session, name: string): Promise<void> {
  if ((await readSetting<number>(session, positionOf(name))) !== undefined) return;
  const { rows } = await session.store.scan(session.tenant, 'event', { reverse: true, limit: 1 });
  const row = { name: positionOf(name), value: rows[0]?.seq ?? nobodyYet };
  await session.store.commit(session.tenant, [{ op: 'insert-if-absent', in: 'setting', row }]);
}

/** What one round of deliveries works with. */
interface Delivering {
  readonly session: Session;
  readonly deadlineMs: number;
  /** True when nothing more is to be begun. */
  readonly isOver: () => boolean;
  calls: number;
}

async function deliverNew(delivering: Delivering, name: string, handler: Registered): Promise<void> {
  const { session } = delivering;
  const { store, tenant } = session;
  await begin(session, name);
  const from = (await readSetting<number>(session, positionOf(name))) ?? nobodyYet;
  for await (const rows of scanAll(store, tenant, 'event', { after: [from], limit: 200 })) {
    for (const row of rows) {
      if (!handler.types.has(row.value.type)) continue;
      if (delivering.isOver()) return;
      const because = await attempt(delivering, name, handler, row, 1);
      // Where it stands is written with what failed: after a crash an event comes once more, and none is left out.
      await store.commit(tenant, [
        settingOp(positionOf(name), row.seq),
        ...(because === undefined ? [] : [{ op: 'put', in: 'delivery', row: failedRow(session, name, row, 1, because) } as const]),
      ]);
    }
    const seen = rows.at(-1)?.seq;
    if (seen !== undefined) await store.commit(tenant, [settingOp(positionOf(name), seen)]);
  }
}

async function retryFailed(delivering: Delivering, name: string, handler: Registered): Promise<void> {
  const { session } = delivering;
  const { store, tenant, context } = session;
  for await (const rows of scanAll(store, tenant, 'delivery', { index: 'due', equals: [name], upTo: context.now(), limit: 200 })) {
    for (const failed of rows) {
      if (delivering.isOver()) return;
      const [row] = await store.get(tenant, 'event', [[failed.event]]);
      const because = row === undefined ? undefined : await attempt(delivering, name, handler, row, failed.attempts + 1);
      const done = row === undefined || because === undefined;
      await store.commit(tenant, [
        done
          ? { op: 'delete', in: 'delivery', key: [name, failed.event] }
          : { op: 'put', in: 'delivery', row: failedRow(session, name, row, failed.attempts + 1, because) },
      ]);
    }
  }
}

/** What went wrong, or undefined. Only an abort of the lifecycle goes on up. */
async function attempt(
  delivering: Delivering,
  name: string,
  handler: Registered,
  row: EventRow,
  attemptNumber: number,
): Promise<string | undefined> {
  const { session, deadlineMs } = delivering;
  const { tenant, context } = session;
  context.signal.throwIfAborted();
  delivering.calls += 1;
  const deadline = startDeadline(deadlineMs);
  const signal = AbortSignal.any([context.signal, deadline.signal]);
  try {
    // One that never ends holds up neither the other handlers nor whoever waits for a run.
    await Promise.race([handler.run(row.value, { id: `${tenant}/${name}/${row.seq}`, attempt: attemptNumber, signal }), ended(signal)]);
    return undefined;
  } catch (error) {
    context.signal.throwIfAborted();
    const because = deadline.signal.aborted ? `no end within ${deadlineMs} ms` : kindOf(error);
    context.log.warn({ handler: name, event: row.seq, attempt: attemptNumber, because }, 'a handler failed; it is called again later');
    return because;
  } finally {
    deadline.end();
  }
}

/** Rejects when the signal is aborted. */
function ended(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
}

function failedRow({ context }: Session, handler: string, { seq }: EventRow, attempts: number, because: string): DeliveryRow {
  return { handler, event: seq, attempts, notBefore: context.now() + backOff(attempts), because };
}

function nameProblem(name: string, reason: string): TenureError {
  const path = `on ${name.slice(0, 64)}`;
  return new TenureError('OPTIONS_INVALID', {
    system: 'lifecycle',
    verb: 'on',
    fact: `${path}: ${reason}`,
    details: { problems: [{ path, reason }] },
  });
}

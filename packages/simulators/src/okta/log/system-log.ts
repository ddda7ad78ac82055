// The System Log: events in the order in which they arrived, which is not always the order in which they were published.
import { createDelay, type OktaPace } from '../pace.ts';
import { type Actor, type Emit, type LogEvent, systemActor } from './events.ts';

export interface SystemLog {
  readonly emit: Emit;
  /** Does `work` in the name of `actor`. */
  as<Result>(actor: Actor, work: () => Result): Result;
  /** Does `work` without writing anything. */
  silently<Result>(work: () => Result): Result;
  /** The position that the next event to arrive will have. */
  end(): number;
  /** The event at a position; undefined: not there yet, or no longer. */
  at(position: number): LogEvent | undefined;
  /** The first position that is still there. */
  start(): number;
  /** Lets everything arrive that is on its way. */
  catchUp(): void;
}

/** Only the newest events are kept, to keep memory modest in bulk runs; a cursor to older ones goes on with the oldest kept. */
const capacity = 200_000;

export function createSystemLog(now: () => number, pace: () => OktaPace): SystemLog {
  const delay = createDelay(() => pace().logLag);
  let acting = systemActor;
  let silent = false;
  let sequence = 0;
  let dropped = 0;
  const arrived: LogEvent[] = [];
  const onTheWay: { readonly at: number; readonly event: LogEvent }[] = [];

  const as: SystemLog['as'] = (actor, work) => {
    const before = acting;
    acting = actor;
    try {
      return work();
    } finally {
      acting = before;
    }
  };

  const arrive = (event: LogEvent): void => {
    arrived.push(event);
    if (arrived.length <= capacity) return;
    const surplus = capacity / 2;
    arrived.splice(0, surplus);
    dropped += surplus;
  };

  const settle = (until: number): void => {
    for (let next = onTheWay[0]; next !== undefined && next.at <= until; next = onTheWay[0]) {
      onTheWay.splice(0, 1);
      arrive(next.event);
    }
  };

  const write: (...given: Parameters<Emit>) => void = (eventType, targets, outcome = 'SUCCESS') => {
    if (silent) return;
    sequence += 1;
    const uuid = `00000000-0000-4000-8000-${sequence.toString(16).padStart(12, '0')}`;
    const event = { uuid, published: now(), eventType, outcome, actor: acting, targets };
    const at = delay(now());
    if (at <= now() && onTheWay.length === 0) return arrive(event);
    let index = onTheWay.length;
    while (index > 0 && (onTheWay[index - 1]?.at ?? 0) > at) index -= 1;
    onTheWay.splice(index, 0, { at, event });
  };

  return {
    emit: Object.assign(write, {
      remembered<Argument>(work: (argument: Argument) => void) {
        const actor = acting;
        return (argument: Argument): void => as(actor, () => work(argument));
      },
    }),
    as,
    silently(work) {
      silent = true;
      try {
        return work();
      } finally {
        silent = false;
      }
    },
    end() {
      settle(now());
      return dropped + arrived.length;
    },
    at: (position) => arrived[position - dropped],
    start: () => dropped,
    catchUp: () => settle(Number.POSITIVE_INFINITY),
  };
}

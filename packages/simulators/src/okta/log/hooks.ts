// Event hooks: registered, verified by one question, and then told of events when a test says so: in any order, at least once.
import { randomUUID } from 'node:crypto';
import type { createIds } from '../ids.ts';
import { createOrdered, type Ordered } from '../ordered.ts';
import { missing, problem } from '../problems.ts';
import { wireLogEvent } from '../wire/log-event.ts';
import { wireTime } from '../wire/times.ts';
import type { LogEvent } from './events.ts';
import type { SystemLog } from './system-log.ts';

export interface OktaEventHook {
  readonly id: string;
  readonly name: string;
  readonly status: 'ACTIVE' | 'INACTIVE';
  readonly verified: boolean;
  readonly eventTypes: readonly string[];
  readonly uri: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly created: number;
  /** The position in the log up to which events were delivered. */
  readonly position: number;
}

/** One event on its way to one hook. */
export interface HookDelivery {
  readonly hookId: string;
  readonly eventId: string;
  readonly eventType: string;
  /** The status of each attempt; 0: no answer in time. One retry, after no answer or a 5xx, never after a 4xx. */
  readonly statuses: readonly number[];
}

export interface DeliveryOptions {
  /** Newest first. Default false. */
  readonly reversed?: boolean | undefined;
  /** How often each is sent, as "at least once" allows. Default 1. */
  readonly times?: number | undefined;
}

export interface OktaHooks {
  readonly all: Ordered<OktaEventHook>;
  get(id: string): OktaEventHook;
  create(hook: Pick<OktaEventHook, 'name' | 'eventTypes' | 'uri' | 'headers'>): OktaEventHook;
  turn(id: string, status: OktaEventHook['status']): OktaEventHook;
  /** Asks the receiver to give back a challenge. @throws {OktaProblem} E0000001 when it does not. */
  verify(id: string): Promise<OktaEventHook>;
  remove(id: string): void;
  /** Sends what has arrived in the log since the last time, to every hook that is active and verified. */
  deliver(origin: string, options?: DeliveryOptions): Promise<HookDelivery[]>;
}

const timeoutMs = 3000;

export function createHooks(now: () => number, newId: ReturnType<typeof createIds>, log: SystemLog): OktaHooks {
  const all = createOrdered<OktaEventHook>();
  const get = (id: string): OktaEventHook => {
    const hook = all.get(id);
    if (hook === undefined) throw missing('EventHook', id);
    return hook;
  };
  const keep = (hook: OktaEventHook): OktaEventHook => {
    all.put(hook);
    return hook;
  };

  const attempt = async ({ uri, headers }: OktaEventHook, body: string): Promise<number> => {
    const sent = { 'Content-Type': 'application/json', ...headers };
    const request = { method: 'POST', headers: sent, body, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) } as const;
    return await fetch(uri, request).then(
      async (response) => {
        await response.body?.cancel();
        return response.status;
      },
      () => 0,
    );
  };

  const send = async (hook: OktaEventHook, event: LogEvent, origin: string): Promise<HookDelivery> => {
    const eventId = event.uuid;
    const body = JSON.stringify({
      eventType: 'com.okta.event_hook',
      eventTypeVersion: '1.0',
      cloudEventsVersion: '0.1',
      source: `${origin}/api/v1/eventHooks/${hook.id}`,
      eventId,
      data: { events: [wireLogEvent(event)] },
      eventTime: wireTime(now()),
      contentType: 'application/json',
    });
    const first = await attempt(hook, body);
    const statuses = first === 0 || first >= 500 ? [first, await attempt(hook, body)] : [first];
    return { hookId: hook.id, eventId, eventType: event.eventType, statuses };
  };

  /** What the hook was not told yet; from now on it was. */
  const due = (hook: OktaEventHook): LogEvent[] => {
    const [start, end] = [Math.max(hook.position, log.start()), log.end()];
    keep({ ...hook, position: end });
    const events = Array.from({ length: end - start }, (_, index) => log.at(start + index));
    return events.filter((event) => event !== undefined).filter(({ eventType }) => hook.eventTypes.includes(eventType));
  };

  return {
    all,
    get,
    create: (hook) => keep({ ...hook, id: newId('who'), status: 'ACTIVE', verified: false, created: now(), position: log.end() }),
    turn: (id, status) => keep({ ...get(id), status }),
    async verify(id) {
      const { uri, headers } = get(id);
      const challenge = randomUUID();
      const asked = { headers: { ...headers, 'x-okta-verification-challenge': challenge }, signal: AbortSignal.timeout(timeoutMs) };
      const given: unknown = await fetch(uri, asked).then(
        (response) => response.json(),
        () => undefined,
      );
      const verification = typeof given === 'object' && given !== null && 'verification' in given ? given.verification : undefined;
      if (verification !== challenge) throw problem('E0000001', ['The event hook could not be verified'], 'eventHook');
      return keep({ ...get(id), verified: true });
    },
    remove(id) {
      get(id);
      all.remove(id);
    },
    async deliver(origin, { reversed = false, times = 1 } = {}) {
      const deliveries: HookDelivery[] = [];
      for (const hook of [...all.after()].filter(({ status, verified }) => status === 'ACTIVE' && verified)) {
        const events = due(hook);
        const order = reversed ? events.toReversed() : events;
        for (const event of order.flatMap((one) => Array.from({ length: times }, () => one))) {
          deliveries.push(await send(hook, event, origin));
        }
      }
      return deliveries;
    },
  };
}

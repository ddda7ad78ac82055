// One subscriber's event queue: first in, first out, the same head until it is deleted.
import type { MovedClock } from '../serving/clock.ts';

export interface QueuedMessage {
  /** Goes out as `adp-msg-msgid`. */
  readonly id: string;
  readonly body: object;
}

export interface AdpQueue {
  /** Every message that nobody has deleted, oldest first. */
  messages(): readonly QueuedMessage[];
  /** Puts any body at the end: names nobody has heard of, messages without a subject. */
  post(body: object): string;
}

export interface OwnQueue extends AdpQueue {
  head(): QueuedMessage | undefined;
  /** The head, as soon as there is one, or nothing when so much time has passed on the clock or in reality. */
  wait(milliseconds: number, signal: AbortSignal): Promise<QueuedMessage | undefined>;
  /** Takes a message away, and answers it. */
  acknowledge(id: string): QueuedMessage | undefined;
}

export function createQueue(clock: MovedClock, name: string): OwnQueue {
  const messages: QueuedMessage[] = [];
  const waiting = new Set<() => void>();
  let made = 0;
  return {
    messages: () => [...messages],
    post(body) {
      made += 1;
      const id = `0x_${Buffer.from(`AMQ ${name} ${made}`).toString('hex')}`;
      messages.push({ id, body });
      for (const look of [...waiting]) look();
      return id;
    },
    head: () => messages[0],
    wait(milliseconds, signal) {
      if (messages[0] !== undefined) return Promise.resolve(messages[0]);
      const until = clock.now() + milliseconds;
      return new Promise((resolve) => {
        const done = (): void => {
          waiting.delete(look);
          forget();
          clearTimeout(timer);
          signal.removeEventListener('abort', done);
          resolve(messages[0]);
        };
        const look = (): void => {
          if (messages[0] !== undefined || clock.now() >= until) done();
        };
        waiting.add(look);
        const forget = clock.onMove(look);
        const timer = setTimeout(done, milliseconds);
        signal.addEventListener('abort', done);
      });
    },
    acknowledge(id) {
      const index = messages.findIndex((message) => message.id === id);
      return index < 0 ? undefined : messages.splice(index, 1)[0];
    },
  };
}

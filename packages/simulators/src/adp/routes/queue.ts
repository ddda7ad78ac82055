// The event queue over HTTP: look at the head, wait for one, delete it.
import { type Route, refuse } from './call.ts';

export const readMessage: Route = async (call) => {
  const { subscriber, headers, switches, longPollMs, signal } = call;
  const waits = (headers['prefer'] ?? '').includes('/adp/long-polling');
  const message = waits ? await subscriber.queue.wait(longPollMs, signal) : subscriber.queue.head();
  if (message !== undefined) return { status: 200, body: message.body, headers: { 'adp-msg-msgid': message.id } };
  if (switches.emptyQueue === 204) return { status: 204 };
  throw refuse(call, 404, 'No queue was found.', 'gateway');
};

export const deleteMessage: Route = (call) => {
  const message = call.subscriber.queue.acknowledge(call.segments[0] ?? '');
  if (message === undefined) throw refuse(call, 404, 'No message was found.', 'gateway');
  return { status: 200, body: message.body };
};

// The event queue: one message at a time, the same one until it is deleted.
import type { ConnectorContext } from '@tenure/core/connector';
import { type HttpClient, pathOf } from '@tenure/core/connector/http';
import { z } from 'zod';
import { unreadable } from '../errors.ts';

const path = '/core/v1/event-notification-messages';

export interface QueueMessage {
  readonly id: string;
  readonly text: string;
}

/** The oldest message as it came; `undefined` when there is none. With `wait` ADP holds the call for about 15 seconds. */
export async function readMessage(http: HttpClient, wait: boolean, context: ConnectorContext): Promise<QueueMessage | undefined> {
  const verb = 'read queue';
  const headers: Record<string, string> = wait ? { prefer: '/adp/long-polling' } : {};
  const {
    status,
    body,
    headers: answered,
  } = await http.request(
    { verb, method: 'GET', path, effect: 'read', accept: [404], headers, bodyAs: 'text', schema: z.string().optional() },
    context,
  );
  if (status === 404) context.log.warn({ system: 'adp' }, 'ADP names no event queue; events may not be enabled for the application');
  if (status === 404 || status === 204) return undefined;
  const id = answered.get('adp-msg-msgid');
  // Without its id it can't be taken off, and what came may not be from the queue at all.
  if (id === null || id === '') throw unreadable(verb, 'the message has no id');
  return { id, text: body ?? '' };
}

/** Takes a message off the queue; one that is gone is fine. */
export async function deleteMessage(http: HttpClient, id: string, context: ConnectorContext): Promise<void> {
  await http.request(
    {
      verb: 'acknowledge message',
      method: 'DELETE',
      path: pathOf`/core/v1/event-notification-messages/${id}`,
      effect: 'write',
      accept: [404],
    },
    context,
  );
}

// Okta's event hook: proves that we are who it was set up for, and says whom to read again. Nothing in it is believed.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Hint, WebhookAnswer, WebhookReceiver, WebhookRequest } from '@tenure/core/connector';
import { resolveCredential } from '@tenure/core/connector/http';
import { z } from 'zod';
import { logEventSchema } from '../api/logs.ts';
import type { OktaEventHook } from '../options.ts';
import { isOurs, type OurActor, targetIds } from './meaning.ts';

const deliverySchema = z.object({ data: z.object({ events: z.array(z.unknown()) }) });

/** Requests nothing. Okta tries again after 5xx and after three seconds, never after 4xx, and may send an event twice. */
export function receiveHook({ header = 'authorization', secret }: OktaEventHook, ours: () => OurActor): WebhookReceiver {
  return async (request): Promise<WebhookAnswer> => {
    if (request.method === 'GET') return challenged(request);
    if (request.method !== 'POST') return { status: 405, hints: [] };
    if (!isSame(request.headers.get(header) ?? '', await resolveCredential(secret))) return { status: 401, hints: [] };
    const hints = hintsIn(request.body, ours());
    return hints === undefined ? { status: 400, hints: [] } : { status: 204, hints };
  };
}

/** Once, when the hook is set up, Okta sends a text and wants it back. */
function challenged({ headers }: WebhookRequest): WebhookAnswer {
  const verification = headers.get('x-okta-verification-challenge');
  return verification === null ? { status: 400, hints: [] } : { status: 200, json: { verification }, hints: [] };
}

/**
 * `undefined`: this is no delivery. What we did ourselves is no news; an event that cannot be read still says that something
 * happened to somebody.
 */
function hintsIn(body: Uint8Array, ours: OurActor): readonly Hint[] | undefined {
  const delivery = deliverySchema.safeParse(parsed(body));
  if (!delivery.success) return undefined;
  return delivery.data.data.events.flatMap((event, index): Hint[] => {
    const read = logEventSchema.safeParse(event);
    if (!read.success) return [{ id: `unreadable-${createHash('sha256').update(body).digest('hex')}-${index}`, ids: [], everything: true }];
    if (isOurs(read.data, ours)) return [];
    const ids = [...new Set(targetIds(read.data, 'User'))];
    return [{ id: read.data.uuid, ids, ...(ids.length === 0 ? { everything: true } : {}) }];
  });
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}

/** Digests have one length: comparing them tells nothing about the texts, not even how long they are. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

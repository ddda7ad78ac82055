// Merge's webhooks: verified on their bytes, and read for nothing but whom to read again.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Hint, WebhookAnswer, WebhookReceiver } from '@tenure/core/connector';
import { resolveCredential } from '@tenure/core/connector/http';
import { z } from 'zod';
import { idOf } from './api/wire.ts';
import type { MergeWebhookOptions } from './options.ts';

const envelopeSchema = z.object({
  hook: z.object({ event: z.string() }),
  linked_account: z.object({ id: z.string() }),
  data: z.unknown(),
});

const reference = z.union([z.string(), z.object({ id: z.string() })]);
const employeeData = z.object({ id: z.string().min(1) });
const employmentData = z.object({ employee: reference });

/** Answers 401 without a word for a wrong signature, and 200 for everything else that Merge signed. */
export function webhookOf({ signatureKey, linkedAccountId }: MergeWebhookOptions): WebhookReceiver {
  return async ({ method, headers, body }) => {
    if (method !== 'POST') return answer(405);
    const signature = headers.get('x-merge-webhook-signature') ?? '';
    if (!isSigned(body, signature, await resolveCredential(signatureKey))) return answer(401);
    const envelope = envelopeSchema.safeParse(parsed(body));
    // The dashboard's test and events of other customers of the organisation: well signed, and not about this account.
    if (!envelope.success || envelope.data.linked_account.id !== linkedAccountId) return answer(200);
    const { hook, data } = envelope.data;
    // Merge gives a message no id; the same bytes are the same message.
    const hint = hintOf(hook.event, data, createHash('sha256').update(body).digest('base64url'));
    return answer(200, hint);
  };
}

/** Whom an event tells of. Pure. */
export function hintOf(event: string, data: unknown, id: string): Hint | undefined {
  const [about = '', what = ''] = event.split('.');
  if (about === 'AsyncPassthrough') return undefined;
  const person = what === 'added' || what === 'changed' || what === 'removed' ? personIn(about, data) : undefined;
  return person === undefined ? { id, ids: [], everything: true } : { id, ids: [person] };
}

function personIn(about: string, data: unknown): string | undefined {
  if (about === 'Employee') return employeeData.safeParse(data).data?.id;
  if (about !== 'Employment') return undefined;
  return idOf(employmentData.safeParse(data).data?.employee) ?? undefined;
}

function answer(status: number, hint?: Hint): WebhookAnswer {
  return { status, hints: hint === undefined ? [] : [hint] };
}

/** Base64 of either alphabet, with or without padding, of the HMAC over the bytes. */
function isSigned(body: Uint8Array, signature: string, key: string): boolean {
  const text = signature.trim().replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  if (!/^[\w-]{43}$/.test(text)) return false;
  const stated = Buffer.from(text, 'base64url');
  const right = createHmac('sha256', key).update(body).digest();
  return stated.length === right.length && timingSafeEqual(stated, right);
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}

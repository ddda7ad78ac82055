// Reads the text of an answer as what the request expects. A login page or half a document is never an empty list.
import type { z } from 'zod';

/** What a body turned out to be. */
export type BodyReading<Value> = { readonly kind: 'read'; readonly value: Value } | { readonly kind: 'unreadable'; readonly fact: string };

interface RawBody {
  readonly text: string;
  readonly contentType: string | null;
}

const jsonType = /^application\/(?:[\w.-]+\+)?json$/;

/** JSON where the body is JSON, else `undefined`. For error bodies, where nothing may depend on the format. */
export function looselyParsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Reads a success. An empty body is `undefined`, which a schema must allow. Other media types than JSON are read only
 * when they are listed, as text. Without a schema the value is `undefined`; a page in place of the answer is still refused.
 */
export function bodyOf<Value>(
  body: RawBody,
  schema: z.ZodType<Value> | undefined,
  mediaTypes: readonly string[],
): BodyReading<Value | undefined> {
  const mediaType = (body.contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const listed = mediaTypes.includes(mediaType);
  if (!listed && isPage(body.text, mediaType)) return { kind: 'unreadable', fact: 'the answer is an HTML page' };
  if (schema === undefined) return { kind: 'read', value: undefined };
  const raw = rawValue(body.text, mediaType, listed);
  return raw.kind === 'unreadable' ? raw : checked(raw.value, schema);
}

/** A page by its media type or by its first characters: portals in between do not always say what they send. */
function isPage(text: string, mediaType: string): boolean {
  if (text === '') return false;
  return mediaType === 'text/html' || mediaType === 'application/xhtml+xml' || /^\s*<(?:!doctype|html|head|body)\b/i.test(text);
}

function rawValue(text: string, mediaType: string, listed: boolean): BodyReading<unknown> {
  if (text === '') return { kind: 'read', value: undefined };
  if (listed && !jsonType.test(mediaType)) return { kind: 'read', value: text };
  if (mediaType !== '' && !jsonType.test(mediaType)) return { kind: 'unreadable', fact: 'the answer is not JSON' };
  try {
    return { kind: 'read', value: JSON.parse(text) };
  } catch {
    return { kind: 'unreadable', fact: 'the answer is not whole JSON' };
  }
}

/** A success as the text it came as; empty text is `undefined`, which a schema must allow. */
export function textOf<Value>(text: string, schema: z.ZodType<Value> | undefined): BodyReading<Value | undefined> {
  return schema === undefined ? { kind: 'read', value: undefined } : checked(text === '' ? undefined : text, schema);
}

function checked<Value>(value: unknown, schema: z.ZodType<Value>): BodyReading<Value> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { kind: 'read', value: parsed.data };
  const issue = parsed.error.issues[0];
  // Names of fields only: a key that is no plain name may itself be data.
  const path = (issue?.path ?? []).filter((step) => typeof step === 'number' || /^[A-Za-z_][\w:.-]{0,80}$/.test(String(step)));
  const where =
    value === undefined ? 'the answer is empty' : `the answer differs from the documented one at ${path.join('.') || 'its root'}`;
  return { kind: 'unreadable', fact: where };
}

// Webhooks: routed by the last part of the path, verified on the raw bytes, remembered, answered. Nothing else is done here,
// so that the answer is there within the time senders allow.
import type { ConnectorContext } from '../connector/context.ts';
import { isTenureError } from '../connector/errors.ts';
import type { WebhookReceiver } from '../connector/hints.ts';
import type { HeardHint } from './hints.ts';

/** Something that may have a webhook: a source or a target. */
export interface Hearing {
  readonly id: string;
  readonly webhook?: WebhookReceiver | undefined;
}

/** Bytes of a body that are read; senders' messages are far smaller. */
const largestBody = 1_048_576;

/**
 * Answers one request. 404 for a path that names no system with webhooks, 413 for a body that is too large, 503 when it could
 * not be remembered (senders come again), else what the connector says: 401 for a bad signature.
 */
export async function answerWebhook(
  request: Request,
  systems: readonly Hearing[],
  context: ConnectorContext,
  remember: (heard: readonly HeardHint[]) => Promise<void>,
): Promise<Response> {
  const name = decodedName(new URL(request.url).pathname);
  const system = systems.find(({ id, webhook }) => id === name && webhook !== undefined);
  if (system?.webhook === undefined) return new Response(null, { status: 404 });
  const body = await bodyOf(request);
  if (body === undefined) return new Response(null, { status: 413 });
  const { method, url, headers } = request;
  try {
    const answer = await system.webhook({ method, url, headers, body }, context);
    const hints = answer.status < 400 ? answer.hints : [];
    if (hints.length > 0) await remember(hints.map((hint) => ({ system: system.id, hint })));
    return answer.json === undefined
      ? new Response(null, { status: answer.status })
      : Response.json(answer.json, { status: answer.status });
  } catch (error) {
    context.log.error({ system: system.id, code: isTenureError(error) ? error.code : null }, 'a webhook could not be taken');
    return new Response(null, { status: 503 });
  }
}

function decodedName(path: string): string {
  const last =
    path
      .split('/')
      .filter((part) => part !== '')
      .at(-1) ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    return '';
  }
}

/** The body, or undefined when it is too large. Reads no further than that. */
async function bodyOf(request: Request): Promise<Uint8Array | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > largestBody) return undefined;
  if (request.body === null) return new Uint8Array();
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body) {
    size += part.byteLength;
    if (size > largestBody) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

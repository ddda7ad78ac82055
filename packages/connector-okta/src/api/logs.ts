// The System Log: who did what to whom, in the order in which Okta wrote it down.
import type { ConnectorContext } from '@tenure/core/connector';
import { type HttpClient, nextLink } from '@tenure/core/connector/http';
import { z } from 'zod';

const partySchema = z.object({ id: z.string().nullish(), type: z.string().nullish() });

export const logEventSchema = z.object({
  uuid: z.string().min(1),
  published: z.string(),
  eventType: z.string(),
  actor: partySchema.nullish(),
  outcome: z.object({ result: z.string().nullish() }).nullish(),
  target: z.array(partySchema).nullish(),
  transaction: z.object({ detail: z.object({ requestApiTokenId: z.string().nullish() }).nullish() }).nullish(),
});

/** One entry of the log, as far as it is used. */
export type LogEvent = z.infer<typeof logEventSchema>;

const logSchema = z.array(logEventSchema);

/**
 * One page of the log. Without an end in time the order is the one of writing down, nothing is left out, and a link to go
 * on always follows, also after an empty page. Bucket: logs.
 */
export async function readLog(
  http: HttpClient,
  where: { readonly url: string } | { readonly since: string; readonly filter: string; readonly limit: number },
  context: ConnectorContext,
): Promise<{ readonly events: readonly LogEvent[]; readonly next: string | undefined }> {
  const address = 'url' in where ? where : { path: '/api/v1/logs', query: { ...where, sortOrder: 'ASCENDING' } };
  const { body, headers } = await http.request(
    { verb: 'read system log', method: 'GET', ...address, effect: 'read', schema: logSchema },
    context,
  );
  return { events: body, next: nextLink(headers) };
}

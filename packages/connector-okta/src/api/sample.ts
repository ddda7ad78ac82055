// One entry of a list, to see whether it can be read and what Okta allows there.
import type { ConnectorContext } from '@tenure/core/connector';
import type { HttpClient, QueryValue } from '@tenure/core/connector/http';
import { idsSchema } from './wire.ts';

export interface Sample {
  readonly isEmpty: boolean;
  /** The id of the entry. */
  readonly first: string | undefined;
  /** Requests per minute for this token, as the answer states it. */
  readonly perMinute: number | undefined;
}

export async function sampleOf(
  http: HttpClient,
  { verb, path, query }: { readonly verb: string; readonly path: string; readonly query?: Readonly<Record<string, QueryValue>> },
  context: ConnectorContext,
): Promise<Sample> {
  const { body, headers } = await http.request(
    { verb, method: 'GET', path, query: { ...query, limit: 1 }, effect: 'read', schema: idsSchema },
    context,
  );
  return { isEmpty: body.length === 0, first: body[0]?.id, perMinute: numberIn(headers, 'x-rate-limit-limit') };
}

/** The number in a header; proxies that double it leave it twice, with a comma. */
export function numberIn(headers: Headers, name: string): number | undefined {
  const text = headers.get(name)?.split(',')[0]?.trim() ?? '';
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

// The token endpoint.
import type { ConnectorContext } from '@tenure/core/connector';
import type { HttpClient } from '@tenure/core/connector/http';
import { z } from 'zod';

/** Client id and secret of one customer or of a partner. */
export interface Login {
  readonly clientId: string;
  readonly clientSecret: string;
}

const tokenSchema = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });
export type AdpToken = z.infer<typeof tokenSchema>;

/** Several tokens may live at once: asking for one ends no other. */
export async function askForToken(http: HttpClient, { clientId, clientSecret }: Login, context: ConnectorContext): Promise<AdpToken> {
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  const { body } = await http.request(
    { verb: 'fetch token', method: 'POST', path: '/auth/oauth/v2/token', effect: 'read', form, schema: tokenSchema },
    context,
  );
  return body;
}

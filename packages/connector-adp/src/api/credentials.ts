// Partner mode: the login of a customer who has subscribed and consented.
import { type ConnectorContext, TenureError } from '@tenure/core/connector';
import type { HttpClient } from '@tenure/core/connector/http';
import { z } from 'zod';
import type { Login } from './token.ts';

const name = 'consumer-application-subscription-credential';

const answerSchema = z.object({
  events: z.array(
    z.object({
      data: z.object({
        output: z.object({
          consumerApplicationSubscriptionCredentials: z
            .array(z.object({ clientID: z.string().min(1), clientSecret: z.string().min(1), subscriberOrganizationOID: z.string() }))
            .nullish(),
        }),
      }),
    }),
  ),
});

/** The login of one customer; `undefined` without consent, or when the subscription is over. Changes nothing there. */
export async function findLogin(http: HttpClient, subscriber: string, context: ConnectorContext): Promise<Login | undefined> {
  const event = {
    serviceCategoryCode: { codeValue: 'core' },
    eventNameCode: { codeValue: `${name}.read` },
    data: { transform: { queryParameter: `$filter=subscriberOrganizationOID eq '${subscriber}'` } },
  };
  const { body } = await http.request(
    {
      verb: 'read credentials',
      id: subscriber,
      method: 'POST',
      path: `/events/core/v1/consumer-application-subscription-credentials.read`,
      effect: 'read',
      headers: { rolecode: 'administrator' },
      json: { events: [event] },
      schema: answerSchema,
    },
    context,
  );
  const all = body.events.flatMap(({ data }) => data.output.consumerApplicationSubscriptionCredentials ?? []);
  const own = all.find(({ subscriberOrganizationOID: of }) => of === subscriber);
  return own === undefined ? undefined : { clientId: own.clientID, clientSecret: own.clientSecret };
}

/** @throws {TenureError} `CONNECTOR_FORBIDDEN` where there is none: the customer is frozen, and nobody has left by it. */
export async function readLogin(http: HttpClient, subscriber: string, context: ConnectorContext): Promise<Login> {
  const login = await findLogin(http, subscriber, context);
  if (login !== undefined) return login;
  const fact = 'the customer has not consented, or the subscription is over';
  throw new TenureError('CONNECTOR_FORBIDDEN', {
    system: 'adp',
    verb: 'read credentials',
    id: subscriber,
    fact,
    details: { missing: 'consent' },
  });
}

// Partner mode: the credentials of subscribers who have consented.
import type { Answer } from '../../serving/answering.ts';
import { refusal } from '../problems.ts';
import type { OwnSubscriber } from '../subscribers.ts';
import type { Bearer } from '../tokens.ts';
import type { Call } from './call.ts';

const name = 'consumer-application-subscription-credential.read';

/** Answers the credentials that the filter of the event asks for; those of every subscriber without one. */
export function readCredentials(
  call: Pick<Call, 'method' | 'path' | 'at'>,
  bearer: Bearer,
  subscribers: readonly OwnSubscriber[],
  text: string,
): Answer {
  if (bearer.kind !== 'partner') throw refusal(call, 403, 'gateway', 'Invalid Scope');
  if (!text.includes(`"${name}"`)) throw refusal(call, 400, 'confirm-message', 'The event name is missing.');
  const wanted = /subscriberOrganizationOID eq '([^']*)'/.exec(text)?.[1];
  const chosen = subscribers.filter(
    ({ consent, subscription, organizationOID }) =>
      consent === 'given' && subscription === 'active' && (wanted === undefined || wanted === organizationOID),
  );
  const credentials = chosen.map(({ clientId, clientSecret, organizationOID }) => ({
    clientID: clientId,
    clientSecret,
    subscriberOrganizationOID: organizationOID,
  }));
  const output = { consumerApplicationSubscriptionCredentials: credentials };
  const body = { events: [{ serviceCategoryCode: { codeValue: 'core' }, eventNameCode: { codeValue: name }, data: { output } }] };
  return { status: 200, body };
}

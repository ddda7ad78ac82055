// Every endpoint of the data host, and what a caller must have for it.
import { type Answer, type Incoming, Refusal } from '../../serving/answering.ts';
import { patternOf } from '../../serving/faults.ts';
import type { ReadCache } from '../cache.ts';
import type { AdpLimiter } from '../limits.ts';
import { problemAnswer, refusal } from '../problems.ts';
import type { AdpScope, OwnSubscriber } from '../subscribers.ts';
import type { AdpSwitches } from '../switches.ts';
import type { Tokens } from '../tokens.ts';
import type { Call, Route } from './call.ts';
import { readCredentials } from './credentials.ts';
import { coreDepartments, organizationDepartments, validationTable } from './departments.ts';
import { deleteMessage, readMessage } from './queue.ts';
import { listDemographics, listWorkers, readDemographics, readWorker } from './workers.ts';

type Entry = readonly [method: string, path: string, scope: AdpScope, route: Route];

const endpoints: readonly Entry[] = [
  ['GET', '/hr/v2/workers', 'workers', listWorkers],
  ['GET', '/hr/v2/workers/*', 'workers', readWorker],
  ['GET', '/hr/v2/worker-demographics', 'workers', listDemographics],
  ['GET', '/hr/v2/worker-demographics/*', 'workers', readDemographics],
  ['GET', '/hcm/v1/validation-tables/departments', 'departments', validationTable],
  ['GET', '/hr/v1/organization-departments', 'departments', organizationDepartments],
  ['GET', '/core/v1/organization-departments', 'departments', coreDepartments],
  ['GET', '/core/v1/organization-departments/*', 'departments', coreDepartments],
  ['GET', '/core/v1/event-notification-messages', 'events', readMessage],
  ['DELETE', '/core/v1/event-notification-messages/*', 'events', deleteMessage],
];
const credentialsPath = '/events/core/v1/consumer-application-subscription-credentials.read';
const table = endpoints.map(([method, path, scope, route]) => ({ method, pattern: patternOf(path), scope, route }));

/** ADP, as far as routes need it. */
export interface Adp {
  readonly tokens: Tokens;
  readonly limiter: AdpLimiter;
  readonly subscribers: readonly OwnSubscriber[];
  readonly switches: AdpSwitches;
  readonly cache: ReadCache;
  readonly now: () => number;
  readonly longPollMs: number;
}

/** Answers a data call: token, limit, consent and scope in this order, then the work. */
export async function answer(adp: Adp, incoming: Incoming): Promise<Answer> {
  const { method, url, headers } = incoming;
  const call = { method, path: url.pathname, at: adp.now() };
  const bearer = adp.tokens.bearerOf(headers['authorization']);
  if (bearer === undefined) throw deadToken(call, adp.switches);
  if (url.pathname === credentialsPath && method === 'POST') return readCredentials(call, bearer, adp.subscribers, incoming.text);
  if (bearer.kind === 'partner') throw refusal(call, 403, 'gateway', 'Invalid Scope');
  const { subscriber } = bearer;
  if (!adp.limiter.enter(subscriber.clientId)) throw tooMany(call, adp.switches);
  try {
    const match = table.find((entry) => entry.method === method && entry.pattern.test(url.pathname));
    if (match === undefined) throw refusal(call, 404, 'gateway', 'Not Found');
    refuseWithout(match.scope, subscriber, call);
    subscriber.hr.keepUp();
    const segments = (match.pattern.exec(url.pathname) ?? []).slice(1).map(decodeURIComponent);
    const { switches, cache, longPollMs } = adp;
    const { signal } = incoming;
    return await match.route({ ...call, query: url.searchParams, headers, segments, subscriber, switches, cache, longPollMs, signal });
  } finally {
    adp.limiter.leave(subscriber.clientId);
  }
}

type At = Pick<Call, 'method' | 'path' | 'at'>;

function deadToken(call: At, { deadToken: status }: AdpSwitches): Refusal {
  return status === 401 ? refusal(call, 401, 'gateway', 'Unauthorized') : refusal(call, 400, 'oauth', 'Validation error');
}

function tooMany(call: At, { retryAfterSeconds }: AdpSwitches): Refusal {
  const answer = problemAnswer({ ...call, status: 429, shape: 'gateway', message: 'Too Many Requests' });
  return new Refusal(retryAfterSeconds === undefined ? answer : { ...answer, headers: { 'Retry-After': String(retryAfterSeconds) } });
}

function refuseWithout(scope: AdpScope, subscriber: OwnSubscriber, call: At): void {
  if (subscriber.subscription !== 'active') throw refusal(call, 403, 'gateway', 'The subscription is not active.');
  if (subscriber.consent !== 'given') throw refusal(call, 403, 'gateway', 'Consent is not given.');
  if (!subscriber.allows(scope)) throw refusal(call, 403, 'gateway', 'Invalid Scope');
}

// From a request to an answer: who asks, how often, for what. Every refusal becomes Okta's error body here.
import type { Org } from '../org.ts';
import { identify } from '../principals/identify.ts';
import { allows } from '../principals/permissions.ts';
import type { Principal } from '../principals/principals.ts';
import { OktaProblem, problem } from '../problems.ts';
import type { Answer, Call } from '../routes/call.ts';
import type { Endpoint } from '../routes/table.ts';
import { wireProblem } from '../wire/problem.ts';
import type { Incoming } from './incoming.ts';
import type { Limiter, Verdict } from './limits.ts';

export interface Answering {
  readonly org: Org;
  readonly limiter: Limiter;
  /** Whether more requests are under way than the org takes at once. */
  readonly isCrowded: () => boolean;
}

/** Who asked, when known, and what is answered: at once, unless the work goes over the network itself. */
export interface Answered {
  readonly principal: Principal | undefined;
  readonly given: Promise<Answer> | Answer;
}

/** The answer to a request. Unless it is a promise, the work is done when it returns: nothing comes in between. */
export function answer(incoming: Incoming, endpoint: Endpoint, { org, limiter, isCrowded }: Answering): Answered {
  org.agenda.settle();
  const asked = endpoint.open === undefined ? whoAsks(incoming, org) : undefined;
  const principal = asked instanceof OktaProblem ? undefined : asked;
  const crowded = isCrowded();
  const verdict = crowded ? limiter.crowded() : limiter.count(endpoint.bucket, principal?.id);
  const work = (): Promise<Answer> | Answer => {
    if (!verdict.allowed) {
      org.log.emit(crowded ? 'core.concurrency.org.limit.violation' : 'system.org.rate_limit.violation', [], 'DENY');
      throw problem('E0000047');
    }
    if (asked instanceof OktaProblem) throw asked;
    if (endpoint.open !== undefined) return endpoint.open(incoming);
    if (principal === undefined) throw problem('E0000004');
    const empty = emptyForWant(principal, endpoint, org);
    return empty ?? org.log.as(principal.actor, () => endpoint.route(callOf(incoming, endpoint, principal)));
  };
  const given = answeringProblems(org, work);
  return { principal, given: given instanceof Promise ? given.then((later) => withHeaders(later, verdict)) : withHeaders(given, verdict) };
}

function whoAsks(incoming: Incoming, org: Org): Principal | OktaProblem {
  try {
    return identify(incoming, org.principals, org.checks);
  } catch (refused) {
    if (refused instanceof OktaProblem) return refused;
    throw refused;
  }
}

/** Checks scope and role. By switch a list that no role opens is empty in place of refused. */
function emptyForWant({ scopes, roles }: Principal, { needs, isList }: Endpoint, { switches }: Org): Answer | undefined {
  if (needs === undefined) return undefined;
  const granted = (scope: string): boolean => scopes === undefined || scopes.includes(scope);
  const byManage = switches.manageScopeReads && granted(needs.scope.replace(/read$/, 'manage'));
  if (!granted(needs.scope) && !byManage) throw problem('E0000006', [`The scope ${needs.scope} is needed`]);
  if (needs.permissions.every((permission) => allows(roles, permission))) return undefined;
  if (isList && switches.withoutRole === 'empty-lists') return { status: 200, body: [] };
  throw problem('E0000006');
}

/** What `work` answers, or the body of its refusal. */
export function answeringProblems<Given extends Answer | Promise<Answer>>(org: Org, work: () => Given): Given | Answer | Promise<Answer> {
  const refusal = (refused: unknown): Answer => {
    if (!(refused instanceof OktaProblem)) throw refused;
    return { status: refused.status, body: wireProblem(refused, org.newId('oae'), org.switches.errorCauses) };
  };
  try {
    const given = work();
    return given instanceof Promise ? given.catch(refusal) : given;
  } catch (refused) {
    return refusal(refused);
  }
}

export function withHeaders(given: Answer, verdict: Verdict): Answer {
  return { ...given, headers: { ...verdict.headers, ...given.headers } };
}

function callOf({ method, url, headers, text }: Incoming, { parameters }: Endpoint, principal: Principal): Call {
  const accept = headers['accept'] ?? '*/*';
  if (!accept.includes('*/*') && !accept.includes('application/json')) throw problem('E0000018');
  if (text === '') return { method, url, headers, parameters, principal, body: undefined };
  if (!(headers['content-type'] ?? '').startsWith('application/json')) throw problem('E0000018');
  try {
    const body: unknown = JSON.parse(text);
    return { method, url, headers, parameters, principal, body };
  } catch {
    throw problem('E0000003');
  }
}

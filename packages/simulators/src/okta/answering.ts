// From a request to an answer: who asks, how often, for what. Every refusal becomes Okta's error body here.
import type { Limiter, Verdict } from './limits.ts';
import type { Org } from './org.ts';
import { OktaProblem, problem } from './problems.ts';
import type { Answer, Call } from './routes/call.ts';
import type { Endpoint } from './routes/table.ts';
import { wireProblem } from './wire/problem.ts';

/** A request as it came in. */
export interface Incoming {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
}

export interface Answering {
  readonly org: Org;
  readonly token: string;
  readonly limiter: Limiter;
  /** Whether more requests are under way than the org takes at once. */
  readonly isCrowded: () => boolean;
}

/** The answer to a request. The work is done when it returns: nothing is asynchronous in between. */
export function answer(incoming: Incoming, endpoint: Endpoint, { org, token, limiter, isCrowded }: Answering): Answer {
  const verdict = isCrowded() ? limiter.crowded() : limiter.count(endpoint.bucket);
  const given = answeringProblems(org, () => {
    if (!verdict.allowed) throw problem('E0000047');
    authorize(incoming, org, token);
    return endpoint.route(callOf(incoming, endpoint));
  });
  return withHeaders(given, verdict);
}

/** What `work` answers, or the body of its refusal. */
export function answeringProblems(org: Org, work: () => Answer): Answer {
  try {
    return work();
  } catch (refused) {
    if (!(refused instanceof OktaProblem)) throw refused;
    return { status: refused.status, body: wireProblem(refused, org.newId('oae'), org.switches.errorCauses) };
  }
}

export function withHeaders(given: Answer, verdict: Verdict): Answer {
  return { ...given, headers: { ...verdict.headers, ...given.headers } };
}

/** A token is as good as its owner: it dies when the owner is turned off. */
function authorize({ headers }: Incoming, org: Org, token: string): void {
  const [scheme, sent] = (headers['authorization'] ?? '').split(' ');
  if (scheme !== 'SSWS' || sent === undefined) throw problem('E0000004');
  const owner = org.users.all.get(org.ownerId);
  const off = owner === undefined || owner.status === 'DEPROVISIONED' || owner.status === 'SUSPENDED';
  if (sent !== token || off) throw problem('E0000011');
}

function callOf({ method, url, headers, text }: Incoming, { parameters }: Endpoint): Call {
  const accept = headers['accept'] ?? '*/*';
  if (!accept.includes('*/*') && !accept.includes('application/json')) throw problem('E0000018');
  if (text === '') return { method, url, headers, parameters, body: undefined };
  if (!(headers['content-type'] ?? '').startsWith('application/json')) throw problem('E0000018');
  try {
    const body: unknown = JSON.parse(text);
    return { method, url, headers, parameters, body };
  } catch {
    throw problem('E0000003');
  }
}

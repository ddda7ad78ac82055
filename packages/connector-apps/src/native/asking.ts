// Asking an app for one thing that may not be there. Only the app's own words for "not found" count; any other 404 is a wrong address.
import type { ConnectorContext } from '@tenure/core/connector';
import type { HttpAnswer, HttpClient, HttpRequest } from '@tenure/core/connector/http';
import type { Naming } from '../verbs/place.ts';
import { wrongAddress } from '../verbs/trouble.ts';

/** One app's interface, and how it says that something is not there. */
export interface Asking extends Naming {
  /** How the interface is called in errors: `the Directory API`. */
  readonly interfaceName: string;
  readonly http: HttpClient;
  /** Whether the body of a 404 is this interface's own. */
  saysGone(problem: unknown): boolean;
}

/**
 * The answer, or `undefined` when the thing is not there in the app's own words. Statuses in `accept` come back as answers.
 *
 * @throws {TenureError} `CONNECTOR_RESPONSE_UNREADABLE` for any other 404: nobody is gone because a proxy says "not found".
 */
export async function askFor<Body = undefined>(
  asking: Asking,
  request: HttpRequest<Body>,
  context: ConnectorContext,
): Promise<HttpAnswer<Body | undefined> | undefined> {
  const answer = await asking.http.request({ ...request, accept: [404, ...(request.accept ?? [])] }, context);
  if (answer.status !== 404) return answer;
  if (asking.saysGone(answer.problem)) return undefined;
  throw wrongAddress(asking, request.verb, request.id, asking.interfaceName);
}

// The shapes in which ADP's layers and products word a refusal.
import { type Answer, Refusal } from '../serving/answering.ts';

/** How a refusal looks: the gateway's own, `confirmMessage` in two depths and bare, the lists of single products, OAuth's. */
export type ProblemShape =
  | 'gateway'
  | 'confirm-message'
  | 'process-messages'
  | 'bare-confirm-message'
  | 'errors'
  | 'exception-messages'
  | 'oauth';

export interface AdpProblem {
  readonly status: number;
  readonly shape: ProblemShape;
  readonly message: string;
  /** For the gateway's shape and the confirm message. */
  readonly method: string;
  readonly path: string;
  readonly at: number;
}

export function problemAnswer({ status, shape, message, method, path, at }: AdpProblem): Answer {
  const createDateTime = new Date(at).toISOString();
  const type = { messageTypeCode: { codeValue: 'error' } };
  const deep = {
    resourceMessages: [{ processMessages: [{ processMessageID: { idValue: 'P-1' }, ...type, userMessage: { messageTxt: message } }] }],
  };
  const head = {
    confirmMessageID: { idValue: 'C-1' },
    createDateTime,
    protocolStatusCode: { codeValue: String(status) },
    requestStatusCode: { codeValue: 'failed' },
    requestMethodCode: { codeValue: method },
  };
  const bodies: Readonly<Record<ProblemShape, object>> = {
    gateway: {
      response: {
        responseCode: status,
        methodCode: method,
        resourceUri: { href: path },
        serverRequestDateTime: createDateTime,
        applicationCode: { code: status, typeCode: 'error', message },
        client_ip_adddress: '127.0.0.1',
        'adp-correlationID': 'simulated',
      },
    },
    'confirm-message': { confirmMessage: { ...head, ...deep } },
    'process-messages': { confirmMessage: { processMessages: [{ ...type, userMessage: { userMessage: message } }] } },
    'bare-confirm-message': { ...head, ...deep },
    errors: { errors: [{ status, code: 'ERR', message, source: path, details: [] }] },
    'exception-messages': { exceptionMessages: [{ message }] },
    oauth: { error: 'invalid_request', error_description: message },
  };
  return { status, body: bodies[shape] };
}

/** Ends the work with a refusal. */
export function refusal(call: Pick<AdpProblem, 'method' | 'path' | 'at'>, status: number, shape: ProblemShape, message: string): Refusal {
  return new Refusal(problemAnswer({ ...call, status, shape, message }));
}

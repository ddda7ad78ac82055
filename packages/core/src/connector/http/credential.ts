// Credentials at the moment of use. Nothing here keeps one longer than a request.
import type { ConnectorContext, Credential } from '../context.ts';
import { TenureError } from '../errors.ts';

const shown = '[secret]';

/** Text that no print shows: `String()`, templates, JSON and inspection all give `[secret]`. */
export interface Secret {
  /** The text itself; call it only where the text leaves for its system. */
  readonly reveal: () => string;
  readonly toString: () => string;
  readonly toJSON: () => string;
}

/** Wraps a text so that logs, errors and prints cannot show it. Pure. */
export function redact(text: string): Secret {
  const print = () => shown;
  return Object.freeze({ reveal: () => text, toString: print, toJSON: print, [Symbol.for('nodejs.util.inspect.custom')]: print });
}

/**
 * The text of a credential, fetched now if it is a function. What the function throws passes through; the HTTP client
 * turns it into `CONNECTOR_UNAVAILABLE` without its message.
 *
 * @throws {TenureError} `CONNECTOR_UNAUTHENTICATED` when the function gives no text.
 */
export async function resolveCredential(credential: Credential): Promise<string> {
  const text = typeof credential === 'string' ? credential : await credential();
  if (typeof text === 'string' && text !== '') return text;
  throw new TenureError('CONNECTOR_UNAUTHENTICATED', {
    system: 'credential',
    verb: 'fetch credential',
    fact: 'the function that fetches it gave no text',
    details: {},
  });
}

/** An `authorize` for {@link createHttp} that sends the credential as a bearer token, fetched anew for every try. */
export function bearer(credential: Credential): (context: ConnectorContext) => Promise<Record<string, string>> {
  return async () => ({ authorization: `Bearer ${await resolveCredential(credential)}` });
}

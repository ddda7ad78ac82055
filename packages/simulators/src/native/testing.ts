// What tests of modelled servers share: a client that says what came back, and nothing about any vendor.

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** The body as JSON, or as text where it is none. */
  readonly body: unknown;
}

export type Ask = (method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>) => Promise<Reply>;

/** Asks a server, with these headers each time. A body that is a form is sent as one, anything else as JSON. */
export function asking(url: string, common: Readonly<Record<string, string>> = {}): Ask {
  return async (method, path, body, headers = {}) => {
    const form = body instanceof URLSearchParams;
    const type: Readonly<Record<string, string>> = body === undefined || form ? {} : { 'content-type': 'application/json' };
    const response = await fetch(url + path, {
      method,
      headers: { ...type, ...common, ...headers },
      ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: jsonOrText(text) };
  };
}

function jsonOrText(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}

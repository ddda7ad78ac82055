// Asks a simulated org over real HTTP, for the tests beside it. No part of what is exported.
import { type OktaServer, type OktaServerOptions, startOktaServer } from './server.ts';

interface Asked {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed body; tests look into it with matchers. */
  readonly body: unknown;
  readonly code: string | undefined;
  readonly causes: readonly string[];
}

export interface Asking extends AsyncDisposable {
  readonly server: OktaServer;
  ask(method: string, path: string, json?: unknown, headers?: Readonly<Record<string, string>>): Promise<Asked>;
}

interface OktaErrorBody {
  readonly errorCode?: string;
  readonly errorCauses?: readonly { readonly errorSummary: string }[];
}

export async function startAsking(options?: OktaServerOptions): Promise<Asking> {
  const server = await startOktaServer(options);
  return {
    server,
    async ask(method, path, json, headers = {}) {
      const response = await fetch(path.startsWith('http') ? path : `${server.url}/api/v1${path}`, {
        method,
        headers: { authorization: `SSWS ${server.token}`, 'content-type': 'application/json', ...headers },
        ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      });
      const text = await response.text();
      const body = text === '' ? undefined : (JSON.parse(text) as OktaErrorBody);
      const causes = Array.isArray(body?.errorCauses) ? body.errorCauses.map(({ errorSummary }) => errorSummary) : [];
      return { status: response.status, headers: response.headers, body, code: body?.errorCode, causes };
    },
    [Symbol.asyncDispose]: () => server.close(),
  };
}

/** A profile with the required attributes. */
export function profileOf(login: string, more: object = {}): object {
  return { login, email: login, firstName: 'Ada', lastName: 'Example', ...more };
}

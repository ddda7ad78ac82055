// For this package's own tests: a simulated ADP with a plain caller that has a certificate and a token.
import { Agent, fetch, type RequestInit } from 'undici';
import { type AdpServer, type AdpServerOptions, startAdpServer } from './server.ts';

export interface Asked {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** `workers` of a page. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

export interface Asking extends AsyncDisposable {
  readonly server: AdpServer;
  /** Asks the data host, with the token of the first subscriber unless told otherwise. */
  ask(path: string, request?: RequestInit & { readonly token?: string }): Promise<Asked>;
  /** Asks for a token with a form and headers. */
  askToken(form: Readonly<Record<string, string>> | string, headers?: Readonly<Record<string, string>>): Promise<Asked>;
  /** A token for these credentials. */
  tokenFor(credentials: { readonly clientId: string; readonly clientSecret: string }): Promise<string>;
}

/** The clock stands at noon of 2026-08-03 in New York unless told otherwise. */
export async function startAsking(options: AdpServerOptions = {}): Promise<Asking> {
  const server = await startAdpServer({ at: '2026-08-03T16:00:00Z', ...options });
  const { certificate, key } = server.certificate;
  const dispatcher = new Agent({ connect: { cert: certificate, key, ca: server.authority } });
  const send = async (url: string, request: RequestInit): Promise<Asked> => {
    const response = await fetch(url, { ...request, dispatcher });
    const text = await response.text();
    const body = parsed(text);
    const { workers } = body;
    return { status: response.status, headers: response.headers, text, body, rows: Array.isArray(workers) ? workers : [] };
  };
  const askToken: Asking['askToken'] = (form, headers = {}) =>
    send(`${server.accountsUrl}/auth/oauth/v2/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams(form).toString(),
    });
  const tokenFor: Asking['tokenFor'] = async ({ clientId, clientSecret }) => {
    const { body } = await askToken({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret });
    return String(body['access_token']);
  };
  const own = await tokenFor(server.subscriber);
  return {
    server,
    askToken,
    tokenFor,
    ask: (path, { token = own, headers = {}, ...request } = {}) =>
      send(server.apiUrl + path, { ...request, headers: { authorization: `Bearer ${token}`, ...(headers as Record<string, string>) } }),
    async [Symbol.asyncDispose]() {
      await dispatcher.destroy();
      await server.close();
    },
  };
}

function parsed(text: string): Asked['body'] {
  try {
    return JSON.parse(text) as Asked['body'];
  } catch {
    return {};
  }
}

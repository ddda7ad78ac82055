// For this package's own tests: a simulated Merge with a plain caller.
import { type MergeServer, type MergeServerOptions, startMergeServer } from './server.ts';

export interface Asked {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** `results` of a page. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

export interface Asking extends AsyncDisposable {
  readonly server: MergeServer;
  /** Asks below `/api/hris/v1`, or at a path that begins with `/api`. */
  ask(
    path: string,
    options?: { readonly method?: string; readonly headers?: Readonly<Record<string, string>>; readonly json?: unknown },
  ): Promise<Asked>;
}

/** The clock stands at 2026-08-03T08:00:00Z unless told otherwise. */
export async function startAsking(options: MergeServerOptions = {}): Promise<Asking> {
  const server = await startMergeServer({ at: '2026-08-03T08:00:00Z', ...options });
  return {
    server,
    async ask(path, { method = 'GET', headers = {}, json } = {}) {
      const url = path.startsWith('/api') ? server.url + path : `${server.baseUrl}/hris/v1${path}`;
      const own = { authorization: `Bearer ${server.apiKey}`, 'x-account-token': server.account.token };
      const response = await fetch(url, {
        method,
        headers: { ...own, ...headers },
        ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      });
      const text = await response.text();
      const body = parsed(text);
      const { results } = body;
      return { status: response.status, headers: response.headers, text, body, rows: Array.isArray(results) ? results : [] };
    },
    [Symbol.asyncDispose]: () => server.close(),
  };
}

function parsed(text: string): Asked['body'] {
  try {
    return JSON.parse(text) as Asked['body'];
  } catch {
    return {};
  }
}

// A server on loopback that answers what it is told, and the two ways to reach it.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MergeClient } from '@mergeapi/merge-node-client';
import type { HrisSource } from '@tenure/core/connector';
import { mergeSource } from '../src/index.ts';
import type { MergeReadingOptions } from '../src/options.ts';

export type Answer = { readonly status?: number; readonly type?: string; readonly body: string } | ((response: ServerResponse) => void);

export interface Scripted {
  readonly url: string;
  /** Every request, oldest first: method, path with query, account token. Without those for what the account shows. */
  readonly asked: { readonly method: string; readonly url: URL; readonly headers: Headers }[];
  /** What is answered to requests whose path ends so; the last text repeats. */
  answer(path: string, ...answers: Answer[]): void;
  close(): Promise<void>;
}

export async function startScripted(): Promise<Scripted> {
  // What every reading asks first: what the account shows. Here it shows everything.
  const scripts = new Map<string, Answer[]>([['/sync-status', [page([])]]]);
  const asked: Scripted['asked'] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://loopback');
    if (url.pathname.endsWith('/linked-account-scopes')) return void response.writeHead(404).end('{"detail":"Not found."}');
    const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]);
    if (!url.pathname.endsWith('/sync-status')) asked.push({ method: request.method ?? '', url, headers: new Headers(headers) });
    const answers = [...scripts].find(([path]) => url.pathname.endsWith(path))?.[1] ?? [];
    const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? { status: 404, body: '{"detail":"Not found."}' };
    if (typeof answer === 'function') return answer(response);
    response.writeHead(answer.status ?? 200, { 'content-type': answer.type ?? 'application/json' }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`,
    asked,
    answer: (path, ...answers) => void scripts.set(path, answers),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export const keys = { apiKey: 'key-that-is-secret', accountToken: 'token-that-is-secret' };

/** The two ways a caller reaches Merge. */
export const transports: Readonly<Record<string, (baseUrl: string, options?: MergeReadingOptions) => HrisSource>> = {
  'its own requests': (baseUrl, options) => mergeSource({ ...keys, baseUrl, ...options }),
  'the caller’s MergeClient': (baseUrl, options) => mergeSource({ client: new MergeClient({ ...keys, baseUrl }), ...options }),
};

export function json(body: unknown): Answer {
  return { body: JSON.stringify(body) };
}

export function page(results: unknown, next: unknown = null): Answer {
  return json({ next, previous: null, results });
}

// Planned misfortunes: which request they strike and what the client sees.
import type { Request, Response } from 'express';

/** A fault and the request it strikes: the nth that fits from now on. */
export type ScimFault = {
  /** HTTP method; absent: any. */
  readonly method?: string;
  /** Text within the path and query; absent: any. */
  readonly path?: string;
  /** Counting from 1 among the requests that fit. Default 1. */
  readonly nth?: number;
  /** How many fitting requests in a row it strikes. Default 1. */
  readonly times?: number;
} & (
  | {
      /** Answered with this status; nothing is processed. */
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: unknown;
    }
  /** The connection is reset; nothing is processed. */
  | { readonly kind: 'reset-before' }
  /** Processed in full, then the connection is reset instead of an answer. */
  | { readonly kind: 'reset-after' }
  /** A login page with status 200; nothing is processed. */
  | { readonly kind: 'html' }
  /** Processed in full, answered with the first half of the document. */
  | { readonly kind: 'truncated' }
  /** Processed in full, answered after so many milliseconds. */
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** Answered as done although nothing was written. */
  | { readonly kind: 'ignored' }
  /** Right answers with fields that nobody documented. */
  | { readonly kind: 'extra-fields' }
);

export interface Faults {
  add(fault: ScimFault): void;
  /** Takes back every planned fault. */
  clear(): void;
  /** The fault that strikes this request, if any. Counts the request. */
  strike(method: string, url: string): ScimFault | undefined;
}

export function createFaults(initial: readonly ScimFault[]): Faults {
  const planned = initial.map((fault) => ({ fault, seen: 0 }));
  return {
    add: (fault) => {
      planned.push({ fault, seen: 0 });
    },
    clear: () => {
      planned.length = 0;
    },
    strike: (method, url) => {
      let struck: ScimFault | undefined;
      for (const entry of planned) {
        const { fault } = entry;
        if (fault.method !== undefined && fault.method !== method) continue;
        if (fault.path !== undefined && !url.includes(fault.path)) continue;
        entry.seen += 1;
        const first = fault.nth ?? 1;
        if (struck === undefined && entry.seen >= first && entry.seen < first + (fault.times ?? 1)) struck = fault;
      }
      return struck;
    },
  };
}

/** Prepares this exchange for its fault; true when the request is still to be processed. */
export function suffer(fault: ScimFault, request: Request, response: Response, timers: Set<NodeJS.Timeout>): boolean {
  switch (fault.kind) {
    case 'status':
      response.status(fault.status).set(fault.headers ?? {});
      response.type('application/scim+json').send(JSON.stringify(fault.body ?? scimError(fault.status)));
      return false;
    case 'html':
      response.status(200).type('text/html').send('<!doctype html><title>Sign in</title><form></form>');
      return false;
    case 'reset-before':
      request.socket.resetAndDestroy();
      return false;
    case 'reset-after':
      replaceEnd(response, () => request.socket.resetAndDestroy());
      return true;
    case 'truncated':
      replaceEnd(response, (body, end) => {
        const half = body.subarray(0, Math.floor(body.byteLength / 2));
        if (body.byteLength > 0) response.setHeader('content-length', half.byteLength);
        end(half);
      });
      return true;
    case 'slow':
      replaceEnd(response, (body, end) => {
        timers.add(setTimeout(() => end(body), fault.delayMs));
      });
      return true;
    case 'extra-fields':
      replaceEnd(response, (body, end) => {
        const extended = Buffer.from(body.byteLength === 0 ? '' : JSON.stringify(extendedWith(JSON.parse(body.toString()))));
        if (body.byteLength > 0) response.setHeader('content-length', extended.byteLength);
        end(extended);
      });
      return true;
    case 'ignored':
      return true;
  }
}

/** Catches the finished answer before a byte of it is sent. */
function replaceEnd(response: Response, instead: (body: Buffer, end: (body: Buffer) => void) => void): void {
  const end = response.end.bind(response) as (body: Buffer) => unknown;
  const caught = (chunk?: unknown) => {
    instead(Buffer.isBuffer(chunk) ? chunk : Buffer.from(typeof chunk === 'string' ? chunk : ''), end);
    return response;
  };
  response.end = caught as typeof response.end;
}

function extendedWith(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(extendedWith);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([name, inner]) => [name, extendedWith(inner)]);
  return { ...Object.fromEntries(fields), undocumented: { value: 1 } };
}

function scimError(status: number): unknown {
  return { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: String(status), detail: 'Planned fault' };
}

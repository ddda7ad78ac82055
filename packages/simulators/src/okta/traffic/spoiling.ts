// What a planted fault makes of an answer, or puts in its place.

import type { Org } from '../org.ts';
import { catalogued, OktaProblem } from '../problems.ts';
import type { Answer } from '../routes/call.ts';
import { wireProblem } from '../wire/problem.ts';
import { withHeaders } from './answering.ts';
import type { FaultEffect } from './faults.ts';
import type { Limiter } from './limits.ts';

/** What faults need to answer in Okta's manner. */
export interface Spoiling {
  readonly org: Org;
  readonly limiter: Limiter;
  readonly now: () => number;
}

/** The answer in place of the work, for effects that let nothing be done; the connection itself is not its matter. */
export function inPlaceOfWork(effect: FaultEffect, spoiling: Spoiling): Answer | undefined {
  const { org, limiter, now } = spoiling;
  switch (effect.kind) {
    case 'status':
      return refused(org, effect.code, effect.status, effect.causes);
    case 'throttled': {
      const reset = String(Math.ceil(now() / 1000) + 60);
      const headers = { 'X-Rate-Limit-Limit': '300', 'X-Rate-Limit-Remaining': '0', 'X-Rate-Limit-Reset': reset };
      const answer = refused(org, 'E0000047', 429);
      return effect.silent === true ? answer : { ...answer, headers };
    }
    case 'crowded':
      return withHeaders(refused(org, 'E0000047', 429), limiter.crowded());
    case 'html': {
      const page = '<html><head><title>Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>';
      return { status: effect.status ?? 502, body: page, headers: { 'Content-Type': 'text/html' } };
    }
    case 'redirect':
      return { status: 302, headers: { Location: 'https://login.example.com/' } };
    default:
      return undefined;
  }
}

/** What the client sees of work that was done. */
export function spoilt(effect: FaultEffect, done: Answer, { org, now }: Spoiling): Answer {
  switch (effect.kind) {
    case 'status-after':
      return refused(org, effect.code, effect.status);
    case 'unknown-fields':
      return { ...done, body: withStrangers(done.body) };
    case 'empty':
      return { ...done, body: '' };
    case 'rate-headers':
      return { ...done, headers: spoiltLimits(done.headers ?? {}, effect.how) };
    case 'skewed-date':
      return { ...done, headers: { ...done.headers, Date: new Date(now() + effect.milliseconds).toUTCString() } };
    default:
      return done;
  }
}

function spoiltLimits(headers: NonNullable<Answer['headers']>, how: 'doubled' | 'no-reset'): Answer['headers'] {
  const isLimit = (name: string): boolean => name.startsWith('X-Rate-Limit');
  if (how === 'no-reset') return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'X-Rate-Limit-Reset'));
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, isLimit(name) ? [value, value].flat() : value]));
}

function refused(org: Org, code: string, status: number, causes: readonly string[] = []): Answer {
  const problem = new OktaProblem(code, status, catalogued(code)?.summary ?? 'Injected fault', causes);
  return { status, body: wireProblem(problem, org.newId('oae'), org.switches.errorCauses) };
}

function withStrangers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withStrangers);
  if (typeof value !== 'object' || value === null) return value;
  const known = Object.entries(value).map(([name, inner]) => [name, withStrangers(inner)] as const);
  return { undocumented: { deep: ['x', 1, null] }, ...Object.fromEntries(known) };
}

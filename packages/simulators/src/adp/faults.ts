// Faults of ADP's own, beside those any HTTP service has.
import type { Answer, Incoming } from '../serving/answering.ts';
import type { WireEffect } from '../serving/breaking.ts';
import { type ProblemShape, problemAnswer } from './problems.ts';

export type AdpServiceEffect =
  /** A load balancer's text `default backend - 404`: neither "no such worker" nor "end of the list". */
  | { readonly kind: 'hiccup' }
  /** A refusal in one of ADP's shapes, in place of the work. */
  | { readonly kind: 'problem'; readonly status: number; readonly shape: ProblemShape }
  /** 206 with the first half of the page. */
  | { readonly kind: 'partial' };

export type AdpFaultEffect = WireEffect | AdpServiceEffect;

/** The answer in place of the work. */
export function insteadOfWork(effect: AdpServiceEffect, { method, url }: Incoming, at: number): Answer | undefined {
  if (effect.kind === 'hiccup') return { status: 404, body: 'default backend - 404', headers: { 'Content-Type': 'text/plain' } };
  if (effect.kind !== 'problem') return undefined;
  return problemAnswer({ status: effect.status, shape: effect.shape, message: 'An injected fault.', method, path: url.pathname, at });
}

/** What the client sees of work that was done. */
export function spoilAnswer(effect: AdpServiceEffect, done: Answer): Answer {
  if (effect.kind !== 'partial' || typeof done.body !== 'object' || done.body === null) return done;
  const body = Object.entries(done.body).map(([name, value]): [string, unknown] => [
    name,
    Array.isArray(value) ? value.slice(0, Math.floor(value.length / 2)) : value,
  ]);
  return { ...done, status: 206, body: Object.fromEntries(body) };
}

// What a route is given and what it answers.
import type { Principal } from '../principals/principals.ts';
import { problem } from '../problems.ts';
import type { OktaProfile } from '../records.ts';

export interface Call {
  readonly method: string;
  /** The whole address as the client sent it. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The parsed JSON body; undefined without one. */
  readonly body: unknown;
  readonly principal: Principal;
  /** Decoded path parameters by position. */
  readonly parameters: readonly string[];
}

export interface Answer {
  readonly status: number;
  /** Absent: no body. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string | readonly string[]>> | undefined;
}

/** A promise only where the work itself goes over the network. */
export type Route = (call: Call) => Answer | Promise<Answer>;

export const ok = (body: unknown, headers?: Answer['headers']): Answer => ({ status: 200, body, headers });
export const noContent: Answer = { status: 204 };

export function parameter(call: Call, position: number): string {
  return call.parameters[position] ?? '';
}

/** Whether a query parameter says true; absent: the endpoint's default. */
export function flag(call: Call, name: string, usual: boolean): boolean {
  const value = call.url.searchParams.get(name);
  return value === null ? usual : value === 'true';
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object in the body, under `name` or the body itself; absent: empty. */
export function objectIn(body: unknown, name?: string): OktaProfile {
  const value = name === undefined ? body : isObject(body) ? body[name] : undefined;
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw problem('E0000003');
  return value;
}

/** Text in an object; absent or of another type: undefined. */
export function textIn(object: OktaProfile, name: string): string | undefined {
  const value = object[name];
  return typeof value === 'string' ? value : undefined;
}

/** A list of texts in an object; absent: empty. */
export function textsIn(object: OktaProfile, name: string): readonly string[] {
  const value = object[name] ?? [];
  if (!Array.isArray(value)) throw problem('E0000003');
  return value.map(String);
}

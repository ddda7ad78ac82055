// Finds the endpoint for a request. An unknown path and a wrong method are told apart.
import type { TokenEndpoint } from '../oauth/token-endpoint.ts';
import type { Org } from '../org.ts';
import { problem } from '../problems.ts';
import type { Incoming } from '../traffic/incoming.ts';
import type { Bucket } from '../traffic/limits.ts';
import type { Answer, Route } from './call.ts';
import { endpoints, type Needs } from './endpoints.ts';
import { organization } from './org.ts';

export interface Endpoint {
  readonly bucket: Bucket;
  readonly parameters: readonly string[];
  readonly needs?: Needs | undefined;
  /** Whether it answers a list. */
  readonly isList: boolean;
  /** Refuses with E0000008 or E0000022 where there is no such endpoint. */
  readonly route: Route;
  /** In place of the route where no credential is asked for. */
  readonly open?: ((incoming: Incoming) => Answer) | undefined;
}

/** The endpoints of an org, by method and path. */
export function createTable(org: Org, tokenEndpoint: TokenEndpoint): (method: string, path: string) => Endpoint {
  const bySegments = new Map<number, { method: string; pattern: RegExp; endpoint: Omit<Endpoint, 'parameters'> }[]>();
  for (const [method, path, bucket, scope, permissions, route] of endpoints) {
    const count = path.split('/').length;
    const needs = { scope, permissions: permissions.split(' ') };
    const endpoint = { bucket, needs, isList: method === 'GET' && /^\/api\/v1\/\w+$/.test(path), route: route(org) };
    bySegments.set(count, [...(bySegments.get(count) ?? []), { method, pattern: patternOf(path), endpoint }]);
  }
  const open: Readonly<Record<string, Omit<Endpoint, 'parameters' | 'route' | 'isList'>>> = {
    'POST /oauth2/v1/token': { bucket: 'token', open: tokenEndpoint.answer },
    'GET /.well-known/okta-organization': { bucket: 'other', open: (incoming) => organization(org, incoming.url.origin) },
  };
  return (method, path) => {
    const unguarded = open[`${method} ${path}`];
    if (unguarded !== undefined) return { ...unguarded, isList: false, parameters: [], route: refusing(true) };
    const onPath = (bySegments.get(path.split('/').length) ?? []).filter(({ pattern }) => pattern.test(path));
    const entry = onPath.find((candidate) => candidate.method === method);
    if (entry === undefined) return { bucket: 'other', isList: false, parameters: [], route: refusing(onPath.length > 0) };
    const parameters = (entry.pattern.exec(path) ?? []).slice(1).map(decodeURIComponent);
    return { ...entry.endpoint, parameters };
  };
}

/** A path with `*` for one segment each, as a pattern. */
export function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('.', '\\.').replaceAll('*', '([^/]+)')}$`);
}

function refusing(pathIsKnown: boolean): Route {
  return () => {
    throw problem(pathIsKnown ? 'E0000022' : 'E0000008');
  };
}

// Every endpoint, with the bucket that counts its calls. An unknown path and a wrong method are told apart.
import type { Bucket } from '../limits.ts';
import type { Org } from '../org.ts';
import { problem } from '../problems.ts';
import type { Route } from './call.ts';
import { addMember, createGroup, listGroups, listMembers, readGroup, removeMember } from './groups.ts';
import { changeLifecycle, endSessions, groupsOfUser, rolesOfUser } from './user-parts.ts';
import { createUser, deleteUser, listUsers, readUser, updateUser } from './users.ts';

type Entry = readonly [method: string, path: string, bucket: Bucket, route: (org: Org) => Route];

const endpoints: readonly Entry[] = [
  ['POST', '/api/v1/users', 'users', createUser],
  ['GET', '/api/v1/users', 'users', listUsers],
  ['GET', '/api/v1/users/*', 'user-read', readUser],
  ['POST', '/api/v1/users/*', 'user-write', updateUser],
  ['DELETE', '/api/v1/users/*', 'user-write', deleteUser],
  ['POST', '/api/v1/users/*/lifecycle/*', 'users', changeLifecycle],
  ['DELETE', '/api/v1/users/*/sessions', 'users', endSessions],
  ['GET', '/api/v1/users/*/groups', 'users', groupsOfUser],
  ['GET', '/api/v1/users/*/roles', 'users', rolesOfUser],
  ['GET', '/api/v1/groups', 'groups', listGroups],
  ['POST', '/api/v1/groups', 'groups', createGroup],
  ['GET', '/api/v1/groups/*', 'group', readGroup],
  ['GET', '/api/v1/groups/*/users', 'groups', listMembers],
  ['PUT', '/api/v1/groups/*/users/*', 'groups', addMember],
  ['DELETE', '/api/v1/groups/*/users/*', 'groups', removeMember],
];

export interface Endpoint {
  readonly bucket: Bucket;
  readonly parameters: readonly string[];
  /** Refuses with E0000008 or E0000022 where there is no such endpoint. */
  readonly route: Route;
}

/** Finds the endpoint for a request. */
export function createTable(org: Org): (method: string, path: string) => Endpoint {
  const entries = endpoints.map(([method, path, bucket, route]) => ({ method, pattern: patternOf(path), bucket, route: route(org) }));
  return (method, path) => {
    const onPath = entries.filter(({ pattern }) => pattern.test(path));
    const entry = onPath.find((candidate) => candidate.method === method);
    if (entry === undefined) return refusal(onPath.length > 0);
    const parameters = (entry.pattern.exec(path) ?? []).slice(1).map(decodeURIComponent);
    return { bucket: entry.bucket, parameters, route: entry.route };
  };
}

/** A path with `*` for one segment each, as a pattern. */
export function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('.', '\\.').replaceAll('*', '([^/]+)')}$`);
}

function refusal(pathIsKnown: boolean): Endpoint {
  return {
    bucket: 'other',
    parameters: [],
    route: () => {
      throw problem(pathIsKnown ? 'E0000022' : 'E0000008');
    },
  };
}

// The users behind a simulated server, as plain resources. Seeded and inspected directly, never through SCIM.
import { randomUUID } from 'node:crypto';

/** A user as the backend holds it: a SCIM resource with an id. */
export interface ScimUser {
  readonly id: string;
  readonly userName: string;
  readonly externalId?: string;
  readonly active?: boolean;
  readonly displayName?: string;
  readonly title?: string;
  readonly timezone?: string;
  readonly name?: { readonly givenName?: string; readonly familyName?: string; readonly formatted?: string };
  readonly emails?: readonly { readonly value?: string; readonly type?: string; readonly primary?: boolean }[];
  readonly [attribute: string]: unknown;
}

export interface Backend {
  /** Copies, in the order of creation. */
  all(): ScimUser[];
  get(id: string): ScimUser | undefined;
  /** Another user that holds this name in any case. */
  holder(userName: string, exceptId: string | undefined): ScimUser | undefined;
  /** Stores a resource as it stands; a new one gets an id. */
  put(resource: Omit<ScimUser, 'id'> & { readonly id?: string }): ScimUser;
  remove(id: string): boolean;
}

export function createBackend(clock: () => number): Backend {
  const users = new Map<string, ScimUser>();
  return {
    all: () => [...users.values()].map((user) => structuredClone(user)),
    get: (id) => structuredClone(users.get(id)),
    holder: (userName, exceptId) =>
      [...users.values()].find((user) => user.id !== exceptId && user.userName.toLowerCase() === userName.toLowerCase()),
    put: (resource) => {
      const id = resource.id ?? randomUUID();
      const at = new Date(clock()).toISOString();
      const created = (users.get(id)?.['meta'] as { created?: string } | undefined)?.created ?? at;
      const user = { ...structuredClone(resource), id, meta: { resourceType: 'User', created, lastModified: at } } as unknown as ScimUser;
      users.set(id, user);
      return structuredClone(user);
    },
    remove: (id) => users.delete(id),
  };
}

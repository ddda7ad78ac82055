// Ties scimmy, whose resource types are global to the process, to many backends: each request carries its own.
import SCIMMY from 'scimmy';
import type { Backend, ScimUser } from './backend.ts';

/** What a request brings along: whose users it is about. */
export interface RequestWorld {
  readonly backend: Backend;
  /** True: writes are answered as done but change nothing. */
  readonly ignoreWrites: boolean;
}

let declared = false;

/** Declares the user resource once per process. */
export function declareUsers(): void {
  if (declared) return;
  declared = true;
  SCIMMY.Resources.User.extend(SCIMMY.Schemas.EnterpriseUser, false);
  SCIMMY.Resources.declare(SCIMMY.Resources.User)
    .egress((resource, context?: RequestWorld) => {
      const { backend } = worldOf(context);
      if (resource.id !== undefined) return asResource(found(backend, resource.id));
      const users = backend.all();
      return (resource.filter === undefined ? users : resource.filter.match(users)).map(asResource);
    })
    .ingress((resource, instance, context?: RequestWorld) => {
      const { backend, ignoreWrites } = worldOf(context);
      const current = resource.id === undefined ? undefined : found(backend, resource.id);
      const wanted = JSON.parse(JSON.stringify(instance)) as ScimUser;
      if (backend.holder(wanted.userName, resource.id) !== undefined) {
        throw new SCIMMY.Types.Error(409, 'uniqueness', 'The user name is taken');
      }
      if (ignoreWrites) return asResource({ ...wanted, id: resource.id ?? 'not-stored' });
      const { id: _stated, meta: _meta, ...attributes } = wanted;
      return asResource(backend.put({ active: true, ...attributes, ...(current === undefined ? {} : { id: current.id }) } as ScimUser));
    })
    .degress((resource, context?: RequestWorld) => {
      const { backend, ignoreWrites } = worldOf(context);
      const { id } = found(backend, resource.id ?? '');
      if (!ignoreWrites) backend.remove(id);
    });
}

function worldOf(context: RequestWorld | undefined): RequestWorld {
  if (context === undefined) throw new SCIMMY.Types.Error(500, '', 'The request belongs to no server');
  return context;
}

function found(backend: Backend, id: string): ScimUser {
  const user = backend.get(id);
  if (user === undefined) throw new SCIMMY.Types.Error(404, '', 'No such user');
  return user;
}

/** scimmy's declared resource type names every attribute; a user here has the ones it has. */
function asResource(user: ScimUser): InstanceType<typeof SCIMMY.Schemas.User> {
  return user as unknown as InstanceType<typeof SCIMMY.Schemas.User>;
}

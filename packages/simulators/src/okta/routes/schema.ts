// The schema of the one user type, with the source of every attribute.
import type { Org } from '../org.ts';
import { userTypeId } from '../query/dialects.ts';
import { limitsOf } from '../users/profile.ts';
import { ok, type Route } from './call.ts';

export function readSchema(org: Org): Route {
  const { attributes, custom, unique, types } = org.schema;
  return (call) => {
    const sourced = org.sourcedAttributes();
    const property = (name: string) => ({
      title: name,
      type: types[name] ?? 'string',
      scope: 'NONE',
      mutability: 'READ_WRITE',
      ...limitsOf(name),
      ...(unique.includes(name) ? { unique: 'UNIQUE_VALIDATED' } : {}),
      master: { type: sourced.has(name) ? 'PROFILE_MASTER' : 'OKTA' },
    });
    const propertiesOf = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, property(name)]));
    const isCustom = (name: string): boolean => custom.includes(name);
    const base = { id: '#base', type: 'object', properties: propertiesOf([...attributes].filter((name) => !isCustom(name))) };
    const own = { id: '#custom', type: 'object', properties: propertiesOf(custom) };
    return ok({
      id: `${call.url.origin}/meta/schemas/user/${userTypeId}`,
      $schema: 'http://json-schema.org/draft-04/schema#',
      name: 'user',
      title: 'User',
      type: 'object',
      definitions: {
        base: { ...base, required: ['login', 'email', 'firstName', 'lastName'] },
        custom: { ...own, required: [] },
      },
      properties: { profile: { allOf: [{ $ref: '#/definitions/base' }, { $ref: '#/definitions/custom' }] } },
    });
  };
}

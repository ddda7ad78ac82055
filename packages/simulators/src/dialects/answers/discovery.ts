// What the server says about itself.
import type { Dialect } from '../dialect.ts';
import type { Fields } from '../json.ts';

const schema = (name: string): string => `urn:ietf:params:scim:schemas:core:2.0:${name}`;

export function discoveryOf(dialect: Dialect, name: string): Fields | undefined {
  if (dialect.discovery === 'none') return undefined;
  switch (name) {
    case 'ServiceProviderConfig':
      return serviceProviderConfig(dialect);
    case 'ResourceTypes':
      return list([{ schemas: [schema('ResourceType')], id: 'User', name: 'User', endpoint: '/Users', schema: schema('User') }]);
    case 'Schemas':
      return list([{ id: schema('User'), name: 'User', attributes: [] }]);
    default:
      return undefined;
  }
}

function serviceProviderConfig({ operators, maxCount, versions, paging }: Dialect): Fields {
  const cursor = { cursor: true, index: false, defaultPaginationMethod: 'cursor', maxPageSize: maxCount };
  return {
    schemas: [schema('ServiceProviderConfig')],
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: operators.length > 0, maxResults: maxCount },
    changePassword: { supported: false },
    sort: { supported: false },
    etag: { supported: versions !== 'none' },
    authenticationSchemes: [{ type: 'oauthbearertoken', name: 'Bearer token', description: 'A token in the Authorization header' }],
    ...(paging === 'cursor' ? { pagination: cursor } : {}),
  };
}

const list = (resources: readonly Fields[]): Fields => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
  totalResults: resources.length,
  Resources: resources,
});

import type { Sheet } from './sheet.ts';

export const salesforce: Sheet = {
  name: 'Salesforce SCIM',
  plan: 'any with API access',
  documented: {},
  reported: {
    address: 'https://{domain}/services/scim/v2',
    required: ['userName', 'entitlements'],
    paging: 'index',
    operations: ['Add', 'Replace', 'Remove'],
    operationCase: 'any',
    patchForms: ['path', 'value'],
    inactiveMeans: 'suspended',
    inactiveShows: 'inactive',
    reactivation: 'active-true',
    deletionMeans: 'unsupported',
  },
  unconfirmed: {
    elsewhere: 'conflict',
    userName: { kind: 'email' },
    filterable: { userName: 'any-case', id: 'exact' },
    says: { seats: { status: 403, detail: 'LICENSE_LIMIT_EXCEEDED' } },
  },
};

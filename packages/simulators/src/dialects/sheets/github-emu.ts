import type { Sheet } from './sheet.ts';

export const githubEmu: Sheet = {
  name: 'GitHub Enterprise Managed Users',
  plan: 'GitHub Enterprise Cloud with managed users',
  documented: {
    address: 'https://api.github.com/scim/v2/enterprises/{enterprise}',
    filterable: { userName: 'any-case', externalId: 'exact', id: 'exact', displayName: 'any-case' },
    operators: ['eq'],
    joins: [],
    paging: 'index',
    patchForms: ['path', 'value'],
    pathFilters: 'no-effect',
    inactiveMeans: 'suspended',
    inactiveShows: 'inactive',
    reactivation: 'active-true',
    deletionMeans: 'identity-destroyed',
  },
  reported: {
    limits: [{ counts: 'create', requests: 1000, windowSeconds: 3600 }],
  },
  unconfirmed: {
    inactiveObscures: true,
    createdAgain: 'new-id',
  },
};

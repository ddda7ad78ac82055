import type { Sheet } from './sheet.ts';

export const airtable: Sheet = {
  name: 'Airtable',
  plan: 'Enterprise Scale',
  documented: {
    address: 'https://airtable.com/scim/v2',
    userName: { kind: 'email' },
    domains: 'owned',
    elsewhere: 'conflict',
    paging: 'index',
    inactiveMeans: 'suspended',
    inactiveShows: 'inactive',
    reactivation: 'active-true',
    deletionMeans: 'identity-destroyed',
  },
  unconfirmed: {
    filterable: { userName: 'any-case', externalId: 'exact' },
    operators: ['eq'],
    joins: [],
  },
};

import type { Sheet } from './sheet.ts';

export const atlassian: Sheet = {
  name: 'Atlassian',
  plan: 'Atlassian Guard',
  documented: {
    address: 'https://api.atlassian.com/scim/directory/{directory}',
    paging: 'index',
    inactiveMeans: 'suspended',
    inactiveShows: 'inactive',
    reactivation: 'active-true',
    deletionMeans: 'identity-destroyed',
    createdAgain: 'new-id',
    retryAfter: 'seconds',
  },
  unconfirmed: {
    filterable: { userName: 'any-case', externalId: 'exact', 'emails.value': 'any-case' },
    operators: ['eq'],
    joins: ['and'],
  },
};

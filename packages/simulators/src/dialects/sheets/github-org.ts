import type { Sheet } from './sheet.ts';

export const githubOrg: Sheet = {
  name: 'GitHub organization with SAML',
  plan: 'GitHub Enterprise Cloud',
  documented: {
    address: 'https://api.github.com/scim/v2/organizations/{organization}',
    required: ['userName', 'name.givenName', 'name.familyName', 'emails'],
    invites: true,
    filterable: { id: 'exact', userName: 'any-case', emails: 'any-case', externalId: 'exact' },
    operators: ['eq'],
    joins: [],
    paging: 'index',
    pathFilters: 'no-effect',
    inactiveMeans: 'identity-destroyed',
    inactiveShows: '404',
    reactivation: 'create-again',
    deletionMeans: 'identity-destroyed',
    createdAgain: 'new-id',
  },
  unconfirmed: {
    pendingShows: 'active',
  },
};

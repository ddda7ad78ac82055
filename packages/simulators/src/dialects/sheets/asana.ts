import type { Sheet } from './sheet.ts';

export const asana: Sheet = {
  name: 'Asana',
  plan: 'Enterprise',
  documented: {
    address: 'https://app.asana.com/api/1.0/scim',
    userName: { kind: 'email' },
    ignored: ['name.givenName', 'name.familyName'],
    paging: 'none',
    unlisted: ['guest'],
    elsewhere: 'joined',
    inactiveMeans: 'suspended',
    deletionMeans: 'suspended',
  },
  unconfirmed: {
    filterable: { userName: 'any-case' },
    operators: ['eq'],
    joins: [],
    inactiveShows: 'inactive',
    reactivation: 'active-true',
    deletedAgain: 204,
  },
};

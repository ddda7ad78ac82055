import type { Sheet } from './sheet.ts';

export const snowflake: Sheet = {
  name: 'Snowflake',
  plan: 'any',
  documented: {},
  reported: {
    address: 'https://{account}.snowflakecomputing.com/scim/v2',
    inactiveMeans: 'suspended',
    inactiveShows: 'inactive',
    reactivation: 'active-true',
  },
  unconfirmed: {
    filterable: { userName: 'any-case' },
    operators: ['eq'],
    joins: [],
    paging: 'index',
    deletionMeans: 'identity-destroyed',
  },
};

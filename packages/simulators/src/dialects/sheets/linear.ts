import type { Sheet } from './sheet.ts';

export const linear: Sheet = {
  name: 'Linear',
  plan: 'Enterprise',
  documented: {},
  reported: {
    address: 'https://api.linear.app/auth/scim/{organization}',
  },
  unconfirmed: {
    filterable: { userName: 'any-case' },
    operators: ['eq'],
    joins: [],
    inactiveMeans: 'suspended',
    deletionMeans: 'suspended',
    deletedAgain: 204,
  },
};

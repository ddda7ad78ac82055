import type { Sheet } from './sheet.ts';

export const datadog: Sheet = {
  name: 'Datadog',
  plan: 'Pro or Enterprise',
  documented: {
    address: 'https://api.{site}/api/v2/scim',
  },
  unconfirmed: {
    filterable: { userName: 'any-case' },
    operators: ['eq'],
    joins: [],
    inactiveMeans: 'suspended',
    reactivation: 'active-true',
    deletionMeans: 'suspended',
    deletedAgain: 204,
  },
};

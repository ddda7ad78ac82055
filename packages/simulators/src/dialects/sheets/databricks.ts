import type { Sheet } from './sheet.ts';

export const databricks: Sheet = {
  name: 'Databricks account',
  plan: 'any',
  documented: {},
  reported: {
    address: 'https://accounts.cloud.databricks.com/api/2.0/accounts/{account}/scim/v2',
    filterable: { userName: 'any-case' },
    operators: ['eq'],
    paging: 'index',
  },
  unconfirmed: {
    userName: { kind: 'email' },
    joins: [],
    inactiveMeans: 'suspended',
    deletionMeans: 'identity-destroyed',
  },
};

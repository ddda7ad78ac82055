import type { Sheet } from './sheet.ts';

export const awsIdentityCenter: Sheet = {
  name: 'AWS IAM Identity Center',
  plan: 'any',
  documented: {
    address: 'https://scim.{region}.amazonaws.com/{tenant}/scim/v2',
    required: ['userName', 'name.givenName', 'name.familyName', 'displayName', 'emails'],
    valuesKept: 1,
    moreValues: 'refused',
    filterable: { userName: 'any-case', externalId: 'exact' },
    operators: ['eq'],
    joins: ['and'],
    attributesParameter: 'ignored',
    maxCount: 50,
    inactiveMeans: 'suspended',
    inactiveShows: 'inactive',
    reactivation: 'active-true',
    deletionMeans: 'identity-destroyed',
  },
  reported: {
    paging: 'cursor',
  },
  unconfirmed: {
    defaultCount: 50,
    totals: 'page',
    errorBody: 'aws',
    says: { wrongTenant: { status: 401, detail: 'The token does not belong to the tenant' } },
  },
};

import type { Sheet } from './sheet.ts';

export const figma: Sheet = {
  name: 'Figma',
  plan: 'Organization or Enterprise',
  documented: {
    address: 'https://www.figma.com/scim/v2/{tenant}',
    accepts: ['application/json'],
    answersAs: 'application/json',
    baseAnswers: 200,
    required: ['schemas', 'userName', 'active'],
    requiredByPut: ['schemas', 'userName', 'active'],
    userName: { kind: 'email', maxLength: 100 },
    emailsShown: 'object',
    primaryShown: 'text',
    domains: 'owned',
    elsewhere: 'joined',
    filterable: { userName: 'any-case', externalId: 'exact' },
    operators: ['eq'],
    paging: 'index',
    inactiveMeans: 'left-workspace',
    inactiveShows: 'inactive',
    reactivation: 'active-true',
    deletionMeans: 'identity-destroyed',
    versions: 'none',
    says: { wrongTenant: { status: 400, detail: 'The tenant is not valid' } },
  },
  reported: {
    maxCount: 3000,
  },
  unconfirmed: {
    emailsTaken: 'either',
    externalIdShownAs: { one: 'externalID', list: 'external_id' },
    joins: [],
    createdAgain: 'new-id',
  },
};

import type { Sheet } from './sheet.ts';

export const sentry: Sheet = {
  name: 'Sentry',
  plan: 'Business or Enterprise',
  documented: {
    address: 'https://sentry.io/api/0/organizations/{organization}/scim/v2',
    required: ['userName'],
    ignored: ['name', 'displayName', 'title', 'externalId', 'phoneNumbers', 'department'],
    userName: { kind: 'email' },
    valuesKept: 1,
    nameShown: 'not-available',
    operators: ['eq'],
    paging: 'index',
    maxCount: 100,
    patchable: 'active-false',
    patchAnswers: 204,
    put: 'unsupported',
    inactiveMeans: 'identity-destroyed',
    inactiveShows: '404',
    reactivation: 'create-again',
    deletionMeans: 'identity-destroyed',
  },
  unconfirmed: {
    filterable: { userName: 'any-case' },
    joins: [],
    createdAgain: 'new-id',
  },
};

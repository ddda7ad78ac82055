import type { Sheet } from './sheet.ts';

export const onePassword: Sheet = {
  name: '1Password SCIM bridge',
  plan: '1Password Business',
  documented: {},
  reported: {
    address: 'https://{bridge}/scim',
    paging: 'index',
    maxCount: 100,
    patchAnswers: 204,
    inactiveMeans: 'suspended',
    inactiveShows: 'inactive',
    reactivation: 'active-true',
  },
  unconfirmed: {
    filterable: { userName: 'any-case' },
    operators: ['eq'],
    joins: [],
    deletionMeans: 'suspended',
    deletedAgain: 204,
  },
};

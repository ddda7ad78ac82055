import type { Sheet } from './sheet.ts';

export const notion: Sheet = {
  name: 'Notion',
  plan: 'Enterprise',
  documented: {
    address: 'https://api.notion.com/scim/v2',
    required: ['userName'],
    userName: { kind: 'email' },
    elsewhere: 'joined',
    profileDomains: 'owned',
    filterable: { email: 'any-case', given_name: 'exact', family_name: 'exact' },
    paging: 'index',
    maxCount: 100,
    inactiveMeans: 'left-workspace',
    deletionMeans: 'left-workspace',
    protects: [{ standing: 'token-owner', from: ['inactive', 'delete'], answer: 'owner' }],
    tokenDiesWithOwner: true,
  },
  unconfirmed: {
    operators: ['eq'],
    joins: ['and'],
    inactiveShows: '404',
    reactivation: 'create-again',
    createdAgain: 'same-id',
  },
};

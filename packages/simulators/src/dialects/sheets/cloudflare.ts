import type { Sheet } from './sheet.ts';

export const cloudflare: Sheet = {
  name: 'Cloudflare dashboard',
  plan: 'Enterprise',
  documented: {
    address: 'https://api.cloudflare.com/client/v4/accounts/{account}/scim/v2',
    paging: 'index',
    inactiveMeans: 'left-workspace',
    deletionMeans: 'nothing',
    protects: [{ standing: 'super-admin', from: ['inactive', 'delete'], answer: 'nothing' }],
  },
  unconfirmed: {
    filterable: { userName: 'any-case' },
    operators: ['eq'],
    joins: [],
    inactiveShows: 'inactive',
    reactivation: 'active-true',
    deletedAgain: 204,
    limits: [{ counts: 'all', requests: 1200, windowSeconds: 300 }],
  },
};

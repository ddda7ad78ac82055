import type { Sheet } from './sheet.ts';

export const miro: Sheet = {
  name: 'Miro',
  plan: 'Enterprise',
  documented: {
    address: 'https://miro.com/api/v1/scim',
    filterable: { userName: 'any-case' },
    operators: ['eq'],
    paging: 'index',
    patchForms: ['path', 'value'],
    operations: ['Add', 'Replace', 'Remove'],
    inactiveMeans: 'suspended',
    inactiveShows: 'inactive',
    reactivation: 'active-true',
    protects: [
      { standing: 'last-admin', from: ['delete'], answer: 'owner' },
      { standing: 'guest', from: ['delete'], answer: 'owner' },
      { standing: 'outsider', from: ['delete'], answer: 'owner' },
    ],
    limits: [
      { counts: 'read', requests: 200, windowSeconds: 30 },
      { counts: 'create', requests: 200, windowSeconds: 30 },
      { counts: 'change', requests: 100, windowSeconds: 30 },
      { counts: 'delete', requests: 20, windowSeconds: 30 },
    ],
  },
  unconfirmed: {
    deletionMeans: 'left-workspace',
    operationCase: 'any',
    joins: [],
  },
};

import type { Dialect } from '../dialect.ts';
import type { Sheet } from './sheet.ts';

const common: Partial<Dialect> = {
  required: ['externalId', 'userName', 'emails', 'name'],
  id: 'externalId',
  unique: ['userName', 'email', 'externalId'],
  filterable: { id: 'exact' },
  operators: ['eq'],
  joins: [],
  nameShown: 'flat',
  paging: 'index',
  maxCount: 100,
  defaultCount: 20,
  operations: ['replace', 'add', 'update', 'remove'],
  patchAnswers: 204,
};

export const gitlab: Sheet = {
  name: 'GitLab.com group',
  plan: 'Premium or Ultimate',
  documented: { address: 'https://gitlab.com/api/scim/v2/groups/{group}', ...common, inactiveMeans: 'identity-destroyed' },
  unconfirmed: {
    order: 'newest-first',
    inactiveShows: '404',
    reactivation: 'create-again',
    deletionMeans: 'left-workspace',
    createdAgain: 'same-id',
  },
};

export const gitlabInstance: Sheet = {
  name: 'GitLab instance',
  plan: 'Premium or Ultimate, self-managed',
  documented: {
    address: 'https://{host}/api/scim/v2/application',
    ...common,
    inactiveMeans: 'suspended',
    inactiveShows: 'inactive',
    deletionMeans: 'suspended',
  },
  unconfirmed: {
    order: 'newest-first',
    reactivation: 'active-true',
    deletedAgain: 204,
  },
};

import type { Sheet } from './sheet.ts';

const minute = { windowSeconds: 60 };

export const slack: Sheet = {
  name: 'Slack',
  plan: 'Business+ or Enterprise',
  documented: {
    address: 'https://api.slack.com/scim/v2',
    required: ['schemas', 'userName', 'emails'],
    userName: { kind: 'handle', maxLength: 21, alphabet: 'a-z0-9._-' },
    valuesKept: 2,
    unique: ['userName', 'email'],
    operators: ['eq', 'co', 'sw', 'pr', 'gt', 'ge', 'lt', 'le'],
    joins: ['and', 'or'],
    paging: 'index',
    maxCount: 1000,
    inactiveMeans: 'suspended',
    inactiveShows: 'inactive',
    reactivation: 'active-true',
    deletionMeans: 'suspended',
    protects: [
      { standing: 'primary-owner', from: ['inactive', 'delete'], answer: 'primaryOwner' },
      { standing: 'owner', from: ['change', 'inactive', 'delete'], answer: 'owner' },
    ],
    errorBody: 'scim-numeric-status',
    says: {
      plan: { status: 403, detail: 'plus_teams_only' },
      notFound: { status: 404, detail: 'no_such_user' },
      userNameTaken: { status: 400, detail: 'username_taken' },
      emailTaken: { status: 400, detail: 'email_taken' },
      userNameTooLong: { status: 400, detail: 'username_too_long' },
      missing: { status: 400, detail: 'user_creation_failed' },
      owner: { status: 403, detail: 'cannot_modify_owner' },
      primaryOwner: { status: 403, detail: 'cannot_disable_primary_owner' },
      tooMany: { status: 429, detail: 'too_many_requests' },
      busy: { status: 429, detail: 'too_many_requests' },
    },
    limits: [
      { counts: 'create', requests: 180, burst: 20, ...minute },
      { counts: 'change', requests: 180, burst: 20, ...minute },
      { counts: 'delete', requests: 180, burst: 20, ...minute },
      { counts: 'read-one', requests: 300, burst: 300, ...minute },
      { counts: 'write', requests: 600, burst: 180, ...minute },
      { counts: 'read', requests: 1000, burst: 1000, ...minute },
    ],
    retryAfter: 'seconds',
    oneChangeAtOnce: true,
  },
  reported: {
    deletedAgain: 204,
    offShowsAfterMs: 3000,
    renameRepeats: 'nickName',
    unauthorizedBody: 'slack-v1',
  },
  unconfirmed: {
    filterable: { userName: 'any-case', email: 'any-case', externalId: 'exact' },
    takenStatus: 400,
  },
};

// What is known about Zendesk, as data.
import type { DescriptionOf } from '../options.ts';
import type { ZendeskOptions } from './options.ts';

export const zendeskDescription = {
  id: 'zendesk',
  name: 'Zendesk',
  description: 'Agents of a Zendesk Support account.',
  interfaceName: 'the Zendesk API',
  status: 'documented',
  sources: [
    {
      certainty: 'vendor',
      what: 'Users and user identities in Zendesk’s reference: what an update does to an address, what `active` means, limits',
      url: 'https://developer.zendesk.com/api-reference/ticketing/users/users/',
    },
    {
      certainty: 'vendor',
      what: 'Zendesk’s help on removing agents: suspended agents keep their seats',
      url: 'https://support.zendesk.com/hc/en-us/articles/4408888690842',
    },
    { certainty: 'observed', what: 'the two deletions and the two credentials, in node-zendesk 6.0.1 and others’ connectors' },
  ],
  plan: 'any Support or Suite plan; each agent takes a seat, end users take none',
  credential: 'API token of an administrator with their address, or an OAuth access token of one with read and write.',
  traps: [
    'A suspended agent keeps the seat; `leaverSeat: free` makes whoever is turned off an end user besides.',
    'A search takes any part of any field and lags behind: only the whole main address counts, and a refusal as taken is looked into for up to a minute.',
    'An address that is changed is only added beside the main one: it is made the main one by a call of its own.',
    'A second address of somebody makes a creation fail as well; the error names who has it.',
    'Whoever once wrote to support is an end user already: adopting them keeps them one, and an administrator makes them an agent.',
    'Deleting is soft: the user stays as `active: false`, and a second deletion elsewhere erases them. Neither can be undone from here.',
    'An agent may have to become an end user before they can be deleted, which `leaverSeat: free` does.',
    'Refusals are 422 with the reason by field; a rate limit is a page of text with its wait in a header.',
    'Without `leaverSeat: free` only agents and administrators are listed; with it everybody is, customers too.',
    'The owner and administrators are left alone.',
  ],
  assumed: [
    'that a seat shortage is told by words such as “seats” or “subscription limit”',
    'whether an agent can be deleted as they are: both are handled',
    'whether somebody who was deleted is still shown by id, and whether their address is free again: both are handled',
    'by how much a search lags',
    'that a look-up by external id is exact',
    'no number is known for the plan’s rate limit; 429 and `Retry-After` are obeyed',
  ],
  address: 'https://{subdomain}.zendesk.com/api/v2',
  parameters: {
    subdomain: { description: 'The `acme` of `acme.zendesk.com`', example: 'acme', pattern: '[a-z0-9][a-z0-9-]*' },
    email: {
      description: 'Address of the administrator whose API token it is',
      example: 'admin@example.com',
      pattern: '[^@\\s]+@[^@\\s]+',
      optional: true,
    },
    kind: { description: 'What new users are: `agent` or `end-user`', example: 'agent', pattern: 'agent|end-user', optional: true },
    leaverSeat: {
      description: 'What happens to the seat of whoever is turned off: `keep` or `free`',
      example: 'free',
      pattern: 'keep|free',
      optional: true,
    },
    deletion: {
      description: 'How far deleting goes: `softly` or `for-good`',
      example: 'softly',
      pattern: 'softly|for-good',
      optional: true,
    },
    verificationEmail: {
      description: 'Whether new users are asked to verify their address: `send` or `none`',
      example: 'send',
      pattern: 'send|none',
      optional: true,
    },
  },
  secrets: {
    apiToken: { description: 'API token of the administrator', optional: true },
    accessToken: { description: 'OAuth access token of an administrator, in place of the API token', optional: true },
  },
  attributes: ['externalId', 'email', 'displayName', 'phone'],
  required: ['email', 'displayName'],
  create: { adopts: false, invites: false, password: false },
  disable: { settlesMs: 0 },
  delete: { settlesMs: 0, undone: 'never' },
  limits: { concurrency: 4 },
  calls: { find: 2, create: 1, update: 4, disable: 3, enable: 3, delete: 4 },
  effects: {
    create: 'makes an agent, or an end user where the options say so',
    disable:
      'suspends the user and signs them out; tickets stay, and turning on brings all back; the seat stays taken unless the options free it',
    delete: 'deletes the user; their closed tickets stay without them',
    unverified: [
      'API tokens that the person made for the account: any of them still works',
      'whether the person has verified their address',
    ],
  },
  serial: true,
} as const satisfies DescriptionOf<ZendeskOptions>;

// What is known about Jira Cloud without Atlassian Guard, as data.
import type { DescriptionOf } from '../options.ts';
import type { JiraOptions } from './options.ts';

const product = 'jira-(?:core|software|servicedesk|product-discovery)';

export const jiraDescription = {
  id: 'jira',
  name: 'Jira Cloud',
  description: 'Users of a Jira Cloud site without Atlassian Guard.',
  interfaceName: 'the Jira API',
  status: 'documented',
  sources: [
    {
      certainty: 'vendor',
      what: 'Users in Atlassian’s own OpenAPI text, as jira.js 5.4.0 carries it',
      url: 'https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-users/',
    },
    {
      certainty: 'vendor',
      what: 'what personal data a caller is shown, and how limits are told',
      url: 'https://developer.atlassian.com/cloud/jira/platform/rate-limiting/',
    },
  ],
  plan: 'any Cloud plan; with Atlassian Guard use `atlassian`, which can also turn accounts off',
  credential: 'API token of a user who administers Jira and is a site administrator.',
  traps: [
    'There is no turning off: leavers are removed from the site, and can be let in again under the same id.',
    'Removing ends access to the site and leaves the person’s own Atlassian account as it is.',
    'Creating and removing are kept for compatibility only, and Atlassian may end them.',
    'Somebody who is there already is answered as if they were new: an answer with an id that was there before is a conflict.',
    'People may hide their address: a hit that shows none is neither the person nor nobody.',
    'A search takes the beginning of a name or an address, and shows only who is active.',
    'Without the right to browse users every search and list is empty, and every user “does not exist”: the right is looked at before nobody is believed.',
    'A name cannot be given or changed; the person keeps it at Atlassian.',
    'New users get the products that the options name, and each of them takes a licence there.',
    'Lists hold apps and customers too, who are nobody here; pages may be shorter than asked for before the last one.',
  ],
  assumed: [
    'that a licence shortage is told by words such as “licensed users” and “limit”, or as 402',
    'whether a removed user is still shown by id: both are handled',
    'whether a search matches an address that its owner hides: both are handled',
    'no number is known for the rate limit; 429 and `Retry-After` are obeyed',
  ],
  address: 'https://{site}.atlassian.net/rest/api/3',
  parameters: {
    site: { description: 'The `acme` of `acme.atlassian.net`', example: 'acme', pattern: '[a-z0-9][a-z0-9-]*' },
    email: {
      description: 'Address of the administrator whose API token it is',
      example: 'admin@example.com',
      pattern: '[^@\\s]+@[^@\\s]+',
    },
    products: {
      description: 'Products that new users get, by comma',
      example: 'jira-software',
      pattern: `${product}(?:,${product})*`,
      optional: true,
    },
    addresses: {
      description: 'Whether the administrator sees everybody’s address: `visible` or `hidden`',
      example: 'hidden',
      pattern: 'visible|hidden',
      optional: true,
    },
  },
  secrets: { apiToken: { description: 'API token of the administrator' } },
  attributes: ['email'],
  required: ['email'],
  create: { adopts: true, invites: false, password: false },
  delete: { settlesMs: 0, undone: 'again' },
  limits: { concurrency: 4 },
  calls: { find: 2, create: 4, delete: 4 },
  effects: {
    create: 'lets the person into the site with the chosen products; whoever has no Atlassian account yet is mailed to make one',
    delete: 'removes the person from the site; their own Atlassian account stays, and they can be let in again',
    notOffered: 'turning off: there is no such call without Atlassian Guard',
    unverified: [
      'whether the person has made their Atlassian account',
      'access to other sites and products with the same Atlassian account',
    ],
  },
  serial: true,
} as const satisfies DescriptionOf<JiraOptions>;

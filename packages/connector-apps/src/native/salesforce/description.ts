// What is known about Salesforce, as data.
import type { DescriptionOf } from '../options.ts';
import type { SalesforceOptions } from './options.ts';

const id = '00e[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?';

export const salesforceDescription: DescriptionOf<SalesforceOptions> = {
  id: 'salesforce',
  name: 'Salesforce',
  description: 'Users of a Salesforce organization.',
  interfaceName: 'the REST API of Salesforce',
  status: 'documented',
  sources: [
    {
      certainty: 'vendor',
      what: 'REST API, the User and UserLogin objects',
      url: 'https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/intro_rest.htm',
    },
    { certainty: 'observed', what: 'others’ working connectors: deactivating by `IsActive`, freezing by `UserLogin.IsFrozen`' },
  ],
  plan: 'an edition with API access',
  credential:
    'Connected app with the client credentials flow and a run-as user who may manage users and use the API; consumer key and secret.',
  traps: [
    'A Username has to be one that no organization in the world has: with `usernameSuffix` it is not the bare work e-mail.',
    'A Username that another organization holds is refused and shown by nothing.',
    'Salesforce deletes no users: leavers are deactivated.',
    'Deactivating is refused while a user is needed, as a default owner or a running user: they are frozen then, which blocks sign-in and keeps the licence taken.',
    'Nine fields are required of every user; profile, time zone, locale, language and encoding come from the options.',
    'E-mail addresses are not unique: several users can share one.',
    'Sessions have no stated life; a refused one is fetched anew, once.',
    'Salesforce writes to new users by itself, unless the organization turned that off.',
    'The day’s calls are shared with every other integration, and running out is answered as 403.',
  ],
  assumed: [
    'the code with which deactivating is refused: any refusal of the data freezes the user',
    'that the run-as user can read and change `UserLogin`',
  ],
  address: 'https://{myDomain}',
  parameters: {
    myDomain: { description: 'Host of My Domain, from Setup', example: 'acme.my.salesforce.com', pattern: '[A-Za-z0-9][A-Za-z0-9.-]*' },
    clientId: { description: 'Consumer key of the connected app', example: '3MVG9example', pattern: '\\S+' },
    runAs: { description: 'Username of the user the connected app runs as', example: 'tenure@acme.com.sf', pattern: '[^@\\s]+@[^@\\s]+' },
    profileId: {
      description: 'Id of the profile of new users; it decides the licence they take',
      example: '00e000000000001AAA',
      pattern: id,
    },
    timeZone: { description: 'Time zone of new users', example: 'Europe/London', pattern: '[A-Za-z0-9_+/-]+' },
    locale: { description: 'Locale of new users', example: 'en_GB', pattern: '[A-Za-z_0-9]+' },
    language: { description: 'Language of new users', example: 'en_US', pattern: '[A-Za-z_]+' },
    emailEncoding: { description: 'Encoding of mail to new users', example: 'UTF-8', pattern: '[A-Za-z0-9_-]+', optional: true },
    usernameSuffix: {
      description: 'Added to the work e-mail to make a Username that no other organization has',
      example: '.acme',
      pattern: '[A-Za-z0-9.-]+',
      optional: true,
    },
    federationId: {
      description: 'What stands in FederationIdentifier, for single sign-on',
      example: 'email',
      pattern: 'none|email|userName|externalId',
      optional: true,
    },
    protectedProfiles: {
      description: 'Ids of profiles whose users only a person may touch, by commas',
      example: '00e000000000001AAA',
      pattern: `${id}(?:,${id})*`,
      optional: true,
    },
    apiVersion: { description: 'Version of the REST API', example: '62.0', pattern: '\\d+\\.0', optional: true },
  },
  secrets: { clientSecret: { description: 'Consumer secret of the connected app' } },
  attributes: ['userName', 'employeeNumber', 'email', 'givenName', 'familyName', 'title', 'department'],
  required: ['userName', 'familyName'],
  create: { adopts: false, invites: false, password: false },
  disable: { settlesMs: 0 },
  limits: { concurrency: 4 },
  calls: { find: 6, create: 1, update: 3, disable: 5, enable: 6 },
  effects: {
    create: 'makes a user with the stated profile, which takes a licence',
    disable:
      'deactivates the user and frees the licence, or freezes them where Salesforce still needs the user; records stay theirs, and turning on brings all back',
    notOffered: 'deleting: Salesforce deletes no users',
    unverified: ['sessions and tokens of apps that the user let in, until Salesforce has ended them'],
  },
  serial: true,
};

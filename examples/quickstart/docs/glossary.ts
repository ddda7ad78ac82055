// The lists of docs/glossary.md and docs/write-a-connector.md, tied to the types: a kind or a part that is missing here is an error of the compiler.
import type { AppProvisioner, HrisSource, IdentityProvider, WaitingCase } from '@tenure/core';

const waiting: Readonly<Record<WaitingCase['kind'], string>> = {
  'no-user-name': 'HR states no work e-mail, so there is nothing to sign in with',
  'ambiguous-match': 'more than one account carries the person’s keys',
  'doubtful-match': 'the address fits, but the name differs or it carries another employee’s id',
  'shared-match': 'somebody else without an account matches it as well',
  'account-lost': 'somebody else deleted it',
  'protected-account': 'the account may only be touched by a person',
  'not-ours-to-delete': 'deletion is due, and we did not create the account',
  'leaver-cannot-be-disabled': 'the target can only delete, and we did not create the account',
  'cannot-enable': 'the account is off, and the target has no way to turn it on',
  'name-taken': 'somebody else’s account has the person’s work e-mail as its login',
  'no-seat': 'every seat is taken',
  'address-in-question': 'an account nobody is linked to has the address that would be made',
  'fact-too-old': 'a cut is due, the source cannot be asked, and its last word is too old',
  flapping: 'the account was turned off, or renamed, too often within days',
  'name-refused': 'the target refuses the name as taken and shows nobody who has it',
};

type Optional<Part> = { [Name in keyof Part]-?: object extends Pick<Part, Name> ? Name : never }[keyof Part];
type Within<Noun extends string, Part> = `${Noun}.${Optional<Part> & string}`;
type InBoth = Optional<IdentityProvider> & Optional<AppProvisioner>;

/** What a connector may leave out, and what the engine does with it. */
const optional: Readonly<{
  source: Readonly<Record<Optional<HrisSource> | Within<'employees', HrisSource['employees']>, string>>;
  'identity provider': Readonly<
    Record<
      | Exclude<Optional<IdentityProvider>, InBoth>
      | Within<'users', IdentityProvider['users']>
      | Within<'groups', IdentityProvider['groups']>,
      string
    >
  >;
  app: Readonly<Record<Exclude<Optional<AppProvisioner>, InBoth> | Within<'accounts', AppProvisioner['accounts']>, string>>;
  'either target': Readonly<Record<InBoth, string>>;
}> = {
  source: {
    'employees.get': 'one person by id: confirms an absence, a cut that is due, a hint',
    'employees.changes': 'who changed since a mark, for `watch`',
    evidence: 'whether the reading is whole and fresh, and what the source shows at all',
    covers: 'fields whose absence in a full record means `null`',
    repeats: 'what a second record of one id means',
    readingVersion: 'changes when the same record would be read differently',
    hints: 'a queue of messages that say who changed',
    webhook: 'verifies what the vendor sends, and says whom to read again',
    connection: 'how the customer’s connection stands; renewing and ending it',
    limits: 'how many calls the vendor lets through',
  },
  'identity provider': {
    'users.endSessions': 'ends sessions by a call of its own',
    'users.delete': 'removes a user for good',
    'groups.create': 'makes an empty group; only `createGroups` asks for it',
  },
  app: {
    'accounts.get': 'one account by id: lost answers and cuts are read back',
    'accounts.list': 'all accounts: matches, drift and orphans',
    'accounts.update': 'attributes after the creation',
    'accounts.disable': 'turns off; this or `accounts.delete` must be there',
    'accounts.enable': 'turns on again',
    'accounts.delete': 'removes the account',
    dependsOn: '`identity`: only after the identity provider’s user exists',
    endsSessions: 'turning off ends sessions besides',
  },
  'either target': {
    instance: 'which org or workspace the options open; another one under the same id is asked nothing',
    limits: 'how many calls the vendor lets through',
    effects: 'what turning off and deleting really do there, in words',
    calls: 'calls a verb takes, for the estimate of a plan',
    activity: 'what others did there, as hints for `drift`',
    webhook: 'verifies what the vendor sends, and says which accounts to look at again',
    connection: 'how the customer’s connection stands; renewing and ending it',
  },
};

const rowsOf = (texts: Readonly<Record<string, string>>): string[] =>
  Object.entries(texts).map(([name, text]) => `| \`${name}\` | ${text} |`);
const optionalRows = Object.entries(optional).flatMap(([of, parts]) => rowsOf(parts).map((row) => `| ${of} ${row}`));

export const outputs: Readonly<Record<string, string>> = {
  waiting: ['| kind | what is the matter |', '|---|---|', ...rowsOf(waiting)].join('\n'),
  optional: ['| of | part | for what |', '|---|---|---|', ...optionalRows].join('\n'),
};

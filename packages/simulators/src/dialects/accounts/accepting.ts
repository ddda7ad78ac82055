// What a vendor makes of a user that is written: which attributes it needs, takes, drops and changes.
import { refusalOf } from '../answers/refusing.ts';
import type { Dialect, Problem } from '../dialect.ts';
import { type Fields, field, isFields, itemsOf, keyOf, textOf, valuesAt, without } from '../json.ts';
import { type Account, addressOf, emailsOf, externalIdOf, sameText, userNameOf } from './account.ts';
import type { Tenant } from './tenant.ts';

const severalValues = ['emails', 'phoneNumbers', 'addresses', 'ims', 'photos'];

export interface Accepted {
  readonly user: Fields;
  readonly active: boolean | undefined;
}

/** The user as it is kept, or a refusal. `self` is the account that is written to. */
export function accepted(tenant: Tenant, given: Fields, required: readonly string[], self?: Account): Accepted {
  const { dialect } = tenant;
  const refuse = (problem: Problem): never => {
    throw refusalOf(dialect, problem);
  };
  if (required.some((path) => !isFilled(given, path))) refuse('missing');
  const active = activeOf(dialect, field(given, 'active'));
  if (active === 'unreadable') return refuse('invalid');
  const shaped = withEmails(dialect, given);
  if (shaped === undefined) return refuse('invalid');
  const limited = withFewerValues(dialect, shaped);
  if (limited === undefined) return refuse('invalid');
  const userName = userNameUnder(dialect, userNameOf(limited));
  if (typeof userName !== 'string') return refuse(userName.problem);
  const ignored = dialect.ignored.reduce(withoutPath, without(limited, ['schemas', 'id', 'meta', 'groups', 'active', 'password']));
  const user = { ...without(ignored, ['userName']), userName };
  const problem = domainProblem(tenant, user, self) ?? uniquenessProblem(tenant, user, self);
  return problem === undefined ? { user, active } : refuse(problem);
}

const isFilled = (given: Fields, path: string): boolean => valuesAt(given, path).some((value) => value !== null && value !== '');

/** Whether the account is to be on; `undefined` where nothing is said. */
export function activeOf({ booleanText }: Dialect, value: unknown): boolean | undefined | 'unreadable' {
  if (value === undefined || value === null || typeof value === 'boolean') return value ?? undefined;
  const text = typeof value === 'string' && booleanText === 'taken' ? value.toLowerCase() : '';
  return text === 'true' || text === 'false' ? text === 'true' : 'unreadable';
}

function withEmails({ emailsTaken }: Dialect, given: Fields): Fields | undefined {
  const key = keyOf(given, 'emails');
  const emails = key === undefined ? undefined : given[key];
  if (key === undefined || emails === undefined || emails === null) return given;
  const shape = Array.isArray(emails) ? 'array' : isFields(emails) ? 'object' : 'other';
  const fits = shape !== 'other' && (emailsTaken === 'either' || emailsTaken === shape);
  return fits ? { ...given, [key]: itemsOf(emails) } : undefined;
}

function withFewerValues({ valuesKept, moreValues }: Dialect, given: Fields): Fields | undefined {
  let kept = given;
  for (const name of severalValues) {
    const values = field(given, name);
    if (!Array.isArray(values) || values.length <= valuesKept) continue;
    if (moreValues === 'refused') return undefined;
    kept = { ...without(kept, [name]), [name]: values.slice(0, valuesKept) };
  }
  return kept;
}

/** The user name as the vendor keeps it: an address where handles are wanted becomes one. */
function userNameUnder({ userName: rule }: Dialect, given: string): string | { readonly problem: Problem } {
  const { kind, maxLength = Number.POSITIVE_INFINITY, alphabet } = rule;
  if (kind === 'email' && !/^[^@\s]+@[^@\s]+$/.test(given)) return { problem: 'invalid' };
  if (kind === 'handle' && given.includes('@') && alphabet !== undefined) {
    const local = given.slice(0, given.indexOf('@')).toLowerCase();
    return local.replace(new RegExp(`[^${alphabet}]`, 'g'), '').slice(0, maxLength);
  }
  if (given.length > maxLength) return { problem: 'userNameTooLong' };
  if (alphabet !== undefined && !new RegExp(`^[${alphabet}]*$`).test(given)) return { problem: 'invalid' };
  return given;
}

function withoutPath(user: Fields, path: string): Fields {
  const [first = '', second] = path.split('.');
  const inner = field(user, first);
  if (second === undefined) return without(user, [first]);
  return isFields(inner) ? { ...without(user, [first]), [first]: without(inner, [second]) } : user;
}

function domainProblem({ dialect, domains }: Tenant, user: Fields, self: Account | undefined): Problem | undefined {
  const isOwned = (address = ''): boolean => domains.has(address.slice(address.lastIndexOf('@') + 1).toLowerCase());
  const address = addressOf(user);
  const moved = self === undefined || !sameText(address, addressOf(self.user));
  if (dialect.domains === 'owned' && moved && !isOwned(address)) return 'domain';
  const changed = self !== undefined && JSON.stringify(self.user) !== JSON.stringify(user);
  return dialect.profileDomains === 'owned' && changed && !isOwned(address) ? 'domain' : undefined;
}

function uniquenessProblem(tenant: Tenant, user: Fields, self: Account | undefined): Problem | undefined {
  const { unique, elsewhere } = tenant.dialect;
  const isOther = (found: Account | undefined): boolean => found !== undefined && found !== self;
  const userName = userNameOf(user);
  const renamed = !sameText(userName, self && userNameOf(self.user));
  if (unique.includes('userName') && isOther(tenant.byUserName(userName))) return 'userNameTaken';
  if (renamed && tenant.reserved.has(userName.toLowerCase())) return 'userNameTaken';
  if (unique.includes('email') && emailsOf(user).some((email) => isOther(tenant.byEmail(email)))) return 'emailTaken';
  const externalId = textOf(externalIdOf(user));
  if (unique.includes('externalId') && externalId !== undefined && isOther(tenant.byExternalId(externalId))) return 'externalIdTaken';
  const keys = [userName, addressOf(user) ?? ''].map((key) => key.toLowerCase());
  return elsewhere === 'conflict' && renamed && keys.some((key) => tenant.elsewhere.has(key)) ? 'takenElsewhere' : undefined;
}

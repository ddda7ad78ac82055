// What Salesforce does with users: making, changing, deactivating, freezing. It deletes none.
import type { Answer } from '../../serving/answering.ts';
import type { Org, SalesforceUser } from './org.ts';
import {
  badAddress,
  badProfile,
  noDelete,
  noLicence,
  noSuchField,
  notFound,
  requiredMissing,
  stillNeeded,
  tooLong,
  usernameTaken,
  valueTaken,
} from './problems.ts';

type Fields = Readonly<Record<string, unknown>>;

const required = [
  ...['Username', 'LastName', 'Email', 'Alias', 'ProfileId'],
  ...['TimeZoneSidKey', 'LocaleSidKey', 'EmailEncodingKey', 'LanguageLocaleKey'],
] as const;
const optional = ['FirstName', 'FederationIdentifier', 'EmployeeNumber', 'Title', 'Department', 'IsActive'] as const;
const known: ReadonlySet<string> = new Set([...required, ...optional]);
const longest: Readonly<Record<string, number>> = { Alias: 8, FirstName: 40, LastName: 80, Title: 80, Department: 80 };

export function create(org: Org, body: Fields): Answer {
  check(org, body, undefined);
  const missing = required.filter((name) => body[name] === undefined || body[name] === null || body[name] === '');
  if (missing.length > 0) throw requiredMissing(missing);
  if (body['IsActive'] !== false) refuseWithoutLicence(org);
  const user = org.add(body as unknown as SalesforceUser);
  return { status: 201, body: { id: user.Id, success: true, errors: [] } };
}

export function change(org: Org, id: string, body: Fields, refusalOfDeactivation: string): Answer {
  const user = org.users.get(id);
  if (user === undefined) throw notFound();
  check(org, body, user);
  if (body['IsActive'] === false && org.needed.has(id)) throw stillNeeded(refusalOfDeactivation);
  if (body['IsActive'] === true && !user.IsActive) refuseWithoutLicence(org);
  Object.assign(user, body);
  return { status: 204 };
}

export function freeze(org: Org, loginId: string, { IsFrozen }: Fields): Answer {
  const login = org.logins.get(loginId);
  if (login === undefined) throw notFound();
  if (typeof IsFrozen === 'boolean') login.IsFrozen = IsFrozen;
  return { status: 204 };
}

export function remove(org: Org, id: string): Answer {
  throw org.users.has(id) ? noDelete() : notFound();
}

function refuseWithoutLicence(org: Org): void {
  if ([...org.users.values()].filter(({ IsActive }) => IsActive).length >= org.licences) throw noLicence();
}

function check(org: Org, body: Fields, own: SalesforceUser | undefined): void {
  for (const [name, value] of Object.entries(body)) {
    if (!known.has(name)) throw noSuchField(name);
    if (typeof value === 'string' && value.length > (longest[name] ?? 255)) throw tooLong(name, value);
  }
  for (const name of ['Username', 'Email']) {
    const value = body[name];
    if (value !== undefined && !/^[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+$/.test(String(value))) throw badAddress(name, String(value));
  }
  if (body['ProfileId'] !== undefined && !org.profiles.has(String(body['ProfileId']))) throw badProfile();
  refuseTaken(org, body, own);
}

function refuseTaken(org: Org, body: Fields, own: SalesforceUser | undefined): void {
  const others = [...org.users.values()].filter((user) => user !== own);
  const username = body['Username'] === undefined ? undefined : String(body['Username']).toLowerCase();
  if (username !== undefined && (org.elsewhere.has(username) || others.some((user) => user.Username.toLowerCase() === username)))
    throw usernameTaken();
  const federation = body['FederationIdentifier'];
  const holder = typeof federation === 'string' ? others.find((user) => user.FederationIdentifier === federation) : undefined;
  if (holder !== undefined) throw valueTaken('FederationIdentifier', holder.Id);
}

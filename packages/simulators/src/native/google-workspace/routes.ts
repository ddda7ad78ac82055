// The endpoints of the Directory API and of Google's token endpoint, as documented.
import type { Answer } from '../../serving/answering.ts';
import { readJwt } from '../../serving/jwt.ts';
import { type Call, type IssuedTokens, isObject, type Route, refuse } from '../model.ts';
import { type Directory, type DirectoryUser, keptOf, shown } from './state.ts';

export const problem = (code: number, reason: string, message: string): Answer => ({
  status: code,
  body: { error: { code, message, errors: [{ domain: 'global', reason, message }] } },
});

const refused = (answer: Answer): never => refuse(answer.status, answer.body);
const notFound = problem(404, 'notFound', 'Resource Not Found: userKey');
const duplicate = problem(409, 'duplicate', 'Entity already exists.');

const base = '/admin/directory/v1/users';

export function routesOf(directory: Directory): readonly Route[] {
  const existing = (key: string | undefined): DirectoryUser => directory.byKey(key ?? '') ?? refused(notFound);
  /** The user, once Google takes changes of it. */
  const changeable = (key: string | undefined): DirectoryUser => {
    const user = existing(key);
    if (directory.now() < user.incompleteUntil) refused(problem(412, 'conditionNotMet', 'User creation is not complete.'));
    if (directory.now() < user.renamedUntil) refused(duplicate);
    return user;
  };
  return [
    { method: 'POST', path: base, answer: ({ json }) => ({ status: 200, body: shown(inserted(directory, json)) }) },
    { method: 'GET', path: base, answer: ({ query }) => listed(directory, query) },
    { method: 'GET', path: `${base}/*`, answer: ({ params: [key] }) => ({ status: 200, body: shown(existing(key)) }) },
    ...['PATCH', 'PUT'].map(
      (method): Route => ({
        method,
        path: `${base}/*`,
        answer: ({ params: [key], json }) => ({ status: 200, body: shown(changed(directory, changeable(key), json)) }),
      }),
    ),
    {
      method: 'DELETE',
      path: `${base}/*`,
      answer({ params: [key] }) {
        changeable(key).deletedAt = directory.now();
        return { status: 204 };
      },
    },
    {
      method: 'POST',
      path: `${base}/*/signOut`,
      answer({ params: [key] }) {
        existing(key).signOuts += 1;
        return { status: 204 };
      },
    },
  ];
}

function checkAddress({ domains }: Directory, address: unknown): string {
  if (typeof address !== 'string' || !address.includes('@')) return refused(problem(400, 'invalid', 'Invalid Input: primary_user_email'));
  if (!domains.includes(address.split('@')[1]?.toLowerCase() ?? '')) refused(problem(400, 'invalid', 'Domain not found.'));
  return address;
}

function inserted(directory: Directory, body: Call['json']): DirectoryUser {
  const address = checkAddress(directory, body['primaryEmail']);
  const name = isObject(body['name']) ? body['name'] : {};
  for (const part of ['givenName', 'familyName']) {
    const text = name[part];
    if (typeof text !== 'string' || text === '' || text.length > 60) refused(problem(400, 'invalid', `Invalid Input: ${part}`));
  }
  const password = body['password'];
  if (typeof password !== 'string' || password.length < 8 || password.length > 100) refused(problem(400, 'invalid', 'Invalid Password'));
  if (directory.holderOf(address)) refused(duplicate);
  const living = [...directory.users.values()].filter(({ deletedAt }) => deletedAt === undefined);
  if (living.length >= directory.seats) refused(problem(412, 'limitExceeded', 'Domain user limit reached.'));
  return directory.add(body, true);
}

function changed(directory: Directory, user: DirectoryUser, body: Call['json']): DirectoryUser {
  const address = body['primaryEmail'];
  if (address !== undefined && String(address).toLowerCase() !== user.primaryEmail) {
    const wanted = checkAddress(directory, address);
    if (directory.holderOf(wanted)) refused(duplicate);
    user.aliases.push(user.primaryEmail);
    user.primaryEmail = wanted.toLowerCase();
    user.renamedUntil = directory.now() + (directory.pace.renamesFor ?? 0);
  }
  if (typeof body['suspended'] === 'boolean') user.suspended = body['suspended'];
  const { name, ...kept } = keptOf(body);
  const before = isObject(user.fields['name']) ? user.fields['name'] : {};
  user.fields = { ...user.fields, ...kept, ...(isObject(name) ? { name: { ...before, ...name } } : {}) };
  return user;
}

function listed(directory: Directory, query: URLSearchParams): Answer {
  if (query.get('customer') === null && query.get('domain') === null) return problem(400, 'badRequest', 'Bad Request');
  const size = Number(query.get('maxResults') ?? 100);
  if (!(size >= 1 && size <= 500)) return problem(400, 'invalid', 'Invalid value: maxResults');
  const deleted = query.get('showDeleted') === 'true';
  const found = [...directory.users.values()]
    .filter((user) => (user.deletedAt !== undefined) === deleted && directory.now() >= user.hiddenUntil)
    .filter(matching(query.get('query')));
  const from = Number(query.get('pageToken')?.replace('page-', '') ?? 0);
  const rows = found.slice(from, from + size);
  const next = from + size < found.length ? { nextPageToken: `page-${from + size}` } : {};
  return { status: 200, body: { kind: 'admin#directory#users', ...(rows.length === 0 ? {} : { users: rows.map(shown) }), ...next } };
}

/** `externalId=` looks at every external id, `email=` at addresses and aliases; both also take a beginning. */
function matching(query: string | null): (user: DirectoryUser) => boolean {
  const [, field, text = ''] = /^(\w+)=(.*)$/.exec(query ?? '') ?? [];
  const value = text
    .replace(/^'(.*)'$/, '$1')
    .replace(/\\(.)/g, '$1')
    .toLowerCase();
  const begins = (one: unknown): boolean => String(one).toLowerCase().startsWith(value);
  if (field === 'email') return ({ primaryEmail, aliases }) => [primaryEmail, ...aliases].some(begins);
  if (field === undefined) return () => true;
  return ({ fields }) =>
    Array.isArray(fields[`${field}s`]) && (fields[`${field}s`] as { value?: unknown }[]).some(({ value: one }) => begins(one));
}

export interface Delegation {
  readonly clientEmail: string;
  /** The service account's public key, as a JWK. */
  readonly publicKey: Parameters<NonNullable<ReturnType<typeof readJwt>>['isSignedBy']>[0];
  /** Super administrators that may be acted as. */
  readonly administrators: readonly string[];
  /** Scopes that are delegated to the service account. */
  scopes: readonly string[];
}

/** The token endpoint: a token of an hour for an assertion that the delegated service account has signed. */
export function tokenRoute(delegation: Delegation, tokens: IssuedTokens, now: () => number): Route {
  const wrong = (error: string, description: string): Answer => ({ status: 400, body: { error, error_description: description } });
  return {
    method: 'POST',
    path: '/token',
    open: true,
    answer({ form, url }) {
      if (form.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:jwt-bearer')
        return wrong('unsupported_grant_type', 'Invalid grant_type');
      const assertion = readJwt(form.get('assertion') ?? '');
      if (assertion?.header['alg'] !== 'RS256' || !assertion.isSignedBy(delegation.publicKey))
        return wrong('invalid_grant', 'Invalid JWT Signature.');
      const { iss, sub, scope, aud, iat, exp } = assertion.claims;
      const seconds = now() / 1_000;
      const lives = typeof iat === 'number' && typeof exp === 'number' && exp - iat <= 3_600 && exp > seconds;
      if (iss !== delegation.clientEmail || aud !== url.origin + url.pathname || !lives) return wrong('invalid_grant', 'Invalid JWT');
      const asked = String(scope).split(' ');
      if (!asked.every((one) => delegation.scopes.includes(one)))
        return wrong(
          'unauthorized_client',
          'Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.',
        );
      if (!delegation.administrators.includes(String(sub))) return wrong('invalid_grant', 'Invalid email or User ID');
      return { status: 200, body: { access_token: tokens.issue(), token_type: 'Bearer', expires_in: 3_599 } };
    },
  };
}

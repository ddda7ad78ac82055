// The endpoints of Microsoft Graph and of the sign-in service, as documented.
import type { Answer } from '../../serving/answering.ts';
import { readJwt } from '../../serving/jwt.ts';
import { type Call, type IssuedTokens, isObject, type Route, refuse } from '../model.ts';
import type { ClientCertificate } from './certificate.ts';
import { shown, type Tenant, type TenantUser } from './state.ts';

export const problem = (status: number, code: string, message: string): Answer => ({
  status,
  body: { error: { code, message, innerError: { date: '2026-01-01T00:00:00', 'request-id': '00000000-0000-0000-0000-000000000000' } } },
});

const refused = (answer: Answer): never => refuse(answer.status, answer.body);
export const denied = problem(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
const duplicate = (field: string): Answer =>
  problem(400, 'Request_BadRequest', `Another object with the same value for property ${field} already exists.`);
const invalid = (field: string): Answer =>
  problem(400, 'Request_BadRequest', `Invalid value specified for property '${field}' of resource 'User'.`);
const notFound = problem(
  404,
  'Request_ResourceNotFound',
  'Resource does not exist or one of its queried reference-property objects are not present.',
);

const base = '/v1.0/users';

export function routesOf(tenant: Tenant): readonly Route[] {
  const existing = (key: string | undefined): TenantUser => tenant.byKey(key ?? '') ?? refused(notFound);
  const changeable = (key: string | undefined): TenantUser => {
    const user = existing(key);
    if (user.isAdmin && !tenant.holdsRole) refused(denied);
    if (user.fields['onPremisesSyncEnabled'] === true) {
      refused(
        tenant.syncedAnswer === 403
          ? denied
          : problem(
              400,
              'Request_BadRequest',
              'Unable to update the specified properties for on-premises mastered Directory Sync objects.',
            ),
      );
    }
    return user;
  };
  return [
    { method: 'GET', path: base, answer: (call) => listed(tenant, call) },
    { method: 'POST', path: base, answer: ({ json }) => ({ status: 201, body: shown(created(tenant, json), null) }) },
    {
      method: 'GET',
      path: `${base}/*`,
      answer: ({ params: [key], query }) => ({ status: 200, body: shown(existing(key), query.get('$select')) }),
    },
    {
      method: 'PATCH',
      path: `${base}/*`,
      answer({ params: [key], json }) {
        const user = changeable(key);
        const name = json['userPrincipalName'];
        if (name !== undefined) checkName(tenant, name, user);
        user.fields = { ...user.fields, ...json };
        return { status: 204 };
      },
    },
    {
      method: 'DELETE',
      path: `${base}/*`,
      answer({ params: [key] }) {
        changeable(key).deletedAt = tenant.now();
        return { status: 204 };
      },
    },
    {
      method: 'POST',
      path: `${base}/*/revokeSignInSessions`,
      answer({ params: [key] }) {
        existing(key).revocations += 1;
        return { status: 200, body: { '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#Edm.Boolean', value: true } };
      },
    },
    {
      method: 'GET',
      path: `${base}/*/transitiveMemberOf/microsoft.graph.directoryRole`,
      answer: ({ params: [key] }) => ({ status: 200, body: { value: existing(key).isAdmin ? [{ id: 'role-1' }] : [] } }),
    },
  ];
}

function checkName(tenant: Tenant, name: unknown, own?: TenantUser): void {
  const [local = '', domain = '', more] = String(name).split('@');
  if (more !== undefined || !/^[A-Za-z0-9'._!#^~-]+$/.test(local)) refused(invalid('userPrincipalName'));
  if (!tenant.domains.includes(domain.toLowerCase())) {
    refused(problem(400, 'Request_BadRequest', 'The domain portion of the userPrincipalName property is invalid.'));
  }
  const unchanged = String(own?.fields['userPrincipalName']).toLowerCase() === String(name).toLowerCase();
  if (!unchanged && tenant.isTaken(String(name))) refused(duplicate('userPrincipalName'));
}

function created(tenant: Tenant, body: Call['json']): TenantUser {
  for (const field of ['displayName', 'mailNickname', 'userPrincipalName']) {
    if (typeof body[field] !== 'string' || body[field] === '') refused(invalid(field));
  }
  if (typeof body['accountEnabled'] !== 'boolean') refused(invalid('accountEnabled'));
  const { passwordProfile, ...fields } = body;
  if (!isObject(passwordProfile) || String(passwordProfile['password'] ?? '').length < 8) refused(invalid('passwordProfile'));
  checkName(tenant, body['userPrincipalName']);
  const living = [...tenant.users.values()].filter(({ deletedAt }) => deletedAt === undefined);
  if (living.length >= tenant.seats)
    refused(problem(403, 'Directory_QuotaExceeded', 'The directory object quota limit has been exceeded.'));
  return tenant.add(fields, true);
}

function listed(tenant: Tenant, { query, url }: Call): Answer {
  const top = Number(query.get('$top') ?? 100);
  if (!(top >= 1 && top <= 999)) return problem(400, 'Request_UnsupportedQuery', 'Invalid page size specified.');
  const found = [...tenant.users.values()]
    .filter(({ deletedAt, hiddenUntil }) => deletedAt === undefined && tenant.now() >= hiddenUntil)
    .filter(matching(query.get('$filter')));
  const from = Number(query.get('$skiptoken') ?? 0);
  const rows = found.slice(from, from + top).map((user) => shown(user, query.get('$select')));
  if (from + top >= found.length) return { status: 200, body: { value: rows } };
  const next = new URL(url);
  next.searchParams.set('$skiptoken', String(from + top));
  return { status: 200, body: { '@odata.nextLink': next.href, value: rows } };
}

/** `eq` on one field; a quote in the value is doubled. */
function matching(filter: string | null): (user: TenantUser) => boolean {
  if (filter === null) return () => true;
  const [, field = '', text] = /^(\w+) eq '((?:[^']|'')*)'$/.exec(filter) ?? [];
  if (text === undefined) return refused(problem(400, 'Request_UnsupportedQuery', 'Unsupported Query.'));
  const value = text.replaceAll("''", "'").toLowerCase();
  return ({ fields }) => String(fields[field] ?? '').toLowerCase() === value;
}

/** The app registration that may sign in. */
export interface Registration {
  readonly clientId: string;
  readonly clientSecret: string;
  certificate?: ClientCertificate | undefined;
}

export interface SignIn {
  readonly tenantId: string;
  readonly registration: Registration;
  /** Application permissions that stand in new tokens. */
  roles(): readonly string[];
}

/** The token endpoint of the sign-in service: a token of an hour for a secret or for an assertion that the certificate's key has signed. */
export function tokenRoute({ tenantId, roles, registration }: SignIn, tokens: IssuedTokens, now: () => number): Route {
  const wrong = (error: string, status = 400): Answer => ({
    status,
    body: { error, error_description: 'AADSTS70000: see the documents.' },
  });
  const isSigned = (text: string, audience: string): boolean => {
    const { certificate, clientId } = registration;
    const assertion = readJwt(text);
    if (certificate === undefined || assertion?.header['x5t'] !== certificate.thumbprint) return false;
    const { iss, sub, aud, exp } = assertion.claims;
    const isMeant = iss === clientId && sub === clientId && aud === audience && typeof exp === 'number' && exp > now() / 1_000;
    return isMeant && assertion.isSignedBy(certificate.publicKey as never);
  };
  return {
    method: 'POST',
    path: `/${tenantId}/oauth2/v2.0/token`,
    open: true,
    answer({ form, url }) {
      if (form.get('grant_type') !== 'client_credentials') return wrong('unsupported_grant_type');
      if (!String(form.get('scope')).endsWith('/.default')) return wrong('invalid_scope');
      const isKnown =
        form.get('client_secret') === registration.clientSecret ||
        (form.get('client_assertion_type') === 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' &&
          isSigned(form.get('client_assertion') ?? '', url.origin + url.pathname));
      if (form.get('client_id') !== registration.clientId || !isKnown) return wrong('invalid_client', 401);
      return { status: 200, body: { token_type: 'Bearer', expires_in: 3_599, access_token: tokens.issue({ roles: roles() }) } };
    },
  };
}

// A modelled Microsoft Entra tenant.
import { issuedTokens, type Model, type ModelOptions, refuse, startModel } from '../model.ts';
import { newClientCertificate } from './certificate.ts';
import { denied, problem, type Registration, routesOf, tokenRoute } from './routes.ts';
import { createTenant, type Fields } from './state.ts';

export interface MicrosoftEntraServerOptions extends ModelOptions {
  /** Verified domains. Default `example.com`. */
  readonly domains?: readonly string[] | undefined;
  /** Unconfirmed: what a change of a user who is synchronized from on-premises is answered with. Default 400. */
  readonly syncedAnswer?: 400 | 403 | undefined;
}

/** A user as it is, whatever Graph shows of it. */
export interface MicrosoftEntraUser {
  readonly id: string;
  readonly userPrincipalName: string;
  readonly accountEnabled: boolean;
  readonly deleted: boolean;
  /** How often every session was revoked. */
  readonly revocations: number;
  readonly fields: Fields;
}

export interface MicrosoftEntraBackend {
  /** Puts a user in, in Graph's words; `isAdmin` gives it an administrator role. Answers its id. */
  seed(user: Fields & { readonly userPrincipalName: string }): string;
  /** Every user, deleted ones too, in the order of creation. */
  users(): readonly MicrosoftEntraUser[];
  /** A name that is refused and that nobody shows. */
  reserve(name: string): void;
  setSeats(seats: number): void;
  /** After a creation reads and changes answer 404 for so long. */
  setShowsAfter(milliseconds: number): void;
  /** Gives the app registration a directory role. */
  giveRole(): void;
  /** The app registration's application permissions, in tokens from now on. Default User.ReadWrite.All. */
  grant(permissions: readonly string[]): void;
  /** Every call is denied from now on. */
  takePermission(): void;
  /** Adds a certificate to the app registration; answers it with its key, as PEM. */
  addCertificate(): Promise<string>;
  /** Every access token so far is refused from now on. */
  endTokens(): void;
}

export interface MicrosoftEntraServer extends Model<MicrosoftEntraBackend> {
  /** What clients append `/users` to. */
  readonly baseUrl: string;
  readonly loginUrl: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

const tenantId = 'contoso.onmicrosoft.com';
const clientId = '11111111-2222-3333-4444-555555555555';
const clientSecret = 'entra-secret-never-shown';

/** Starts a modelled Entra tenant on loopback, on a free port. Modelled from the documents; Microsoft was not asked. */
export async function startMicrosoftEntraServer(options: MicrosoftEntraServerOptions = {}): Promise<MicrosoftEntraServer> {
  const { domains = ['example.com'], syncedAnswer = 400 } = options;
  const model = await startModel<MicrosoftEntraBackend>(options, (now) => {
    const tenant = createTenant(now, { domains, syncedAnswer });
    const tokens = issuedTokens(3_599_000, now);
    const registration: Registration = { clientId, clientSecret };
    let roles: readonly string[] = ['User.ReadWrite.All'];
    const unauthorized = problem(401, 'InvalidAuthenticationToken', 'Access token is empty or has expired.');
    return {
      parts: {
        routes: [...routesOf(tenant), tokenRoute({ tenantId, registration, roles: () => roles }, tokens, now)],
        admit({ headers }) {
          if (!tokens.admits(headers['authorization'])) refuse(unauthorized.status, unauthorized.body);
          if (!tenant.isGranted) refuse(denied.status, denied.body);
        },
        nowhere: problem(400, 'BadRequest', 'Resource not found for the segment.'),
      },
      backend: {
        seed: (user) => tenant.add({ accountEnabled: true, ...user }, false).id,
        users: () =>
          [...tenant.users.values()].map(({ id, fields, deletedAt, revocations }) => ({
            ...{ id, fields, revocations, deleted: deletedAt !== undefined },
            userPrincipalName: String(fields['userPrincipalName']),
            accountEnabled: fields['accountEnabled'] === true,
          })),
        reserve: (name) => void tenant.reserved.add(name.toLowerCase()),
        setSeats(seats) {
          tenant.seats = seats;
        },
        setShowsAfter(milliseconds) {
          tenant.showsAfterMs = milliseconds;
        },
        giveRole() {
          tenant.holdsRole = true;
        },
        takePermission() {
          tenant.isGranted = false;
        },
        grant(permissions) {
          roles = permissions;
        },
        async addCertificate() {
          registration.certificate = await newClientCertificate();
          return registration.certificate.pem;
        },
        endTokens: tokens.endAll,
      },
    };
  });
  return { ...model, baseUrl: `${model.url}/v1.0`, loginUrl: model.url, tenantId, clientId, clientSecret };
}

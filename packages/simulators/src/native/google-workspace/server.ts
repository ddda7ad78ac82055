// A modelled Google Workspace account.
import { generateKeyPairSync } from 'node:crypto';
import { issuedTokens, type Model, type ModelOptions, refuse, startModel } from '../model.ts';
import { type Delegation, problem, routesOf, tokenRoute } from './routes.ts';
import { createDirectory, type Fields, type GooglePace, shown } from './state.ts';

export interface GoogleWorkspaceServerOptions extends ModelOptions {
  /** Domains of the account. Default `example.com`. */
  readonly domains?: readonly string[] | undefined;
  /** Unconfirmed: whether a deleted user's address is refused to a new one. Default false. */
  readonly deletedHoldsAddress?: boolean | undefined;
}

/** A user as it is, whatever the interface shows of it. */
export interface GoogleWorkspaceUser {
  readonly id: string;
  readonly primaryEmail: string;
  readonly aliases: readonly string[];
  readonly suspended: boolean;
  readonly deleted: boolean;
  /** How often every session was ended. */
  readonly signOuts: number;
  /** Everything that was written and kept. */
  readonly fields: Fields;
}

export interface GoogleWorkspaceBackend {
  /** Puts a user in, in the words of the Directory API; `aliases`, `suspended` and `isAdmin` too. Answers its id. */
  seed(user: Fields & { readonly primaryEmail: string }): string;
  /** Every user, deleted ones too, in the order of creation. */
  users(): readonly GoogleWorkspaceUser[];
  /** An address that is refused and that nobody shows. */
  reserve(address: string): void;
  setSeats(seats: number): void;
  setPace(pace: GooglePace): void;
  /** Which scopes are delegated to the service account from now on. */
  delegate(scopes: readonly string[]): void;
  /** Every access token so far is refused from now on. */
  endTokens(): void;
}

export interface GoogleWorkspaceServer extends Model<GoogleWorkspaceBackend> {
  /** What clients append `/users` to. */
  readonly baseUrl: string;
  readonly tokenUrl: string;
  /** The text of a key file that is delegated here. */
  readonly serviceAccountKey: string;
  /** A super administrator that may be acted as. */
  readonly administrator: string;
}

export const googleScopes: readonly string[] = ['admin.directory.user', 'admin.directory.user.security'].map(
  (name) => `https://www.googleapis.com/auth/${name}`,
);

const administrator = 'admin@example.com';
const clientEmail = 'tenure@project.iam.gserviceaccount.com';
/** One key for the process: making one takes a moment, and nothing is secret here. */
let keys: ReturnType<typeof newKeys> | undefined;
const newKeys = () => generateKeyPairSync('rsa', { modulusLength: 2_048 });

/** Starts a modelled Google Workspace account on loopback, on a free port. Modelled from the documents; Google was not asked. */
export async function startGoogleWorkspaceServer(options: GoogleWorkspaceServerOptions = {}): Promise<GoogleWorkspaceServer> {
  const { domains = ['example.com'], deletedHoldsAddress = false } = options;
  keys ??= newKeys();
  const { publicKey, privateKey } = keys;
  const model = await startModel<GoogleWorkspaceBackend>(options, (now) => {
    const directory = createDirectory(now, { domains, deletedHoldsAddress });
    const tokens = issuedTokens(3_599_000, now);
    const delegation: Delegation = {
      clientEmail,
      publicKey: publicKey.export({ format: 'jwk' }),
      administrators: [administrator],
      scopes: googleScopes,
    };
    const unauthorized = problem(401, 'authError', 'Invalid Credentials');
    return {
      parts: {
        routes: [...routesOf(directory), tokenRoute(delegation, tokens, now)],
        admit: ({ headers }) => void (tokens.admits(headers['authorization']) || refuse(unauthorized.status, unauthorized.body)),
        nowhere: { status: 404, body: '<html><title>Error 404 (Not Found)!!1</title></html>', headers: { 'Content-Type': 'text/html' } },
      },
      backend: {
        seed: (user) => directory.add(user, false).id,
        users: () =>
          [...directory.users.values()].map((user) => ({
            ...{ id: user.id, primaryEmail: user.primaryEmail, aliases: [...user.aliases], suspended: user.suspended },
            ...{ deleted: user.deletedAt !== undefined, signOuts: user.signOuts, fields: shown(user) },
          })),
        reserve: (address) => void directory.reserved.add(address.toLowerCase()),
        setSeats(seats) {
          directory.seats = seats;
        },
        setPace(pace) {
          directory.pace = pace;
        },
        delegate(scopes) {
          delegation.scopes = scopes;
        },
        endTokens: tokens.endAll,
      },
    };
  });
  const key = {
    type: 'service_account',
    client_email: clientEmail,
    private_key_id: 'key-1',
    private_key: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  };
  return {
    ...model,
    baseUrl: `${model.url}/admin/directory/v1`,
    tokenUrl: `${model.url}/token`,
    serviceAccountKey: JSON.stringify(key),
    administrator,
  };
}

// How a caller proves itself: a personal token, or an app's signed text that is changed for an installation's token.
import { generateKeyPairSync, verify } from 'node:crypto';
import type { Answer } from '../../serving/answering.ts';
import type { Call } from '../model.ts';
import { badCredentials, badToken, notFound } from './problems.ts';

export interface GitHubApp {
  readonly appId: string;
  readonly installationId: string;
  /** PKCS#8, as text. */
  readonly privateKey: string;
}

export interface Credentials {
  readonly app: GitHubApp;
  /** Changes the app's signed text for a token of one hour. */
  exchange(call: Call): Answer;
  /** Throws for a token that is unknown, dead or over. */
  admit(call: Pick<Call, 'headers'>): void;
  endTokens(): void;
  endAll(): void;
  setPermission(level: 'read' | 'write'): void;
}

const hour = 3_600_000;

/** One key for the process: making one takes a moment, and nothing is secret here. */
let keys: ReturnType<typeof newKeys> | undefined;
const newKeys = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });

export function createCredentials(token: string, now: () => number): Credentials {
  keys ??= newKeys();
  const { publicKey, privateKey } = keys;
  const app = { appId: '123456', installationId: '7890', privateKey };
  const given = new Map<string, number>();
  let [dead, permission, made]: [boolean, 'read' | 'write', number] = [false, 'write', 0];
  const bearerOf = ({ headers }: Pick<Call, 'headers'>): string => (headers['authorization'] ?? '').replace(/^(?:Bearer|token) /, '');
  const claims = (text: string): { readonly iss?: unknown; readonly iat?: unknown; readonly exp?: unknown } => {
    const [head = '', body = '', signature = ''] = text.split('.');
    const genuine = verify('RSA-SHA256', Buffer.from(`${head}.${body}`), publicKey, Buffer.from(signature, 'base64url'));
    if (!genuine) throw badToken();
    return JSON.parse(Buffer.from(body, 'base64url').toString());
  };
  return {
    app,
    exchange(call) {
      if (dead) throw badCredentials();
      const { iss, iat, exp } = claims(bearerOf(call));
      const seconds = now() / 1_000;
      const [issued, ends] = [Number(iat), Number(exp)];
      // Ten minutes at most, counted from the server's clock, and not from the future.
      if (String(iss) !== app.appId || issued > seconds || ends <= seconds || ends > seconds + 600) throw badToken();
      if (call.params[0] !== app.installationId) throw notFound();
      made += 1;
      const text = `ghs_${app.appId}_${made}`;
      given.set(text, now() + hour);
      const expires_at = new Date(now() + hour).toISOString().replace('.000Z', 'Z');
      return { status: 201, body: { token: text, expires_at, permissions: { members: permission, metadata: 'read' } } };
    },
    admit(call) {
      const bearer = bearerOf(call);
      const ends = given.get(bearer);
      if (dead || (bearer !== token && (ends === undefined || ends <= now()))) throw badCredentials();
    },
    endTokens: () => given.clear(),
    endAll() {
      dead = true;
    },
    setPermission(level) {
      permission = level;
    },
  };
}

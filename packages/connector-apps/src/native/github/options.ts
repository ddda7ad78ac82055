// What a GitHub organization is told.
import { type Credential, TenureError } from '@tenure/core/connector';
import type { NamedAppOptions } from '../../options.ts';

/** What {@link github} is told: a `token`, or `appId`, `installationId` and `privateKey` of a GitHub App. */
export interface GithubOptions extends NamedAppOptions {
  /** Login of the organization: `acme`. */
  readonly organization: string;
  /** Personal access token of an owner with `admin:org`, or a function that fetches it. */
  readonly token?: Credential | undefined;
  /** Id of a GitHub App with the organization permission Members: write. */
  readonly appId?: string | undefined;
  /** Id of the app's installation on the organization. */
  readonly installationId?: string | undefined;
  /** The app's private key as PEM, or a function that fetches it. */
  readonly privateKey?: Credential | undefined;
  /**
   * The GitHub login of whoever has this work e-mail, as HR or a directory of the host's knows it; `undefined` when it is not
   * known. With it a person is invited, found and removed by their own account. Without it, or where it does not know,
   * people are invited by e-mail, and nobody can tell later which member they became: see the README. What it throws is
   * taken for "not known now", and the verb fails.
   */
  readonly loginOf?: ((workEmail: string) => Promise<string | undefined> | string | undefined) | undefined;
  /** How many invitations GitHub lets the organization send in 24 hours: `500` when it is older than a month or paid. Default `50`. */
  readonly invitationsPerDay?: '50' | '500' | undefined;
}

/** @throws {TenureError} `OPTIONS_INVALID` when an app's key comes without the app or its installation, or these without a key. */
export function refuseHalfAnApp(system: string, { appId, installationId, privateKey }: GithubOptions): void {
  const parts = { appId, installationId, privateKey };
  const missing = Object.entries(parts).flatMap(([path, value]) => (value === undefined ? [path] : []));
  if (missing.length === 0 || missing.length === 3) return;
  const problems = missing.map((path) => ({ path, reason: 'an app is told by appId, installationId and privateKey together' }));
  const fact = problems.map(({ path, reason }) => `${path}: ${reason}`).join('; ');
  throw new TenureError('OPTIONS_INVALID', { system, verb: 'read options', fact, details: { problems } });
}

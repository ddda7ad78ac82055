// What Microsoft Entra is told, and how it proves who we are: by a secret, or by a certificate.
import { X509Certificate } from 'node:crypto';
import type { Credential } from '@tenure/core/connector';
import { type Authorize, resolveCredential } from '@tenure/core/connector/http';
import type { NamedAppOptions } from '../../options.ts';
import { bearerTokens, signedAssertion, unusableCredential } from '../tokens.ts';

/** What {@link microsoftEntra} is told. Exactly one of `clientSecret` and `certificate`. */
export interface MicrosoftEntraOptions extends NamedAppOptions {
  /** The tenant's id, or one of its domains. */
  readonly tenantId: string;
  /** The application (client) id of the app registration. */
  readonly clientId: string;
  /** A client secret of the app registration, or a function that fetches it. */
  readonly clientSecret?: Credential | undefined;
  /** A certificate of the app registration with its RSA private key, both as PEM in one text, or a function that fetches it. */
  readonly certificate?: Credential | undefined;
  /** Two letters of the country that licences of new users are for. Default none: no licence can be assigned before one is set. */
  readonly usageLocation?: string | undefined;
  /** Another sign-in service than `https://login.microsoftonline.com`: a national cloud, a proxy, a test. */
  readonly loginUrl?: string | undefined;
  /** Another scope than `https://graph.microsoft.com/.default`, for a national cloud. */
  readonly scope?: string | undefined;
}

/** A token for what the app registration has been granted. */
export function authorizeOf(system: string, options: MicrosoftEntraOptions): Authorize {
  const { tenantId, clientId, loginUrl = 'https://login.microsoftonline.com', http } = options;
  const url = `${loginUrl}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`;
  return bearerTokens({
    ...{ system, url, http },
    form: async ({ now }) => ({
      grant_type: 'client_credentials',
      client_id: clientId,
      scope: options.scope ?? 'https://graph.microsoft.com/.default',
      ...(await proofOf(system, options, url, now())),
    }),
  });
}

async function proofOf(
  system: string,
  { clientId, clientSecret, certificate }: MicrosoftEntraOptions,
  url: string,
  now: number,
): Promise<Readonly<Record<string, string>>> {
  if (certificate === undefined) return { client_secret: await resolveCredential(clientSecret ?? '') };
  const { thumbprint, privateKey } = partsOf(system, await resolveCredential(certificate));
  const claims = { iss: clientId, sub: clientId, aud: url, jti: crypto.randomUUID() };
  return {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await signedAssertion({ system, privateKey, claims, header: { x5t: thumbprint }, lifeSeconds: 300, now }),
  };
}

function partsOf(system: string, pem: string): { readonly thumbprint: string; readonly privateKey: string } {
  const block = (kind: string) => new RegExp(`-----BEGIN ${kind}-----[\\s\\S]+?-----END ${kind}-----`).exec(pem)?.[0];
  const [text, privateKey] = [block('CERTIFICATE'), block('(?:RSA )?PRIVATE KEY')];
  try {
    if (text === undefined || privateKey === undefined) throw new TypeError('a part is missing');
    const thumbprint = Buffer.from(new X509Certificate(text).fingerprint.replaceAll(':', ''), 'hex').toString('base64url');
    return { thumbprint, privateKey };
  } catch {
    // The original message may repeat a part of the key.
    throw unusableCredential(system, 'the certificate is no PEM of a certificate and its private key');
  }
}

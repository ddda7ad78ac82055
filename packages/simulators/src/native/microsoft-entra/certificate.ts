// A certificate with its key, as an administrator would upload it to an app registration.
import 'reflect-metadata';
import { PemConverter, X509CertificateGenerator } from '@peculiar/x509';

export interface ClientCertificate {
  /** The certificate and its private key, both as PEM, in one text. */
  readonly pem: string;
  readonly publicKey: JsonWebKey;
  /** SHA-1 of the certificate, in base64url: what names it in an assertion. */
  readonly thumbprint: string;
}

const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', publicExponent: new Uint8Array([1, 0, 1]), modulusLength: 2_048 };
const dayMs = 86_400_000;

export async function newClientCertificate(): Promise<ClientCertificate> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    ...{ name: 'CN=tenure', keys, signingAlgorithm: algorithm },
    notBefore: new Date(Date.now() - dayMs),
    notAfter: new Date(Date.now() + 365 * dayMs),
  });
  const key = PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
  return {
    pem: `${certificate.toString('pem')}\n${key}\n`,
    publicKey: await crypto.subtle.exportKey('jwk', keys.publicKey),
    thumbprint: Buffer.from(await certificate.getThumbprint('SHA-1')).toString('base64url'),
  };
}

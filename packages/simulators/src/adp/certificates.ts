// Certificates made in memory: one authority for the simulated environment, the server's own, and those issued to clients.
import 'reflect-metadata';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** A certificate with its private key, both as PEM. */
export interface IssuedCertificate {
  readonly certificate: string;
  readonly key: string;
  /** SHA-256 of the certificate, in hexadecimal. */
  readonly fingerprint: string;
}

export interface Authority {
  /** The authority's own certificate, as PEM: what a client has to trust. */
  readonly certificate: string;
  /** Issues a client certificate. `validForDays` may be negative: it has expired then, in real time. Default 365. */
  issue(name: string, validForDays?: number): Promise<IssuedCertificate>;
  /** Issues a server certificate for 127.0.0.1 and localhost. */
  issueForServer(): Promise<IssuedCertificate>;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const dayMs = 86_400_000;

/** Makes an authority that nobody else has. */
export async function createAuthority(name: string): Promise<Authority> {
  const keys = await newKeys();
  const notBefore = new Date(Date.now() - 30 * dayMs);
  const own = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    signingAlgorithm: algorithm,
    notBefore,
    notAfter: new Date(Date.now() + 3650 * dayMs),
    extensions: [
      new BasicConstraintsExtension(true, 1, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  });
  let serial = 0;
  const sign = async (subject: string, validForDays: number, usage: ExtendedKeyUsage): Promise<IssuedCertificate> => {
    const pair = await newKeys();
    serial += 1;
    const certificate = await X509CertificateGenerator.create({
      subject: `CN=${subject}`,
      issuer: own.subject,
      serialNumber: serial.toString(16).padStart(4, '0'),
      publicKey: pair.publicKey,
      signingKey: keys.privateKey,
      signingAlgorithm: algorithm,
      notBefore,
      notAfter: new Date(Date.now() + validForDays * dayMs),
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new ExtendedKeyUsageExtension([usage]),
        new SubjectAlternativeNameExtension([
          { type: 'dns', value: 'localhost' },
          { type: 'ip', value: '127.0.0.1' },
        ]),
      ],
    });
    return issued(certificate, pair);
  };
  return {
    certificate: own.toString('pem'),
    issue: (subject, validForDays = 365) => sign(subject, validForDays, ExtendedKeyUsage.clientAuth),
    issueForServer: () => sign('localhost', 3650, ExtendedKeyUsage.serverAuth),
  };
}

function newKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

async function issued(certificate: X509Certificate, pair: CryptoKeyPair): Promise<IssuedCertificate> {
  const key = PemConverter.encode(await crypto.subtle.exportKey('pkcs8', pair.privateKey), 'PRIVATE KEY');
  const fingerprint = Buffer.from(await certificate.getThumbprint('SHA-256')).toString('hex');
  return { certificate: certificate.toString('pem'), key, fingerprint };
}

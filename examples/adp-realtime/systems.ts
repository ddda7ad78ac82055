// The other side of the wire: a simulated ADP with a company of twelve, and a simulated Okta org.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AdpHire, type AdpServer, startAdpServer } from '@tenure/simulators/adp';
import { noLimits, type OktaServer, startOktaServer } from '@tenure/simulators/okta';
import type { Environment } from './lifecycle.ts';

export interface Systems extends AsyncDisposable {
  readonly adp: AdpServer;
  readonly okta: OktaServer;
  /** Associate OIDs, in the order of hire. */
  readonly ids: readonly string[];
  readonly environment: Environment;
  /** The status of somebody's Okta account. */
  status(number: number): string | undefined;
  /** How many Okta accounts of employees there are. */
  accounts(): number;
}

export const people = 12;

function worker(number: number): AdpHire {
  const department = number % 2 === 0 ? { code: 'ENG', name: 'Engineering' } : { code: 'SAL', name: 'Sales' };
  return { givenName: `First${number}`, familyName: `Last${number}`, workEmail: emailOf(number), department, on: '2024-01-08' };
}

const emailOf = (number: number): string => `person${number}@example.com`;

export async function startSystems(): Promise<Systems> {
  const folder = mkdtempSync(join(tmpdir(), 'tenure-adp-'));
  const [adp, okta] = [await startAdpServer(), await startOktaServer({ limits: noLimits })];
  const { hr, clientId, clientSecret } = adp.subscriber;
  hr.putDepartment({ payrollGroup: '7ZQ', code: 'ENG', name: 'Engineering' });
  hr.putDepartment({ payrollGroup: '7ZQ', code: 'SAL', name: 'Sales' });
  for (const name of ['Engineering-Core', 'Sales-App-Access']) okta.backend.seedGroup({ name });
  const ids = hr.bulkLoad(Array.from({ length: people }, (_, index) => worker(index + 1)));
  return {
    adp,
    okta,
    ids,
    environment: {
      STORE: join(folder, 'tenure.db'),
      ADP_CLIENT_ID: clientId,
      ADP_CLIENT_SECRET: clientSecret,
      ADP_CERTIFICATE: adp.certificate.certificate,
      ADP_KEY: adp.certificate.key,
      ADP_AUTHORITY: adp.authority,
      ADP_ACCOUNTS_URL: adp.accountsUrl,
      ADP_API_URL: adp.apiUrl,
      OKTA_URL: okta.url,
      OKTA_TOKEN: okta.token,
    },
    status: (number) => okta.backend.userByLogin(emailOf(number))?.status,
    accounts: () => okta.backend.users().filter(({ profile }) => String(profile['login']).startsWith('person')).length,
    async [Symbol.asyncDispose]() {
      await Promise.all([adp.close(), okta.close()]);
      rmSync(folder, { recursive: true });
    },
  };
}

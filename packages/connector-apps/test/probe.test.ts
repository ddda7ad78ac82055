// The probe against vendors' dialects: what it proposes is what somebody else wrote down about the vendor.
import { startDialectServer, type Vendor } from '@tenure/simulators/dialects';
import { startScimServer } from '@tenure/simulators/scim';
import { afterEach, describe, expect, test } from 'vitest';
import { probeScim } from '../src/index.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function probed(vendor: Vendor) {
  const server = await startDialectServer({ vendor, limits: [] });
  closing.push(() => server.close());
  const report = await probeScim({ baseUrl: server.baseUrl, token: server.token, domain: 'example.com', http: { maxRetries: 0 } });
  return { report, server };
}

describe('the probe', () => {
  test('of a server that keeps to the standard proposes the generic profile, and leaves nobody behind', async () => {
    const server = await startScimServer({ token: 't' });
    closing.push(() => server.close());
    const { profile, leftBehind } = await probeScim({ baseUrl: server.url, token: 't', domain: 'example.com' });
    expect(profile).toMatchObject({
      update: 'patch-path',
      disable: { form: 'patch-path' },
      delete: { form: 'delete' },
      create: { adopts: false },
    });
    expect(profile.lookups.map(({ filter }) => filter)).toEqual(['externalId', 'userName', 'emails.value']);
    expect([leftBehind, server.users()]).toEqual([undefined, []]);
  });

  test('sees that GitHub hides by name who is off', async () => {
    const { report, server } = await probed('github-emu');
    expect(report.profile.disable).toBeDefined();
    expect(report.profile.lookups.find(({ key }) => key === 'userName')?.hides).toBe(true);
    expect(server.backend.accounts()).toEqual([]);
  });

  test('sees that Cloudflare deletes nobody, and names what it left', async () => {
    const { report, server } = await probed('cloudflare');
    expect(report.profile.delete).toBeUndefined();
    expect(server.backend.accounts().map(({ id }) => id)).toEqual([report.leftBehind]);
  });

  test('sees that turning off is removal at a workspace, and that nobody comes back', async () => {
    const { report, server } = await probed('github-org');
    expect([report.profile.disable, report.profile.delete === undefined]).toEqual([undefined, false]);
    expect(server.backend.accounts()).toEqual([]);
  });

  test('of a refused token says so and makes nobody', async () => {
    const { server } = await probed('miro');
    const before = server.backend.accounts().length;
    await expect(probeScim({ baseUrl: server.baseUrl, token: 'wrong', domain: 'example.com' })).rejects.toMatchObject({
      code: 'CONNECTOR_UNAUTHENTICATED',
    });
    expect(server.backend.accounts()).toHaveLength(before);
  });
});

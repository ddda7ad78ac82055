// The official SDK against the simulator: two readings of one API that know nothing of each other.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { noLimits, startOktaServer } from '@tenure/simulators/okta';
import { exportJWK, exportPKCS8, generateKeyPair } from 'jose';
import { expect, test } from 'vitest';

const run = promisify(execFile);

test('the SDK creates, reads, pages, searches, groups, turns and erases users, reads the log, and signs in as a service app', async () => {
  const server = await startOktaServer({ limits: noLimits, uniqueAttributes: ['hrId'] });
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const keys = [{ ...(await exportJWK(publicKey)) }];
  server.backend.seedServiceApp({ clientId: 'app', keys, scopes: ['okta.users.read'], roles: ['READ_ONLY_ADMIN'] });
  const env = { PATH: process.env['PATH'], OKTA_URL: server.url, OKTA_TOKEN: server.token, OKTA_KEY: await exportPKCS8(privateKey) };
  const program = new URL('./sdk-program.ts', import.meta.url).pathname;
  const { stdout } = await run(process.execPath, ['--disable-warning=ExperimentalWarning', program], { env });
  const said: unknown = JSON.parse(stdout);
  const idOf = (name: string): string => server.backend.userByLogin(`${name}@example.com`)?.id ?? '';
  expect(said).toMatchObject({
    made: ['STAGED', 'P-1'],
    onboarded: true,
    read: ['PROVISIONED', 'Chief'],
    again: { status: 404, errorCode: 'E0000007' },
    logins: ['administrator', 'alan', 'grace', 'mary'].map((name) => `${name}@example.com`),
    found: [idOf('grace')],
    without: [idOf('alan'), idOf('mary')],
    seenByApp: 'SUSPENDED',
  });
  const group = server.backend.groups().find(({ name }) => name === 'Sales');
  expect(server.backend.membersOf(group?.id ?? '')).toEqual(['alan', 'grace', 'mary'].map(idOf));
  expect((said as { events: string[] }).events.at(-1)).toBe('user.lifecycle.suspend');
  expect(server.backend.user((said as { userId: string }).userId)).toBeUndefined();
  // The first request for a token is answered with the nonce that the second one needs.
  expect(server.requests('token').map(({ status }) => status)).toEqual([400, 200]);
  await server.close();
});

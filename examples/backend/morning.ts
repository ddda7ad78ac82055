// A customer's first morning, over HTTP against simulated systems: they connect their HR system, everybody gets their accounts, and
// somebody who is let go at ten has lost them moments later.
import { noMergeLimits, startMergeServer } from '@tenure/simulators/merge';
import { noLimits, startOktaServer } from '@tenure/simulators/okta';
import { startScimServer } from '@tenure/simulators/scim';
import { startBackend } from './server.ts';

export async function playMorning(folder: string, say: (line: string) => void): Promise<void> {
  const merge = await startMergeServer({ limits: noMergeLimits });
  const okta = await startOktaServer({ limits: noLimits });
  const chat = await startScimServer({ token: 'chat-token' });
  okta.backend.seedGroup({ name: 'Sales-Access' });
  const backend = await startBackend({
    folder,
    merge: { apiKey: merge.apiKey, signatureKey: merge.webhooks.signatureKey, baseUrl: merge.baseUrl },
    okta: { orgUrl: okta.url, token: okta.token },
    chat: { baseUrl: chat.url, token: 'chat-token' },
    adminToken: 'admin',
    onError: (error) => say(`In the background: ${String(error)}`),
  });
  const call = async (method: string, path: string, json?: object): Promise<Response> => {
    const headers = { authorization: 'Bearer admin', 'content-type': 'application/json' };
    const body = json === undefined ? {} : { body: JSON.stringify(json) };
    const response = await fetch(`${backend.url}/customers/acme${path}`, { method, headers, ...body });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response;
  };
  try {
    const { first } = await (await call('GET', '/systems')).json();
    say(`The page shows ${first.map(({ name }: { name: string }) => name).join(', ')} first.`);
    const asked = { organisationName: 'Acme', emailAddress: 'it@acme.example', system: first[0]?.slug };
    const { linkToken } = await (await call('POST', '/link-token', asked)).json();
    const publicToken = merge.completeLink(linkToken);
    const account = merge.accounts().at(-1) ?? merge.account;
    account.hr.put('groups', { remote_id: 'sales', name: 'Sales', type: 'Department' });
    account.seed(
      ['Ada Berg', 'Ben Cole', 'Cleo Diaz'].map((name, index) => {
        const [first_name = '', last_name = ''] = name.split(' ');
        const work_email = `${first_name.toLowerCase()}@acme.example`;
        return {
          remote_id: `W${index + 1}`,
          employee_number: `N${index + 1}`,
          first_name,
          last_name,
          work_email,
          groups: ['sales'],
          start_date: '2020-01-06',
        };
      }),
    );
    const { system } = await (await call('POST', '/connect', { publicToken })).json();
    say(`${system} is connected.`);
    merge.webhooks.subscribe(`${backend.url}/hooks/acme/merge`);
    await until(() => usable(okta) === 3);
    say(`${usable(okta)} people have their accounts.`);

    account.hr.terminate('W2', new Date(Date.now() - 86_400_000).toISOString().slice(0, 10));
    account.sync.run();
    await merge.webhooks.deliver();
    await until(() => usable(okta) === 2 && chat.users().filter(({ active }) => active !== false).length === 2);
    say('Ben is let go; a moment later his accounts are off.');
    // The targets show it a moment before the run has read it back and written it down.
    const stillOn = async (): Promise<number> => (await (await call('GET', '/open-access')).json()).length;
    while ((await stillOn()) > 0) await moment();
    say(`Still on of people who have left: ${await stillOn()}.`);
    const connections: { id: string; state: string }[] = await (await call('GET', '/connections')).json();
    say(connections.map(({ id, state }) => `${id}: ${state}`).join(', '));
  } finally {
    await backend.close();
    await Promise.all([merge, okta, chat].map((server) => server.close()));
  }
}

/** The owner of our token is a user of the org as well. */
const usable = (okta: Awaited<ReturnType<typeof startOktaServer>>): number =>
  okta.backend.users().filter(({ status, profile }) => status !== 'DEPROVISIONED' && String(profile['login']).endsWith('@acme.example'))
    .length;

/** Waits until something is true at the other side of the wire, three minutes at most. */
async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries += 1) {
    if (tries > 3_600) throw new Error('it did not happen within three minutes');
    await moment();
  }
}

const moment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50));

// The targets, which outlive every process that works on them, and the children that do.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noLimits, type OktaServer, startOktaServer } from '@tenure/simulators/okta';
import { type ScimServer, startScimServer } from '@tenure/simulators/scim';
import { type Addresses, peopleOn } from './company.ts';
import type { Step } from './killing.ts';

export interface ChildOptions {
  readonly death?: { readonly step: Step; readonly nth: number; readonly log: string } | undefined;
  readonly mebibytes?: number | undefined;
}

export interface Scene {
  readonly okta: OktaServer;
  readonly chat: ScimServer;
  readonly desk: ScimServer;
  readonly folder: string;
  writeDay(day: 1 | 2): void;
  /** Runs one child; its last words, or undefined when it was killed. */
  child(options?: ChildOptions): Promise<{ run?: string; left?: number; code?: string } | undefined>;
  /** All that the targets hold, without what differs by nature between two runs. */
  state(): unknown;
  /** Accounts that were created, with how often. */
  creations(): ReadonlyMap<string, number>;
  close(): Promise<void>;
}

/** Three empty targets. */
export async function createScene(): Promise<Scene> {
  const folder = mkdtempSync(join(tmpdir(), 'tenure-crash-'));
  const okta = await startOktaServer({ limits: noLimits });
  for (const name of ['Engineering-Core', 'Sales-Access']) okta.backend.seedGroup({ name });
  const chat = await startScimServer({ token: 'chat-token' });
  const desk = await startScimServer({ token: 'desk-token' });
  const employees = join(folder, 'people.csv');
  const addresses: Addresses = {
    employees,
    okta: { url: okta.url, token: okta.token },
    chat: { url: chat.url, token: 'chat-token' },
    desk: { url: desk.url, token: 'desk-token' },
  };
  const program = join(import.meta.dirname, 'child.ts');
  const names = new Map(okta.backend.groups().map(({ id, name }) => [id, name]));
  return {
    okta,
    chat,
    desk,
    folder,
    writeDay: (day) => writeFileSync(employees, peopleOn(day)),
    async child({ death, mebibytes } = {}) {
      const environment = {
        ...process.env,
        // Starting is most of what a child that dies early does.
        NODE_COMPILE_CACHE: join(folder, 'compiled'),
        ADDRESSES: JSON.stringify(addresses),
        STORE: join(folder, 'tenure.db'),
        ...(death === undefined ? {} : { STEP: death.step, NTH: String(death.nth), LOG: death.log }),
        ...(mebibytes === undefined ? {} : { MEBIBYTES: String(mebibytes) }),
      };
      const running = spawn(process.execPath, ['--conditions=@tenure/source', program], { env: environment });
      let said = '';
      running.stdout.on('data', (chunk) => {
        said += String(chunk);
      });
      await new Promise<void>((resolve) => running.once('close', () => resolve()));
      return said === '' ? undefined : (JSON.parse(said) as { run?: string; left?: number; code?: string });
    },
    state: () => ({
      okta: okta.backend
        .users()
        .filter(({ id }) => id !== okta.backend.ownerId)
        .map(({ id, status, profile }) => ({
          status,
          profile,
          groups: okta.backend
            .groupsOf(id)
            .map((group) => names.get(group))
            .sort(),
        }))
        .sort((one, other) => String(one.profile['login']).localeCompare(String(other.profile['login']))),
      chat: usersOf(chat),
      desk: usersOf(desk),
    }),
    creations() {
      const counts = new Map<string, number>();
      for (const [name, server] of [
        ['chat', chat],
        ['desk', desk],
      ] as const) {
        for (const { method, body, status } of server.requests()) {
          if (method !== 'POST' || status !== 201) continue;
          const key = `${name} ${(body as { userName?: string }).userName}`;
          counts.set(key, (counts.get(key) ?? 0) + 1);
        }
      }
      return counts;
    },
    async close() {
      await Promise.all([okta.close(), chat.close(), desk.close()]);
      rmSync(folder, { recursive: true });
    },
  };
}

function usersOf(server: ScimServer): unknown[] {
  return server
    .users()
    .map(({ id: _id, meta: _meta, ...rest }) => rest)
    .sort((one, other) => one.userName.localeCompare(other.userName));
}

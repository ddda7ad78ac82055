// The targets, which outlive every process that works on them, and the children that do.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sqliteStore } from '@tenure/core/sqlite';
import { noLimits, type OktaServer, startOktaServer } from '@tenure/simulators/okta';
import { type ScimServer, startScimServer } from '@tenure/simulators/scim';
import { type Addresses, type Day, foundLogins, lifecycleOf, peopleOn, shiftOf, targetsOf } from './company.ts';
import type { Death } from './killing.ts';
import { contentOf, type Effects, effectsOn } from './oracle.ts';

/** What a child is told. */
export interface Orders {
  readonly addresses: Addresses;
  readonly store: string;
  readonly shiftMs: number;
  readonly death?: Death | undefined;
  /** The store may grow no further. */
  readonly mebibytes?: number | undefined;
}

/** The last words of a child that was not killed. */
export interface Words {
  readonly run?: string;
  readonly applied?: number;
  /** Changes that a plan made right after the run still has. */
  readonly left?: number;
  readonly held?: number;
  /** The error it ended with. */
  readonly code?: string;
}

export interface Child {
  readonly process: ChildProcess;
  /** It has come to where it was told to die or to freeze. */
  readonly struck: Promise<void>;
  /** Undefined when it was killed. */
  readonly words: Promise<Words | undefined>;
}

export interface Scene {
  readonly okta: OktaServer;
  readonly chat: ScimServer;
  readonly desk: ScimServer;
  readonly log: string;
  /** Starts a process that synchronises on the day of the changes. */
  start(orders?: Pick<Orders, 'death' | 'mebibytes'>): Child;
  /** Runs one to its end. */
  child(orders?: Pick<Orders, 'death' | 'mebibytes'>): Promise<Words | undefined>;
  /** What children have died at. */
  deaths(): string[];
  /** Something else takes the room in the store's file, all but what a part of the day needs. Answers the limit for `mebibytes`. */
  fillStore(): number;
  makeRoom(): void;
  /** All that the targets hold, without what differs by nature between two runs. */
  content(): unknown;
  /** Writes of the day of the changes that took effect, with how often each did. */
  effects(): Effects;
  close(): Promise<void>;
}

function onFile(file: string, statement: string): void {
  const database = new DatabaseSync(file);
  database.exec(statement);
  database.close();
}

/** Three targets and a store on the morning of the day of the changes. */
export async function createScene(): Promise<Scene> {
  const folder = mkdtempSync(join(tmpdir(), 'tenure-crash-'));
  const [employees, store, log] = [join(folder, 'people.csv'), join(folder, 'tenure.db'), join(folder, 'deaths')];
  const okta = await startOktaServer({ limits: noLimits });
  for (const name of ['Engineering-Core', 'Sales-Access']) okta.backend.seedGroup({ name });
  const chat = await startScimServer({ token: 'chat-token' });
  const desk = await startScimServer({ token: 'desk-token' });
  const addresses: Addresses = {
    employees,
    okta: { url: okta.url, token: okta.token },
    chat: { url: chat.url, token: 'chat-token' },
    desk: { url: desk.url, token: 'desk-token' },
  };
  for (const login of foundLogins) {
    okta.backend.seedUser({ login });
    for (const app of [chat, desk]) app.seed([{ userName: login, active: true, emails: [{ value: login, primary: true }] }]);
  }
  const now = Date.now();
  const write = (day: Day): void => {
    writeFileSync(employees, peopleOn(day, now));
    const written = (now + shiftOf(day)) / 1_000;
    utimesSync(employees, written, written);
  };
  for (const day of ['import', 'before'] as const) {
    write(day);
    const lifecycle = lifecycleOf(employees, targetsOf(addresses, fetch), { store: sqliteStore(store), shiftMs: shiftOf(day) });
    await lifecycle.sync();
    await lifecycle.close();
    // Everybody has signed in by now.
    for (const { id, status } of okta.backend.users()) {
      if (status === 'PROVISIONED') okta.backend.alterUser(id, { status: 'ACTIVE' });
    }
  }
  write('crash');
  const servers = { okta, chat, desk };
  const before = { okta: okta.requests().length, chat: chat.requests().length, desk: desk.requests().length };
  const effects = effectsOn(servers, before);

  const start: Scene['start'] = (more = {}) => {
    const orders: Orders = { addresses, store, shiftMs: shiftOf('crash'), ...more };
    // Starting is most of what a child that dies early does.
    const env = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'tenure-crash-compiled'), ORDERS: JSON.stringify(orders) };
    const running = spawn(process.execPath, ['--conditions=@tenure/source', join(import.meta.dirname, 'child.ts')], { env });
    let said = '';
    running.stdout.on('data', (chunk) => {
      said += String(chunk);
    });
    let fault = '';
    const struck = new Promise<void>((resolve) => {
      running.stderr.on('data', (chunk) => {
        fault += String(chunk);
        resolve();
      });
    });
    const words = new Promise<Words | undefined>((resolve, reject) => {
      running.once('close', (_code, signal) => {
        if (said !== '') resolve(JSON.parse(said) as Words);
        else if (signal === 'SIGKILL') resolve(undefined);
        else reject(new Error(`a child ended without a word: ${fault}`));
      });
    });
    return { process: running, struck, words };
  };

  return {
    okta,
    chat,
    desk,
    log,
    start,
    child: (orders) => start(orders).words,
    deaths: () => readFileSync(log, 'utf8').trim().split('\n'),
    fillStore() {
      const mebibytes = Math.ceil(statSync(store).size / 1_048_576) + 1;
      const room = 400 * 1_024;
      onFile(store, `CREATE TABLE filler AS SELECT zeroblob(${mebibytes * 1_048_576 - statSync(store).size - room}) AS bytes`);
      return mebibytes;
    },
    makeRoom: () => onFile(store, 'DROP TABLE filler'),
    content: () => contentOf(servers),
    effects,
    async close() {
      await Promise.all([okta.close(), chat.close(), desk.close()]);
      rmSync(folder, { recursive: true });
    },
  };
}

// The targets, which outlive every process that works on them, and the processes that do.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type DialectServer, startDialectServer } from '@tenure/simulators/dialects';
import { noLimits, type OktaServer, startOktaServer } from '@tenure/simulators/okta';
import { contentOf, type Effects, type Servers, watchEffects } from './oracle.ts';
import type { Addresses, Orders, Words } from './orders.ts';
import { type Day, found, peopleOn, shiftOf } from './people.ts';

type Extra = Pick<Orders, 'death' | 'mebibytes'>;

export interface Child {
  readonly process: ChildProcess;
  /** It has come to where it was told to die or to freeze. */
  readonly struck: Promise<void>;
  /** Undefined when it was killed. */
  readonly words: Promise<Words | undefined>;
}

export interface World {
  readonly okta: OktaServer;
  readonly chat: DialectServer;
  readonly desk: DialectServer;
  readonly log: string;
  /** Starts a process that synchronises on the day of the changes. */
  start(orders?: Extra): Child;
  /** Runs one to its end. */
  child(orders?: Extra): Promise<Words | undefined>;
  /** What children have died at. */
  deaths(): string[];
  /** Bytes of the store's file. */
  storeSize(): number;
  /** Something else takes the room in the store's file, all but so many bytes. Answers the limit for `mebibytes`. */
  fillStore(room: number): number;
  makeRoom(): void;
  /** All that the targets hold, without what differs by nature between two runs. */
  content(): unknown;
  /** Writes of the day of the changes that took effect, with how often each did. */
  effects(): Effects;
  close(): Promise<void>;
}

/** Three targets and a store on the morning of the day of the changes. `program` is the file that the processes run. */
export async function createWorld(program: string): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'tenure-crash-'));
  const [employees, store, log] = [join(folder, 'people.csv'), join(folder, 'tenure.db'), join(folder, 'deaths')];
  const servers = await startServers();
  const { okta, chat, desk } = servers;
  const addresses: Addresses = {
    employees,
    okta: { url: okta.url, token: okta.token },
    chat: { url: chat.baseUrl, token: chat.token },
    desk: { url: desk.baseUrl, token: desk.token },
  };
  const now = Date.now();
  const dawn = (day: Day): void => {
    writeFileSync(employees, peopleOn(day, now));
    const written = (now + shiftOf(day)) / 1_000;
    utimesSync(employees, written, written);
  };
  const startOn = (day: Day, more: Extra = {}): Child => startChild(program, { addresses, store, shiftMs: shiftOf(day), ...more });
  for (const day of ['import', 'before'] as const) {
    dawn(day);
    const words = await startOn(day).words;
    if (words?.left !== 0) throw new Error(`the world could not be prepared: ${JSON.stringify(words)}`);
    // Everybody has signed in by now.
    for (const { id, status } of okta.backend.users()) {
      if (status === 'PROVISIONED') okta.backend.alterUser(id, { status: 'ACTIVE' });
    }
  }
  dawn('crash');
  return {
    ...servers,
    ...roomOf(store),
    log,
    start: (more) => startOn('crash', more),
    child: (more) => startOn('crash', more).words,
    deaths: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []),
    content: () => contentOf(servers),
    effects: watchEffects(servers),
    async close() {
      await Promise.all([okta.close(), chat.close(), desk.close()]);
      rmSync(folder, { recursive: true });
    },
  };
}

async function startServers(): Promise<Servers> {
  const okta = await startOktaServer({ limits: noLimits });
  for (const name of ['Engineering-Core', 'Sales-Access']) okta.backend.seedGroup({ name });
  const chat = await startDialectServer({ vendor: 'plain' });
  const desk = await startDialectServer({ vendor: 'plain' });
  for (const { login, firstName, lastName } of found) {
    okta.backend.seedUser({ login, profile: { firstName, lastName } });
    for (const app of [chat, desk]) app.backend.seed({ userName: login, givenName: firstName, familyName: lastName });
  }
  return { okta, chat, desk };
}

function startChild(program: string, orders: Orders): Child {
  const env = { ...process.env, NODE_COMPILE_CACHE: dirname(program), ORDERS: JSON.stringify(orders) };
  const running = spawn(process.execPath, [program], { env });
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
}

function roomOf(store: string): Pick<World, 'storeSize' | 'fillStore' | 'makeRoom'> {
  const onFile = (statement: string): void => {
    const database = new DatabaseSync(store);
    database.exec(statement);
    database.close();
  };
  return {
    storeSize: () => statSync(store).size,
    fillStore(room) {
      const { size } = statSync(store);
      const mebibytes = Math.ceil((size + room) / 1_048_576) + 1;
      onFile(`CREATE TABLE filler AS SELECT zeroblob(${mebibytes * 1_048_576 - size - room}) AS bytes`);
      return mebibytes;
    },
    makeRoom: () => onFile('DROP TABLE filler'),
  };
}

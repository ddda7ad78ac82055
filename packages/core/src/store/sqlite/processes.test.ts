import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { inboxWriter, sqliteStore } from './index.ts';

function scratchFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tenure-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'store.db');
}

/** A real process that runs `program` with the store's module and a file at hand. */
function run(program: string, file: string): ChildProcessByStdio<null, Readable, null> {
  const module = JSON.stringify(new URL('./index.ts', import.meta.url).href);
  const source = `const { sqliteStore, inboxWriter } = await import(${module}); const file = process.argv[1]; ${program}`;
  const child = spawn(process.execPath, ['--conditions=@tenure/source', '--input-type=module', '--eval', source, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function printedBy(child: ChildProcessByStdio<null, Readable, null>): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) lines.push(line);
  return lines;
}

const commitForever = `
  const store = sqliteStore(file);
  for (let n = 1; ; n += 1) {
    await store.commit('t', [{ op: 'put', in: 'setting', row: { name: String(n), value: { n, text: 'x'.repeat(500) } } },
      { op: 'append', in: 'journal', row: { task: String(n), run: 'r', step: 'intent', at: n, data: null } }]);
    console.log(n);
  }`;

test('every commit that was acknowledged is there after the process was killed, whole', async () => {
  const file = scratchFile();
  for (const wanted of [1, 40, 300]) {
    const child = run(commitForever, file);
    let acknowledged = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      acknowledged = Number(line);
      if (acknowledged === wanted) child.kill('SIGKILL');
    }
    expect(acknowledged).toBeGreaterThanOrEqual(wanted);
    const store = sqliteStore(file);
    const numbers = Array.from({ length: acknowledged }, (_, index) => index + 1);
    const rows = await store.get(
      't',
      'setting',
      numbers.map((n) => [String(n)]),
    );
    expect(rows.map((row) => (row?.value as { n: number } | undefined)?.n)).toEqual(numbers);
    const settings = await store.count('t', 'setting');
    expect(await store.count('t', 'journal')).toBe(settings);
    await store.commit('t', [
      { op: 'delete', in: 'setting', key: [] },
      { op: 'delete', in: 'journal', key: [] },
    ]);
    await store.close();
  }
});

const tryToOpen = `
  try { sqliteStore(file); console.log('opened'); } catch (error) { console.log(error.code); }`;

test('a second process is refused while the first owns the store, and let in once it has closed or died', async () => {
  const file = scratchFile();
  const store = sqliteStore(file);
  expect(await printedBy(run(tryToOpen, file))).toEqual(['STORE_BUSY']);
  await store.close();
  const owner = run(`globalThis.store = sqliteStore(file); console.log('open'); setInterval(() => {}, 1000);`, file);
  await once(owner.stdout, 'data');
  expect(() => sqliteStore(file)).toThrow(expect.objectContaining({ code: 'STORE_BUSY' }));
  owner.kill('SIGKILL');
  await once(owner, 'exit');
  await sqliteStore(file).close();
});

test('a second store in the same process is refused, and does not break the lock of the first', async () => {
  const file = scratchFile();
  const store = sqliteStore(file);
  expect(() => sqliteStore(file)).toThrow(expect.objectContaining({ code: 'STORE_BUSY' }));
  expect(await printedBy(run(tryToOpen, file))).toEqual(['STORE_BUSY']);
  await store.close();
});

const leaveFifty = `
  const inbox = inboxWriter(file, { tenant: 't' });
  for (let n = 0; n < 50; n += 1) await inbox.append('hint', { system: 'hr', hint: { id: String(n), ids: [] } }, n);
  inbox.close();
  console.log('done');`;

const leaveFiftyAtOnce = `
  const inbox = inboxWriter(file, { tenant: 't' });
  await Promise.all(Array.from({ length: 50 }, (_, n) => inbox.append('hint', { system: 'hr', hint: { id: String(n), ids: [] } }, n)));
  inbox.close();
  console.log('done');`;

test('other processes leave entries in the inbox while the owner reads and commits', async () => {
  const file = scratchFile();
  const store = sqliteStore(file);
  const writers = [run(leaveFifty, file), run(leaveFiftyAtOnce, file)].map(printedBy);
  let running = true;
  const all = Promise.all(writers).finally(() => {
    running = false;
  });
  let own = 0;
  while (running) {
    own += 1;
    await store.commit('t', [{ op: 'append', in: 'inbox', row: { kind: 'own', at: own, data: null, state: 'new' } }]);
  }
  expect(await all).toEqual([['done'], ['done']]);
  expect(await store.count('t', 'inbox')).toBe(100 + own);
  const { rows } = await store.scan('t', 'inbox', { limit: 1, reverse: true, columns: ['seq'] });
  expect(rows).toEqual([{ seq: 100 + own }]);
  await store.close();
});

/** How many locks the system knows on the file; 0 where it does not tell. */
function locksOn(file: string): number {
  if (!existsSync('/proc/locks')) return 0;
  const end = `:${statSync(file).ino} `;
  return readFileSync('/proc/locks', 'utf8')
    .split('\n')
    .filter((line) => line.includes(end)).length;
}

test('an inbox writer beside the owner in one process leaves the owner its hold on the file', async () => {
  const file = scratchFile();
  const store = sqliteStore(file);
  const held = locksOn(file);
  for (let round = 0; round < 3; round += 1) {
    const inbox = inboxWriter(file);
    await inbox.append('approve', { hash: `h-${round}`, by: 'ana' }, round);
    expect(locksOn(file)).toBe(held);
    expect(await printedBy(run(leaveFifty, file))).toEqual(['done']);
    inbox.close();
    inbox.close();
    await expect(inbox.append('approve', { hash: 'late', by: 'ana' }, 0)).rejects.toMatchObject({ code: 'STORE_UNREADABLE' });
    await store.commit('default', [{ op: 'put', in: 'setting', row: { name: `after ${round}`, value: round } }]);
  }
  await store.close();
  const again = sqliteStore(file);
  expect(await again.count('default', 'setting')).toBe(3);
  expect(await again.count('default', 'inbox')).toBe(3);
  expect(await again.count('t', 'inbox')).toBe(150);
  await again.close();
});

test('an entry that nobody would read is refused where it is written, and says what is expected', async () => {
  const file = scratchFile();
  await sqliteStore(file).close();
  const inbox = inboxWriter(file);
  const refusal = async (kind: string, data: unknown): Promise<string> =>
    inbox.append(kind as 'approve', data as never, 0).then(
      () => 'taken',
      (error: Error) => error.message,
    );
  expect(await refusal('aprove', {})).toBe(
    'store: append to inbox: kind: expected one of answer, protect, unprotect, promote, activate, deactivate, grant, revoke, withdraw, ' +
      'approve, completeTask, join, sync, hint',
  );
  expect(await refusal('approve', { hash: 'h', until: '2026-01-01' })).toBe(
    'inbox approve: read options: by: expected text; until: expected a number',
  );
  expect(await refusal('hint', { employee: 'W3' })).toBe('inbox hint: read options: system: expected text; hint: expected an object');
  expect(await refusal('sync', { people: [] })).toContain('people: expected 1 or more of them');
  expect(await refusal('protect', { what: 'W3', reason: 'away', by: 'ana' })).toBe('taken');
  inbox.close();
  const store = sqliteStore(file);
  expect((await store.scan('default', 'inbox', { limit: 9 })).rows.map(({ kind }) => kind)).toEqual(['protect']);
  await store.close();
});

test('an inbox needs a store that exists, and a file', () => {
  const file = scratchFile();
  expect(() => inboxWriter(file)).toThrow(expect.objectContaining({ code: 'STORE_UNREADABLE' }));
  expect(() => inboxWriter(':memory:')).toThrow(expect.objectContaining({ code: 'OPTIONS_INVALID' }));
});

// What an error tells its reader to do fits what has happened to them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type Choice, createLifecycle, isTenureError, type LifecycleOptions } from '../src/index.ts';
import { inboxWriter, sqliteStore } from '../src/store/sqlite/index.ts';
import { fault as breaking } from './breaking.ts';
import { collect, createWorld, settledWorld, worker, workers } from './world.ts';

const folder = mkdtempSync(join(tmpdir(), 'tenure-remedies-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function fault(work: () => unknown): Promise<{ readonly message: string; readonly hint: string }> {
  try {
    await work();
  } catch (error) {
    if (isTenureError(error)) return error;
  }
  throw new Error('nothing was refused');
}

const key = (letter: string) => letter.repeat(43);

test('a store that is closed, in no folder, not made yet or under another key does not send anybody to look for the path', async () => {
  const store = sqliteStore(join(folder, 'one.db'));
  await store.close();
  expect((await fault(() => store.get('default', 'setting', [['x']]))).hint).toContain('open the store again');
  expect((await fault(() => sqliteStore(join(folder, 'none', 'one.db')))).hint).toContain('Make the folder');
  expect((await fault(() => inboxWriter(join(folder, 'two.db')))).hint).toContain('it makes the store');
  const world = createWorld(workers(1), { encryption: { keys: [{ id: 'a', key: key('A') }] } });
  await world.lifecycle.sync();
  const other = createLifecycle({ ...world.options, encryption: { keys: [{ id: 'a', key: key('B') }] } });
  expect((await fault(() => other.plan())).hint).toContain('Give the key a that the store was written with');
  const { encryption: _, ...open } = world.options;
  expect((await fault(() => createLifecycle(open).plan())).hint).toContain('Give the option encryption, with the key a');
});

test('a hash that is too short is told from one that nothing has', async () => {
  const { lifecycle } = await settledWorld(workers(2));
  const short = await fault(() => lifecycle.approve('tP87', { by: 'ana' }));
  expect([short.message, short.hint]).toEqual([
    'plan: approve tP87: a hash is named by 8 characters or more',
    'Give the first 8 characters or more, as the plan prints them.',
  ]);
  expect((await fault(() => lifecycle.approve('tP87jKXxWdTD', { by: 'ana' }))).hint).toContain('held()');
  expect((await fault(() => lifecycle.apply('tP87jKXxWdTD'))).hint).toContain('Give the whole hash');
});

test('whoever asks for what is not there is told where to find what is', async () => {
  const world = await settledWorld([worker(1), worker(2, { status: 'terminated' })]);
  const { lifecycle } = world;
  expect((await fault(() => lifecycle.forget('e0001', { by: 'ana' }))).hint).toContain('forget them when none of this holds');
  expect((await fault(() => lifecycle.forget('W9', { by: 'ana' }))).hint).toContain('give the id');
  expect((await fault(() => lifecycle.explain('W9'))).hint).toContain('people()');
  expect((await fault(() => lifecycle.answer('q9', 'leave', { by: 'ana' }))).hint).toContain('questions() lists');
  expect((await fault(() => createWorld(workers(1)).lifecycle.sync({ people: ['e0001'] }))).hint).toContain('plan() or sync()');
});

test('what is written wrongly is answered with what may be written, never with what was', async () => {
  const { lifecycle, options } = await settledWorld(workers(1));
  const wrong = (more: object) => fault(() => createLifecycle({ ...options, ...more } as LifecycleOptions));
  expect((await fault(() => lifecycle.answer('q', 'leve' as Choice, { by: 'ana' }))).message).toBe(
    'lifecycle: answer: choice: expected create, leave, cut, keep, delete, leaver, continue, retry or { adopt: the id of an account }',
  );
  expect((await fault(() => lifecycle.protect('e0001', { by: '', reason: 'x'.repeat(401) }))).message).toBe(
    'lifecycle: protect: reason: expected 400 characters or fewer; by: expected text that is not empty',
  );
  expect((await wrong({ schedule: { cutAccessAt: 'now' } })).message).toBe(
    "lifecycle: read options: schedule.cutAccessAt: expected immediately, end-of-last-day or { at: '17:00' }",
  );
  expect((await wrong({ schedule: { graceDays: 91, onLeave: 'off' }, planValidHours: 'x', shedule: {} })).message).toBe(
    'lifecycle: read options: schedule.onLeave: expected one of nothing, keep, suspend; schedule.graceDays: expected 90 or less; ' +
      'planValidHours: expected a number; shedule: unknown option',
  );
  expect((await wrong({ groups: { Sales: [] } })).message).toContain('groups.Sales: expected 1 or more of them');
  expect((await wrong({ groups: 'Sales' })).message).toContain('groups: expected an object or a list');
});

test('fault and remedy are two sentences', async () => {
  const world = await settledWorld(workers(2));
  world.chat.fail('accounts.disable', 'every', breaking('CONNECTOR_FORBIDDEN'));
  world.hr.putEmployee(worker(2, { status: 'terminated' }));
  const { run } = await world.lifecycle.sync();
  const failed = (await collect(run.changes())).find(({ outcome }) => outcome === 'failed');
  expect(failed?.because).toBe('x: x: x. Give the credential the missing permission, or leave this target out.');
});

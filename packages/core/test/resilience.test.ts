// What one failing target, connector or call may do to the others: nothing.
import { expect, test } from 'vitest';
import { createLifecycle, type ErrorCode, everyone, TenureError } from '../src/index.ts';
import { memoryApp } from '../src/testing/index.ts';
import { fault } from './breaking.ts';
import { collect, createWorld, noGuards, outcomes, reopened, settledWorld, targetState, userState, worker, workers } from './world.ts';

const refusal = (code: 'CONNECTOR_UNAUTHENTICATED' | 'CONNECTOR_FORBIDDEN' | 'CONNECTOR_UNAVAILABLE', system = 'chat') =>
  new TenureError(code, { system, verb: 'create account', fact: 'planted', details: {} });

const codesOf = async (world: Awaited<ReturnType<typeof settledWorld>>): Promise<(ErrorCode | undefined)[]> => {
  const [run] = await collect(world.lifecycle.runs());
  return run === undefined ? [] : (await collect(run.changes())).map(({ code }) => code);
};

test.each(['CONNECTOR_UNAUTHENTICATED', 'CONNECTOR_FORBIDDEN', 'CONNECTOR_UNAVAILABLE'] as const)(
  'a target that answers %s to everything stops nobody else, and is caught up with when it is well again',
  async (code) => {
    const world = createWorld(workers(4));
    for (const verb of ['accounts.create', 'accounts.find'] as const)
      world.chat.fail(verb, 'every', { kind: 'before', error: refusal(code) });
    await world.lifecycle.sync();
    expect(targetState(world)).toMatchObject({ chat: [], code: [expect.any(String), expect.any(String)] });
    expect(targetState(world).okta).toHaveLength(4);
    expect(await codesOf(world)).toContain(code);
    world.chat.heal();
    await world.lifecycle.sync();
    expect(targetState(world).chat).toHaveLength(4);
  },
);

test('a target that refuses the credential is not asked again in that run', async () => {
  const world = createWorld(workers(12), {}, { chat: { limits: { concurrency: 1 } } });
  world.chat.fail('accounts.find', 'every', { kind: 'before', error: refusal('CONNECTOR_UNAUTHENTICATED') });
  const stopped: string[] = [];
  const plan = await world.lifecycle.plan();
  const run = await world.lifecycle.apply(plan, { onEvent: (event) => event.type === 'target-stopped' && stopped.push(event.target) });
  expect(world.chat.calls.filter(({ verb }) => verb === 'accounts.find')).toHaveLength(1);
  expect(stopped).toEqual(['chat']);
  expect(run.counts).toMatchObject({ skipped: 12 });
});

test('a target whose accounts cannot be listed is left out of the plan, which says so, and everybody else is served', async () => {
  const world = createWorld(workers(3));
  world.chat.fail('accounts.list', 1, { kind: 'before', error: refusal('CONNECTOR_FORBIDDEN') });
  const { plan } = await world.lifecycle.sync();
  expect(plan.header.leftOut).toEqual([{ target: 'chat', because: expect.any(String) }]);
  expect(plan.toMarkdown()).toContain('chat is LEFT OUT');
  expect(targetState(world).okta).toHaveLength(3);
  expect(targetState(world).chat).toEqual([]);
  await world.lifecycle.sync();
  expect(targetState(world).chat).toHaveLength(3);
});

test('a connector with a bug in its listing is left out of the plan, and everybody else is served', async () => {
  const world = createWorld(workers(3));
  world.chat.fail('accounts.list', 1, { kind: 'before', error: new TypeError('secret of person1@example.com') });
  const { plan } = await world.lifecycle.sync();
  expect(plan.toMarkdown()).toContain('chat is LEFT OUT');
  expect(plan.toMarkdown()).not.toContain('secret');
  expect(targetState(world).okta).toHaveLength(3);
});

test('a log that cannot be written and a listener that throws stop nothing', async () => {
  const fails = (): never => {
    throw new Error('disk full');
  };
  const world = createWorld(workers(3), { log: { debug: fails, info: fails, warn: fails, error: fails } });
  world.chat.fail('accounts.create', 'every', fault('CONNECTOR_UNAVAILABLE'));
  world.lifecycle.on('left', { name: 'odd' }, fails);
  let heard = 0;
  const onEvent = (): void => {
    heard += 1;
    fails();
  };
  await world.lifecycle.sync({ onEvent });
  world.hr.putEmployee(worker(2, { status: 'terminated' }));
  await world.lifecycle.sync({ onEvent });
  expect(userState(world, 'person2@example.com')).toBe('disabled');
  expect(heard).toBeGreaterThan(8);
});

test('a bug in a connector fails only that change, and its message is not kept', async () => {
  const world = createWorld(workers(3));
  world.chat.fail('accounts.create', 2, { kind: 'before', error: new TypeError('secret of person2@example.com') });
  const { run } = await world.lifecycle.sync();
  expect(run.counts).toMatchObject({ failed: 1 });
  expect(targetState(world).chat).toHaveLength(2);
  expect((await outcomes(run)).join()).not.toContain('secret');
  await world.lifecycle.sync();
  expect(targetState(world).chat).toHaveLength(3);
});

test('a look-up that fails after a lost answer is an outcome of that change, not the end of the run', async () => {
  const world = createWorld(workers(4));
  world.okta.fail('users.create', 1, { kind: 'after' });
  for (const nth of [1, 2]) world.okta.fail('users.find', nth, { kind: 'before', error: refusal('CONNECTOR_UNAVAILABLE', 'okta') });
  const { run } = await world.lifecycle.sync();
  expect(run.counts.applied).toBe(4 + 4 + 2);
  expect(world.okta.users.size).toBe(4);
  expect(await collect(world.lifecycle.accounts({ target: 'okta' }))).toMatchObject(
    Array.from({ length: 4 }, () => ({ provenance: 'created' })),
  );
  expect((await world.lifecycle.plan()).isEmpty).toBe(true);
});

test('what nobody can find out about is an unknown outcome, and the account is found by the next plans, not doubled', async () => {
  const world = createWorld(workers(4), { guards: noGuards });
  world.okta.fail('users.create', 1, { kind: 'after' });
  world.okta.fail('users.find', 'every', { kind: 'before', error: refusal('CONNECTOR_UNAVAILABLE', 'okta') });
  const { run } = await world.lifecycle.sync();
  expect(run.counts).toMatchObject({ unknown: 1, applied: 3 + 4 + 2 });
  world.okta.heal();
  for (let round = 0; round < 3; round += 1) await world.lifecycle.sync();
  expect(world.okta.users.size).toBe(4);
  expect((await world.lifecycle.plan()).isEmpty).toBe(true);
});

test('a creation whose answer could not be read is looked for before it is tried again', async () => {
  const world = createWorld(workers(2));
  const error = new TenureError('CONNECTOR_RESPONSE_UNREADABLE', {
    system: 'okta',
    verb: 'create user',
    fact: 'cut off',
    details: { expected: 'JSON' },
  });
  world.okta.fail('users.create', 1, { kind: 'after', error });
  await world.lifecycle.sync();
  expect(await collect(world.lifecycle.accounts({ target: 'okta' }))).toMatchObject([{ provenance: 'created' }, { provenance: 'created' }]);
  expect((await world.lifecycle.plan()).isEmpty).toBe(true);
});

test('cuts of one target go on while another one is down', async () => {
  const world = await settledWorld(workers(4));
  world.hr.putEmployee(worker(2, { status: 'terminated' }));
  world.okta.fail('users.disable', 'every', { kind: 'before', error: refusal('CONNECTOR_UNAVAILABLE', 'okta') });
  await world.lifecycle.sync();
  expect(targetState(world).chat).toContain('person2@example.com disabled');
  expect(userState(world, 'person2@example.com')).toBe('active');
});

test('an app that needs the identity provider waits for it, and is done in the same run', async () => {
  for (let people = 1; people < 12; people += 1) {
    const world = createWorld(workers(people), {}, { chat: { dependsOn: 'identity' }, provider: { latencyMs: 5 } });
    const { run } = await world.lifecycle.sync();
    expect(targetState(world).chat).toHaveLength(people);
    expect(run.counts).toMatchObject({ skipped: 0, failed: 0 });
  }
});

test('an app that needs the identity provider is skipped for whom no user could be made', async () => {
  const world = createWorld(workers(3), {}, { chat: { dependsOn: 'identity' } });
  world.okta.fail('users.create', 1, { kind: 'before', error: refusal('CONNECTOR_FORBIDDEN', 'okta') });
  const { run } = await world.lifecycle.sync();
  expect(run.counts).toMatchObject({ failed: 1, skipped: 1 });
  expect(targetState(world).chat).toHaveLength(2);
});

test('closing while a run is under way stops it, and another process takes it up', async () => {
  const store = createWorld([]).options.store;
  const kept = { ...store, close: async () => {} };
  const world = createWorld(workers(10), { store: kept, guards: noGuards });
  const plan = await world.lifecycle.plan();
  let closed: Promise<void> | undefined;
  world.okta.fail('users.create', () => closed === undefined, { kind: 'wait', milliseconds: 1 });
  const applying = world.lifecycle.apply(plan, {
    onEvent: () => {
      closed ??= world.lifecycle.close();
    },
  });
  await expect(applying).rejects.toThrow();
  await closed;
  expect(world.okta.users.size).toBeLessThan(10);
  const next = reopened(world);
  await next.lifecycle.apply(plan.hash);
  expect(targetState(world)).toMatchObject({ okta: { length: 10 }, chat: { length: 10 }, code: { length: 5 } });
  await next.lifecycle.close();
  await next.lifecycle.close();
});

test('check tells of every system, whichever of them cannot be reached', async () => {
  const world = createWorld(workers(1));
  world.chat.fail('check', 'every', { kind: 'before', error: refusal('CONNECTOR_UNAVAILABLE') });
  const { app } = memoryApp({ id: 'wiki' });
  const lifecycle = createLifecycle({ ...world.options, apps: [...(world.options.apps ?? []), { app, policy: 'both', for: everyone() }] });
  const reports = await lifecycle.check();
  expect(reports.map(({ system, items }) => `${system} ${items[0]?.state}`)).toEqual([
    'hr ok',
    'okta ok',
    'chat problem',
    'code ok',
    'wiki ok',
  ]);
});

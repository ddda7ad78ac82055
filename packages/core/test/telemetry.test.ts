// Spans and metrics, as a host hears them through the real OpenTelemetry SDK.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { beforeEach, expect, test } from 'vitest';
import { fault } from './breaking.ts';
import { listen } from './listening.ts';
import { createWorld, day, noGuards, settledWorld, worker, workers } from './world.ts';

const heard = listen();
beforeEach(() => heard.reset());

const named = (name: string): readonly ReadableSpan[] => heard.spans().filter((span) => span.name === name);

function only(name: string): ReadableSpan {
  const [span, ...more] = named(name);
  expect(more).toEqual([]);
  if (span === undefined) throw new Error(`no span ${name}`);
  return span;
}

const under = (parent: ReadableSpan, span: ReadableSpan): boolean => span.parentSpanContext?.spanId === parent.spanContext().spanId;

/** Figures of one metric and tenant; every test has a tenant of its own. */
const figures = async (metric: string, tenant: string): Promise<string[]> =>
  (await heard.figures())
    .filter((line) => line.startsWith(`${metric} {tenant=${tenant}`))
    .map((line) => line.slice(metric.length + 1))
    .sort();

test('a plan is one span, and everything that is read for it stands beneath', async () => {
  const world = createWorld(workers(450), {}, { source: { pageSize: 200 } });
  const plan = await world.lifecycle.plan();
  const span = only('tenure.plan');
  expect(span.attributes).toMatchObject({ 'tenure.plan': plan.hash, 'tenure.changes': plan.header.total, 'tenure.trust': 'trusted' });
  const reading = only('tenure.read');
  expect(under(span, reading)).toBe(true);
  const pages = named('tenure.call').filter((call) => call.attributes['tenure.verb'] === 'employees.list');
  expect(pages.map((page) => page.attributes['tenure.items'])).toEqual([200, 200, 50]);
  expect(pages.every((page) => under(reading, page))).toBe(true);
  expect(named('tenure.inventory').map(({ attributes }) => attributes['tenure.target'])).toEqual(['okta', 'chat', 'code']);
});

test('a run is one span, each change stands beneath it, and each call beneath its change', async () => {
  const world = createWorld(workers(2));
  const plan = await world.lifecycle.plan();
  heard.reset();
  const run = await world.lifecycle.apply(plan);
  const span = only('tenure.apply');
  expect(span.attributes).toMatchObject({ 'tenure.plan': plan.hash, 'tenure.run': run.id, 'tenure.changes': plan.header.total });
  const changes = named('tenure.change');
  expect(changes).toHaveLength(plan.header.total);
  expect(changes.every((change) => under(span, change) && change.attributes['tenure.outcome'] === 'applied')).toBe(true);
  const created = named('tenure.call').filter((call) => call.attributes['tenure.verb'] === 'users.create');
  expect(created).toHaveLength(2);
  expect(created.every((call) => changes.some((change) => under(change, call)))).toBe(true);
});

test('people who cannot wait are one span with their reading and their run beneath', async () => {
  const world = await settledWorld(workers(3));
  world.hr.putEmployee(worker(2, { status: 'terminated', endDate: '2026-11-20' }));
  heard.reset();
  await world.lifecycle.sync({ people: ['e0002'] });
  expect(under(only('tenure.sync-people'), only('tenure.apply'))).toBe(true);
  expect(only('tenure.sync-people').attributes['tenure.people']).toBe(1);
});

test('a write that fails leaves its code behind, on the call and on the change', async () => {
  const world = createWorld([worker(1)]);
  world.chat.fail('accounts.create', 'every', fault('CONNECTOR_FORBIDDEN'));
  await world.lifecycle.sync();
  const [call] = named('tenure.call').filter(
    (each) => each.attributes['tenure.verb'] === 'accounts.create' && each.attributes['tenure.system'] === 'chat',
  );
  expect(call?.status).toMatchObject({ message: 'CONNECTOR_FORBIDDEN' });
  expect(call?.attributes['error.type']).toBe('CONNECTOR_FORBIDDEN');
  const [change] = named('tenure.change').filter((each) => each.attributes['tenure.target'] === 'chat');
  expect(change?.attributes).toMatchObject({ 'tenure.outcome': 'failed', 'tenure.code': 'CONNECTOR_FORBIDDEN', 'tenure.person': 'e0001' });
});

test('changes are counted by what became of them, by class and by target', async () => {
  const world = createWorld(workers(3), { tenant: 'counted' });
  world.chat.fail('accounts.create', 'every', fault('CONNECTOR_REJECTED', { fields: [] }));
  await world.lifecycle.sync();
  expect(await figures('tenure.changes', 'counted')).toEqual([
    '{tenant=counted target=chat class=create outcome=failed code=CONNECTOR_REJECTED}: 3',
    '{tenant=counted target=code class=create outcome=applied}: 1',
    '{tenant=counted target=okta class=create outcome=applied}: 3',
  ]);
});

test('figures stand as they are: what a guard held is nothing once it is not held any more', async () => {
  const world = await settledWorld(workers(10), { tenant: 'held' });
  world.hr.setEmployees(
    workers(10).map((person, index) => (index < 6 ? { ...person, status: 'terminated', endDate: '2026-11-20' } : person)),
  );
  const plan = await world.lifecycle.plan();
  expect(plan.header.held.map(({ target, class: of }) => `${target} ${of}`)).toContain('okta disable');
  expect(await figures('tenure.held', 'held')).toContain('{tenant=held target=okta class=disable}: 6');
  for (const { hash } of plan.header.held) await world.lifecycle.approve(hash, { by: 'somebody' });
  await world.lifecycle.apply(plan);
  await world.lifecycle.plan();
  expect(await figures('tenure.held', 'held')).toContain('{tenant=held target=okta class=disable}: 0');
});

test('the last reading is counted person by person', async () => {
  const world = await settledWorld(workers(4), { tenant: 'feed', guards: noGuards });
  world.hr.setEmployees([worker(2, { jobTitle: 'Lead' }), worker(3), worker(4), worker(9)]);
  world.clock.advance(day);
  await world.lifecycle.plan();
  const told = await figures('tenure.feed.people', 'feed');
  expect(told).toContain('{tenant=feed source=hr part=changed}: 1');
  expect(told).toContain('{tenant=feed source=hr part=new}: 1');
});

test('a host that wants none hears nothing', async () => {
  const world = createWorld(workers(1), { tenant: 'unheard', telemetry: false });
  await world.lifecycle.sync();
  expect(heard.spans()).toEqual([]);
  expect((await heard.figures()).filter((line) => line.includes('unheard'))).toEqual([]);
});

const run = promisify(execFile);

/** A program of its own, in which whoever looks for the API is told `answer`; prints who looked. */
function program(found: boolean, body: string): string {
  return `
    import { registerHooks } from 'node:module';
    const asked = [];
    registerHooks({
      resolve(specifier, context, next) {
        if (!specifier.startsWith('@opentelemetry/')) return next(specifier, context);
        asked.push(specifier);
        if (!${found}) throw Object.assign(new Error('not there'), { code: 'ERR_MODULE_NOT_FOUND' });
        return next(specifier, context);
      },
    });
    const { createLifecycle, memoryStore } = await import('@tenure/core');
    const { memoryApp, memorySource } = await import('@tenure/core/testing');
    const { source, backend } = memorySource();
    const { app } = memoryApp({ id: 'chat' });
    backend.setEmployees([{ id: '1', firstName: 'A', lastName: 'B', workEmail: 'a@example.com', status: 'active', startDate: '2020-01-01' }]);
    const options = { timeZone: 'Europe/London', source, apps: [{ app, policy: 'both' }], store: memoryStore() };
    ${body}`;
}

const evaluate = async (text: string): Promise<string> =>
  (
    await run(process.execPath, ['--conditions=@tenure/source', '--input-type=module', '-e', text], { cwd: import.meta.dirname })
  ).stdout.trim();

test('importing and configuring looks for nothing', async () => {
  expect(await evaluate(program(true, 'createLifecycle(options); console.log(JSON.stringify(asked));'))).toBe('[]');
});

test('a host without the package works as ever, and it is looked for once', async () => {
  const body =
    'const lifecycle = createLifecycle(options); await lifecycle.sync(); console.log(String((await lifecycle.sync()).run), asked.length);';
  expect(await evaluate(program(false, body))).toBe('nothing to do 1');
});

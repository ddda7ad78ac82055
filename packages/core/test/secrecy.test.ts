// Promises 3 and 13: what a plan shows is deterministic and redacted; values and secrets stay where they belong.
import { expect, test } from 'vitest';
import { type ProfileAttribute, profileAttributes } from '../src/connector/index.ts';
import { TenureError } from '../src/index.ts';
import { collect, createWorld, noGuards, settledWorld, worker, workers } from './world.ts';

const secrets = [
  'Marker-First',
  'Marker-Last',
  'marker@example.com',
  '555-MARKER',
  'Marker title',
  'private@marker.example',
  'Marker badge',
];
const marked = worker(2, {
  firstName: 'Marker-First',
  lastName: 'Marker-Last',
  workEmail: 'marker@example.com',
  personalEmail: 'private@marker.example',
  phone: '555-MARKER',
  jobTitle: 'Marker title',
  customFields: { badge: 'Marker badge' },
});

const silentAbout = (text: string): void => {
  for (const secret of secrets) expect(text).not.toContain(secret);
};

test('no print, no line of a plan, no event of a run and no report holds a value', async () => {
  const told: readonly ProfileAttribute[] = [...profileAttributes, 'customFields.badge'];
  const world = createWorld([worker(1), marked], { guards: noGuards }, { provider: { attributes: told } });
  world.okta.addUser({ userName: 'marker@example.com' });
  const seen: unknown[] = [];
  for (const people of [
    [worker(1), marked],
    [worker(1), { ...marked, jobTitle: 'Marker title 2', customFields: { badge: 'Marker badge 2' } }],
    [worker(1), { ...marked, status: 'terminated' as const }],
  ]) {
    world.hr.setEmployees(people);
    const plan = await world.lifecycle.plan();
    silentAbout([plan.toMarkdown(), plan.toTable(), String(plan), ...(await collect(plan.toJsonLines()))].join('\n'));
    const run = await world.lifecycle.apply(plan, { onEvent: (event) => seen.push(event) });
    silentAbout(JSON.stringify([run, await collect(run.changes()), await collect(world.lifecycle.accounts())]));
  }
  silentAbout(JSON.stringify(seen));
});

test('a failed change tells the system, the verb and the id, and no value', async () => {
  const world = createWorld([worker(1), marked]);
  const refused = new TenureError('CONNECTOR_REJECTED', {
    system: 'okta',
    verb: 'create user',
    fact: 'refused login',
    details: { fields: ['userName'] },
  });
  world.okta.fail('users.create', 'every', { kind: 'before', error: refused });
  world.chat.fail('accounts.create', 'every', { kind: 'before', error: new RangeError('Marker-Last has no seat') });
  const { run } = await world.lifecycle.sync();
  silentAbout(JSON.stringify(await collect(run.changes())));
});

test('a record that is set aside is told by place and field, not by what it says', async () => {
  const world = await settledWorld(workers(2));
  world.hr.putEmployee({ ...marked, startDate: 'Marker title' as never });
  const { plan } = await world.lifecycle.sync();
  silentAbout(plan.toMarkdown() + JSON.stringify(plan.header.feed));
  expect(plan.header.feed.quarantined).toHaveLength(1);
});

test('the same plan made later has the same hash', async () => {
  const world = createWorld(workers(5));
  const first = await world.lifecycle.plan();
  world.clock.advance(1_234_567);
  const second = await world.lifecycle.plan();
  expect(second.hash).toBe(first.hash);
  expect(second.header.createdAt).not.toBe(first.header.createdAt);
});

test('a plan that would write another value has another hash', async () => {
  const world = await settledWorld(workers(2));
  const hashes: string[] = [];
  for (const jobTitle of ['Lead', 'Head', 'Lead']) {
    world.hr.putEmployee(worker(2, { jobTitle }));
    hashes.push((await world.lifecycle.plan()).hash);
  }
  expect(hashes[1]).not.toBe(hashes[0]);
  expect(hashes[2]).toBe(hashes[0]);
});

test('text that a person of the company controls cannot break the table', async () => {
  const world = createWorld([worker(1)]);
  world.hr.setDepartments([
    { id: 'd-sales', name: 'Sales | a\n| b' },
    { id: 'd-eng', name: 'Engineering' },
  ]);
  const { options } = world;
  const { createLifecycle } = await import('../src/index.ts');
  const plan = await createLifecycle({ ...options, groups: { 'd-sales': ['Sales-Access'] } }).plan();
  const rows = plan
    .toMarkdown()
    .split('\n')
    .filter((line) => line.startsWith('| +'));
  for (const row of rows) expect(row.replaceAll('\\|', '').split('|')).toHaveLength(7);
});

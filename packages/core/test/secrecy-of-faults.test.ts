// Promise 13: whatever verb breaks in whatever way, no value of a person leaves the store but to its target.

import { inspect } from 'node:util';
import { type Logger as PinoLogger, pino } from 'pino';
import { expect, expectTypeOf, test } from 'vitest';
import { type Logger, memoryStore, TenureError } from '../src/index.ts';
import type { MemoryFault } from '../src/testing/index.ts';
import { fault } from './breaking.ts';
import { listen } from './listening.ts';
import { collect, createWorld, day, noGuards, type World, worker } from './world.ts';

const storeKey = Buffer.from('MARKER-KEY'.padEnd(32)).toString('base64');
const markers = ['Marker-', 'marker@example.com', '555-MARKER', 'Marker title', 'private@marker.example', 'MARKER-KEY', storeKey];
const marked = worker(2, {
  firstName: 'Marker-First',
  lastName: 'Marker-Last',
  workEmail: 'marker@example.com',
  personalEmail: 'private@marker.example',
  phone: '555-MARKER',
  jobTitle: 'Marker title',
  employeeNumber: 'Marker-Number',
  preferredName: 'Marker-Preferred',
  homeAddress: { line1: 'Marker-Street', city: 'Marker-Home', postalCode: 'Marker-Code', country: 'GB' },
  location: { name: 'Marker-Office', city: 'Marker-City', country: 'GB' },
  customFields: { shoe: 'Marker-Size' },
});

const facts = { system: 'okta', verb: 'call', id: 'marker@example.com', fact: 'refused' };
const faults: Readonly<Record<string, MemoryFault>> = {
  'a refusal': { kind: 'before', error: new TenureError('CONNECTOR_REJECTED', { ...facts, details: { fields: ['email'] } }) },
  'a missing permission': { kind: 'before', error: new TenureError('CONNECTOR_FORBIDDEN', { ...facts, details: {} }) },
  'a refused credential': { kind: 'before', error: new TenureError('CONNECTOR_UNAUTHENTICATED', { ...facts, details: {} }) },
  'a rate limit': { kind: 'before', error: new TenureError('CONNECTOR_RATE_LIMITED', { ...facts, details: { retryAfterMs: 1_000 } }) },
  'an outage': { kind: 'before', error: new TenureError('CONNECTOR_UNAVAILABLE', { ...facts, details: {} }) },
  'a conflict': { kind: 'before', error: new TenureError('CONNECTOR_CONFLICT', { ...facts, details: {} }) },
  'an unreadable answer': {
    kind: 'before',
    error: new TenureError('CONNECTOR_RESPONSE_UNREADABLE', { ...facts, details: { expected: 'JSON' } }),
  },
  'a lost answer': { kind: 'after' },
  'a yes that does nothing': { kind: 'no-effect' },
  'a bug whose message tells all': { kind: 'before', error: new RangeError(`no seat for ${markers.join(' ')}`) },
  'a refusal whose cause tells all': {
    kind: 'before',
    error: new TenureError('CONNECTOR_REJECTED', { ...facts, details: {}, cause: new Error(markers.join(' ')) }),
  },
};

const verbs = {
  hr: ['employees.list', 'employees.get', 'departments.list', 'evidence'],
  okta: [
    'users.find',
    'users.get',
    'users.list',
    'users.create',
    'users.update',
    'users.disable',
    'users.enable',
    'users.groups',
    'users.delete',
    'groups.list',
    'groups.add',
    'groups.remove',
  ],
  chat: [
    'accounts.find',
    'accounts.get',
    'accounts.list',
    'accounts.create',
    'accounts.update',
    'accounts.disable',
    'accounts.enable',
    'accounts.delete',
  ],
} as const;

const heard = listen();

interface Told {
  readonly lines: string[];
  readonly log: Logger;
}

/** A real pino, whose lines are kept. */
function told(): Told {
  const lines: string[] = [];
  return { lines, log: pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) }) };
}

/** Through a whole life: hired, changed, on leave, back, moved, gone, deleted. */
async function live(world: World, lines: string[]): Promise<void> {
  const states = [
    {},
    { jobTitle: 'Marker title 2', departmentId: 'd-sales' },
    { status: 'on-leave' },
    {},
    { status: 'terminated', endDate: '2026-11-20' },
    { status: 'terminated', endDate: '2026-11-20' },
  ] as const;
  for (const state of states) {
    world.hr.setEmployees([worker(1), { ...marked, ...state }]);
    try {
      const plan = await world.lifecycle.plan();
      lines.push(plan.toMarkdown(), plan.toTable(), ...(await collect(plan.toJsonLines())));
      const run = await world.lifecycle.apply(plan, { onEvent: (event) => lines.push(JSON.stringify(event)) });
      lines.push(JSON.stringify(run), String(run), JSON.stringify(await collect(run.changes())));
    } catch (error) {
      lines.push(shown(error));
    }
    world.clock.advance(20 * day);
  }
  const { lifecycle } = world;
  lines.push(JSON.stringify([await collect(lifecycle.audit()), await collect(lifecycle.questions()), await collect(lifecycle.accounts())]));
  const lists = [lifecycle.openAccess(), lifecycle.deadLetters(), lifecycle.orphans(), lifecycle.runs()];
  for (const list of lists) lines.push(await collect(list as AsyncIterable<unknown>).then(JSON.stringify, shown));
  for (const person of ['e0001', 'e0002']) {
    for (const target of ['okta', 'chat']) {
      const explained = await lifecycle.explain(person, target).catch((error: unknown) => shown(error));
      lines.push(String(explained), JSON.stringify(explained));
    }
    const receipt = await lifecycle.receipt(person).catch(() => undefined);
    lines.push(JSON.stringify(receipt), receipt?.toMarkdown() ?? '');
  }
  lines.push(JSON.stringify(await lifecycle.check()));
}

/** What a careless host would print: everything there is to an error, its causes and stacks too. */
const shown = (error: unknown): string =>
  `${inspect(error, { depth: null, showHidden: true })}\n${JSON.stringify(error)}\n${String(error)}`;

const cases = Object.entries(verbs).flatMap(([system, list]) => list.map((verb) => [system as keyof typeof verbs, verb] as const));

test('a pino logger is a logger, and so is its child', () => {
  expectTypeOf<PinoLogger>().toExtend<Logger>();
  expectTypeOf(pino().child({ part: 'tenure' })).toExtend<Logger>();
});

test('what hosts hear of holds the ids they need: the search above would find a value', async () => {
  const { lines, log } = told();
  const world = createWorld([worker(1), marked], { guards: noGuards, log, store: memoryStore() });
  world.chat.fail('accounts.create', 'every', fault('CONNECTOR_REJECTED', { fields: [] }));
  await live(world, lines);
  const everything = `${lines.join('\n')} ${await heard.everything()}`;
  heard.reset();
  for (const word of ['e0002', 'CONNECTOR_REJECTED', 'tenure.change', 'tenure.dead_letters', 'NOT CUT']) expect(everything).toContain(word);
});

test.each(cases)('%s breaking at %s in any way tells no value', async (system, verb) => {
  for (const [name, wrong] of Object.entries(faults)) {
    const { lines, log } = told();
    const world = createWorld([worker(1), marked], {
      guards: noGuards,
      log,
      // Hundreds of lives: what a store tells is not the question here.
      store: memoryStore(),
      schedule: { deleteAfterDays: 30, onLeave: 'suspend' },
      encryption: { keys: [{ id: 'k', key: async () => storeKey }] },
    });
    world.okta.addUser({ userName: 'marker@example.com', email: 'marker@example.com' });
    world[system].fail(verb as never, 'every', wrong);
    await live(world, lines);
    lines.push(await heard.everything());
    heard.reset();
    const all = lines.join('\n');
    for (const marker of markers) expect({ name, told: all.includes(marker) && marker }).toEqual({ name, told: false });
  }
});

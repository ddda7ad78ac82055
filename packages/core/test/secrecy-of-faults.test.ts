// Promise 13: whatever verb breaks in whatever way, no value of a person leaves the store but to its target.

import { pino } from 'pino';
import { expect, test } from 'vitest';
import { isTenureError, type Logger, TenureError } from '../src/index.ts';
import type { MemoryFault } from '../src/testing/index.ts';
import { collect, createWorld, day, noGuards, type World, worker } from './world.ts';

const markers = ['Marker-First', 'Marker-Last', 'marker@example.com', '555-MARKER', 'Marker title', 'private@marker.example', 'MARKER-KEY'];
const marked = worker(2, {
  firstName: 'Marker-First',
  lastName: 'Marker-Last',
  workEmail: 'marker@example.com',
  personalEmail: 'private@marker.example',
  phone: '555-MARKER',
  jobTitle: 'Marker title',
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
  for (const person of ['e0001', 'e0002']) {
    const receipt = await lifecycle.receipt(person).catch(() => undefined);
    lines.push(JSON.stringify(receipt), receipt?.toMarkdown() ?? '');
  }
  lines.push(JSON.stringify(await lifecycle.check()));
}

/** What a careless host would print. What a connector put into a cause is its own: the engine adds none. */
function shown(error: unknown): string {
  if (!isTenureError(error)) return `${(error as Error).name}`;
  return `${error.message}\n${error.stack ?? ''}\n${JSON.stringify(error)}`;
}

const cases = Object.entries(verbs).flatMap(([system, list]) => list.map((verb) => [system as keyof typeof verbs, verb] as const));

test.each(cases)('%s breaking at %s in any way tells no value', async (system, verb) => {
  for (const [name, fault] of Object.entries(faults)) {
    const { lines, log } = told();
    const world = createWorld([worker(1), marked], {
      guards: noGuards,
      log,
      schedule: { deleteAfterDays: 30, onLeave: 'suspend' },
      encryption: { keys: [{ id: 'k', key: async () => Buffer.from('MARKER-KEY'.padEnd(32)).toString('base64') }] },
    });
    world.okta.addUser({ userName: 'marker@example.com', email: 'marker@example.com' });
    world[system].fail(verb as never, 'every', fault);
    await live(world, lines);
    const all = lines.join('\n');
    for (const marker of markers) expect({ name, told: all.includes(marker) && marker }).toEqual({ name, told: false });
  }
});

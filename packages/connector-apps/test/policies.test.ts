// How far the engine goes in an app under each policy: exactly these writes reach a real third-party SCIM server.
import type { ProvisioningPolicy } from '@tenure/core';
import { type ScimServer, startScimServer } from '@tenure/simulators/scim';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { scimApp } from '../src/index.ts';
import { type Company, company, worker } from './company.ts';

const token = 'scim-token';
let server: ScimServer;
beforeEach(async () => {
  server = await startScimServer({ token });
});
afterEach(() => server.close());

type Write = 'creates' | 'turns on' | 'turns off' | 'deletes' | 'changes';

function writeOf(method: string, body: unknown): Write {
  if (method === 'POST') return 'creates';
  if (method === 'DELETE') return 'deletes';
  const [first] = (body as { readonly Operations: readonly { readonly path: string; readonly value: unknown }[] }).Operations;
  if (first?.path !== 'active') return 'changes';
  return first.value === true ? 'turns on' : 'turns off';
}

const writes = (from: number): Write[] =>
  server
    .requests()
    .slice(from)
    .filter(({ method }) => method !== 'GET')
    .map(({ method, body }) => writeOf(method, body));

interface Event {
  readonly name: string;
  /** Before the policy under test is in force: what was done under `both`. */
  readonly before?: (world: Company) => void;
  readonly happens: (world: Company, lifecycle: ReturnType<Company['lifecycle']>) => unknown;
}

const by = { by: 'ana', reason: 'a reason' };
const events: readonly Event[] = [
  { name: 'join', happens: ({ hr }) => hr.putEmployee(worker(9)) },
  { name: 'leave', happens: ({ hr }) => hr.putEmployee(worker(1, { endDate: '2026-11-20', status: 'terminated' })) },
  {
    name: 'rehire',
    before: ({ hr }) => hr.putEmployee(worker(1, { endDate: '2026-11-20', status: 'terminated' })),
    happens: ({ hr }) => hr.putEmployee(worker(1, { startDate: '2026-11-23', endDate: null })),
  },
  { name: 'grant', happens: (_world, lifecycle) => lifecycle.grant('e2', 'design', by) },
  { name: 'revoke', happens: (_world, lifecycle) => lifecycle.revoke('e1', 'design', by) },
  { name: 'move in', happens: ({ hr }) => hr.putEmployee(worker(2, { departmentId: 'd-sales' })) },
  { name: 'move out', happens: ({ hr }) => hr.putEmployee(worker(1, { departmentId: 'd-eng' })) },
];

const table: Readonly<Record<ProvisioningPolicy, Readonly<Record<string, readonly Write[]>>>> = {
  both: {
    join: ['creates'],
    leave: ['turns off'],
    rehire: ['turns on'],
    grant: ['creates'],
    revoke: ['turns off'],
    'move in': ['creates'],
    'move out': ['turns off'],
  },
  'create-only': {
    join: ['creates'],
    leave: [],
    rehire: ['turns on'],
    grant: ['creates'],
    revoke: [],
    'move in': ['creates'],
    'move out': [],
  },
  'delete-only': { join: [], leave: ['turns off'], rehire: [], grant: [], revoke: ['turns off'], 'move in': [], 'move out': ['turns off'] },
  observe: { join: [], leave: [], rehire: [], grant: [], revoke: [], 'move in': [], 'move out': [] },
};

const app = () => scimApp({ id: 'design', baseUrl: server.url, token, http: { maxRetries: 0 } });

/** Somebody with an account, somebody without, both known; then the event under the policy. */
async function afterEvent(policy: ProvisioningPolicy, { before, happens }: Event): Promise<number> {
  const world = company([worker(1), worker(2, { departmentId: 'd-eng' })]);
  await world.lifecycle(app()).sync();
  before?.(world);
  await world.lifecycle(app()).sync();
  const from = server.requests().length;
  const lifecycle = world.lifecycle(app(), { policy });
  await happens(world, lifecycle);
  await lifecycle.sync();
  // Again, as the next hour would: what was decided is done, and nothing else.
  await lifecycle.sync();
  return from;
}

describe.each(Object.keys(table) as ProvisioningPolicy[])('under %s', (policy) => {
  test.each(events.map((event) => [event.name, event] as const))('%s makes exactly the allowed writes', async (name, event) => {
    expect(writes(await afterEvent(policy, event))).toEqual(table[policy][name]);
  });
});

describe('what losing the app means', () => {
  const leaver = worker(1, { endDate: '2026-11-20', status: 'terminated' });
  const deleting = () =>
    scimApp({ id: 'design', baseUrl: server.url, token, removal: 'disable-and-delete', allowIrreversible: true, http: { maxRetries: 0 } });

  test('`disable` is the default, and nobody is ever deleted', async () => {
    const world = company([worker(1)]);
    await world.lifecycle(app(), { schedule: { deleteAfterDays: 1 } }).sync();
    world.hr.putEmployee(leaver);
    await world.lifecycle(app(), { schedule: { deleteAfterDays: 1 } }).sync();
    world.clock.advance(400 * 86_400_000);
    await world.lifecycle(app(), { schedule: { deleteAfterDays: 1 } }).sync();
    expect(writes(0)).toEqual(['creates', 'turns off']);
  });

  test('`disable-and-delete` turns off, and deletes when the days of the app are over', async () => {
    const world = company([worker(1)]);
    const rule = { schedule: { deleteAfterDays: 30 } };
    await world.lifecycle(deleting(), rule).sync();
    world.hr.putEmployee(leaver);
    await world.lifecycle(deleting(), rule).sync();
    world.clock.advance(29 * 86_400_000);
    await world.lifecycle(deleting(), rule).sync();
    expect(writes(0)).toEqual(['creates', 'turns off']);
    world.clock.advance(2 * 86_400_000);
    const { plan } = await world.lifecycle(deleting(), rule).sync();
    expect(writes(0)).toEqual(['creates', 'turns off', 'deletes']);
    expect(plan.toMarkdown()).toMatch(/cannot be undone|irreversible/i);
    expect(server.users()).toEqual([]);
  });

  test('`delete` removes at once what we created; whoever comes back gets a new account', async () => {
    const world = company([worker(1)]);
    const rule = { removal: 'delete' } as const;
    await world.lifecycle(deleting(), rule).sync();
    world.hr.putEmployee(leaver);
    await world.lifecycle(deleting(), rule).sync();
    world.hr.putEmployee(worker(1, { startDate: '2026-11-23', endDate: null }));
    await world.lifecycle(deleting(), rule).sync();
    expect(writes(0)).toEqual(['creates', 'deletes', 'creates']);
    expect(server.users()).toHaveLength(1);
  });

  test('an account that somebody else made is not deleted unasked', async () => {
    server.seed([{ userName: 'person1@example.com', emails: [{ value: 'person1@example.com', type: 'work', primary: true }] }]);
    const world = company([worker(1)]);
    const rule = { removal: 'delete' } as const;
    for (let round = 0; round < 3; round += 1) await world.lifecycle(deleting(), rule).sync();
    world.hr.putEmployee(leaver);
    await world.lifecycle(deleting(), rule).sync();
    expect(writes(0)).not.toContain('deletes');
    expect(server.users()).toHaveLength(1);
  });
});

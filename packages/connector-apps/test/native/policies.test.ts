// How far the engine goes in each app with an interface of its own, under each policy: who has an account that is on afterwards,
// seen past the interface. One company in which everything happens at once, each to another person.
import type { ProvisioningPolicy } from '@tenure/core';
import { afterEach, describe, expect, test } from 'vitest';
import { company, worker } from '../company.ts';
import { testedNativeApps } from './apps.ts';
import type { NativeSetting } from './world.ts';

let setting: NativeSetting | undefined;
afterEach(() => setting?.model.close());

const by = { by: 'ana', reason: 'a reason' };
const left = { endDate: '2026-11-20', status: 'terminated' } as const;
const events = ['leave', 'rehire', 'grant', 'revoke', 'move in', 'move out', 'join', 'nothing'] as const;
type Event = (typeof events)[number];

/** Whether the person has an account that is on in the end. Before, those who leave, lose, move out or stay had one. */
const table: Readonly<Record<ProvisioningPolicy, Readonly<Record<Event, boolean>>>> = {
  both: { leave: false, rehire: true, grant: true, revoke: false, 'move in': true, 'move out': false, join: true, nothing: true },
  'create-only': { leave: true, rehire: true, grant: true, revoke: true, 'move in': true, 'move out': true, join: true, nothing: true },
  'delete-only': {
    leave: false,
    rehire: false,
    grant: false,
    revoke: false,
    'move in': false,
    'move out': false,
    join: false,
    nothing: true,
  },
  observe: { leave: true, rehire: false, grant: false, revoke: true, 'move in': false, 'move out': true, join: false, nothing: true },
};

const numberOf = (event: Event): number => events.indexOf(event) + 1;
const elsewhere = { departmentId: 'd-eng' } as const;

describe.each(testedNativeApps.map((tested) => [tested.subpath, tested] as const))('%s', (_subpath, { description, start }) => {
  const most = description.delete === undefined ? {} : ({ removal: description.disable === undefined ? 'delete' : 'disable' } as const);

  test.each(Object.keys(table) as ProvisioningPolicy[])('under %s does exactly what is allowed', async (policy) => {
    const world = company([
      ...(['leave', 'rehire', 'revoke', 'move out', 'nothing'] as const).map((event) => worker(numberOf(event))),
      ...(['grant', 'move in'] as const).map((event) => worker(numberOf(event), elsewhere)),
    ]);
    const here = await start(world.clock.now);
    setting = here;
    const app = here.app({
      http: { maxRetries: 0 },
      ...most,
      ...(description.delete?.undone === 'never' ? { allowIrreversible: true } : {}),
    });
    await world.lifecycle(app).sync();
    world.hr.putEmployee(worker(numberOf('rehire'), left));
    await world.lifecycle(app).sync();
    const before = here.model.requests().length;

    const lifecycle = world.lifecycle(app, { policy });
    world.hr.putEmployee(worker(numberOf('leave'), left));
    world.hr.putEmployee(worker(numberOf('rehire'), { startDate: '2026-11-23', endDate: null }));
    world.hr.putEmployee(worker(numberOf('move in')));
    world.hr.putEmployee(worker(numberOf('move out'), elsewhere));
    world.hr.putEmployee(worker(numberOf('join')));
    await lifecycle.grant(`e${numberOf('grant')}`, app.id, by);
    await lifecycle.revoke(`e${numberOf('revoke')}`, app.id, by);
    await lifecycle.sync();
    // Again, as the next hour would: what was decided is done, and nothing else.
    await lifecycle.sync();

    const on = new Set(here.held().flatMap(({ state, profile }) => (state === 'disabled' ? [] : [profile.userName ?? profile.email])));
    const seen = events.map((event) => [event, on.has(`person${numberOf(event)}@example.com`)]);
    expect(Object.fromEntries(seen)).toEqual(table[policy]);
    const kinds = here.model.requests().slice(before).map(here.kindOf);
    if (policy === 'observe') expect(kinds.filter((kind) => kind === 'create' || kind === 'write')).toEqual([]);
    if (policy === 'delete-only') expect(kinds).not.toContain('create');
  });
});

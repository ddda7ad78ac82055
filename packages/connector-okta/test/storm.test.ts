// Faults of every kind at any call, as a seed draws them, through whole lives: however many meet, what is left in the end is what
// would have been without them, and nobody has anything on that they should not.
import type { FaultEffect } from '@tenure/simulators/okta';
import { expect, test } from 'vitest';
import { openCompany, worker } from './company.ts';

const effects: readonly FaultEffect[] = [
  ...([{ kind: 'reset-before' }, { kind: 'reset-after' }, { kind: 'truncated' }, { kind: 'html' }, { kind: 'empty' }] as const),
  ...([{ kind: 'throttled' }, { kind: 'crowded' }, { kind: 'status', status: 500, code: 'E0000009' }] as const),
  { kind: 'status-after', status: 503, code: 'E0000181' },
  { kind: 'status', status: 409, code: 'E0000112' },
  { kind: 'status', status: 403, code: 'E0000005' },
];

const names = Array.from({ length: 12 }, (_, index) => `person${index}`);
const left = { status: 'terminated', endDate: '2026-11-20' } as const;
const moved = { departmentId: 'finance', jobTitle: 'Chief' } as const;
const back = { endDate: null, departmentId: 'finance' } as const;
/** What HR says of the nth person, day by day. */
const days: readonly ((index: number) => object)[] = [
  () => ({}),
  (index) => (index % 3 === 0 ? moved : {}),
  (index) => (index % 2 === 0 ? left : {}),
  (index) => (index % 4 === 0 ? back : index % 2 === 0 ? left : {}),
];
const hourMs = 3_600_000;

async function lived(share: number, seed: number) {
  await using company = await openCompany([], { okta: { signIn: 'federated' } });
  const { backend, lifecycle, server, hr } = company;
  let hits = 0;
  for (const [day, factsOf] of days.entries()) {
    hr.setEmployees(names.map((name, index) => worker(name, factsOf(index))));
    const storm = effects.map((effect, index) =>
      server.fail({ effect, chance: { of: share / effects.length, seed: seed * 100 + day * 13 + index } }),
    );
    for (let run = 0; run < 3; run += 1) {
      company.advance(hourMs / 6);
      await lifecycle.sync();
    }
    for (const fault of storm) {
      hits += fault.hits();
      fault.remove();
    }
    // A target that failed as a whole is left alone for a while.
    for (let run = 0; run < 8; run += 1) {
      company.advance(hourMs);
      await lifecycle.sync();
    }
    for (const { id, status } of backend.users()) if (status === 'ACTIVE' && day < days.length - 1) backend.signIn(id);
  }
  const sessions = company.backend.users().filter(({ status }) => status === 'DEPROVISIONED');
  return {
    hits,
    users: backend.users().length,
    people: company.state().map((line) => line.replace(/ sessions .*/, '')),
    stillIn: sessions.filter(({ sessions: { okta, tokens } }) => okta + tokens > 0).length,
    isDone: (await lifecycle.plan()).isEmpty,
  };
}

test.each([7, 12, 21, 30])(
  'a storm over a quarter of all calls (seed %i) leaves what a calm does',
  async (seed) => {
    const [calm, storm] = [await lived(0, 0), await lived(0.25, seed)];
    expect(storm.hits).toBeGreaterThan(10);
    expect({ ...storm, hits: 0 }).toEqual(calm);
  },
  60_000,
);

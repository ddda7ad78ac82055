// Promise 5: whatever breaks on the way, applying and planning again ends in the same state, without a second account.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLifecycle, type ErrorDetails, TenureError } from '../src/index.ts';
import type { MemoryAccount, MemoryDesk, MemoryFault } from '../src/testing/index.ts';
import { company, policyOptions, type Scenario, scenario, worldOf } from './company.ts';
import { groupsOf } from './difference.ts';
import { noGuards, reopened, type World } from './world.ts';

const runs = { numRuns: 60 };

/** Everybody has keys of their own: what two people fight for depends on who comes first. */
const peaceful = fc.record({ given: scenario, people: company }).map(({ given, people }) => ({
  ...given,
  people: people.map((each) => ({ ...each, employeeNumber: `N${each.id}`, workEmail: `${each.id}@example.com` })),
  seeds: [],
  policy: { ...given.policy, guarded: false },
}));

function open(given: Scenario, world: World = worldOf(given)): World {
  return reopened(world, { ...policyOptions(world, given.policy), guards: noGuards });
}

/** Everything in the targets but the ids, which depend on who was created first. */
function content(world: World): unknown {
  const lines = (accounts: Iterable<MemoryAccount>): string[] =>
    [...accounts]
      .map(({ id: _id, profile, ...rest }) => JSON.stringify({ ...profile, ...rest, groups: [...groupsOf(rest)].sort() }))
      .sort();
  return { okta: lines(world.okta.users.values()), chat: lines(world.chat.accounts.values()), code: lines(world.code.accounts.values()) };
}

const details: ErrorDetails['CONNECTOR_RATE_LIMITED'] & ErrorDetails['CONNECTOR_RESPONSE_UNREADABLE'] = {
  retryAfterMs: 5_000,
  expected: 'JSON',
};
const codes = [
  'CONNECTOR_UNAVAILABLE',
  'CONNECTOR_RATE_LIMITED',
  'CONNECTOR_RESPONSE_UNREADABLE',
  'CONNECTOR_OUTCOME_UNKNOWN',
  'CONNECTOR_UNAUTHENTICATED',
  'CONNECTOR_FORBIDDEN',
] as const;
const errorOf = (code: (typeof codes)[number]): Error =>
  new TenureError(code, { system: 'target', verb: 'write', fact: 'planted', details });

const writeFault: fc.Arbitrary<MemoryFault> = fc.oneof(
  fc.constantFrom(...codes).map((code) => ({ kind: 'before' as const, error: errorOf(code) })),
  fc.constantFrom(undefined, 'CONNECTOR_RESPONSE_UNREADABLE' as const).map((code) => ({
    kind: 'after' as const,
    ...(code === undefined ? {} : { error: errorOf(code) }),
  })),
  fc.constant({ kind: 'before' as const, error: new TypeError('planted') }),
);
const readFault = fc.constantFrom(...codes).map((code): MemoryFault => ({ kind: 'before', error: errorOf(code) }));
const verbs = ['create', 'update', 'disable', 'enable', 'delete', 'add', 'remove'];
const accident = fc.record({
  target: fc.constantFrom('okta' as const, 'chat' as const, 'code' as const),
  verb: fc.constantFrom(...verbs),
  nth: fc.integer({ min: 1, max: 4 }),
  fault: writeFault,
  read: fc.constantFrom('find', 'get'),
  readNth: fc.integer({ min: 1, max: 3 }),
  readFault: fc.option(readFault, { nil: undefined }),
});
type Accident = typeof accident extends fc.Arbitrary<infer Value> ? Value : never;

function plant(world: World, { target, verb, nth, fault, read, readNth, readFault: second }: Accident): void {
  const desk = world[target] as MemoryDesk<string>;
  for (const family of ['users', 'accounts', 'groups']) {
    desk.fail(`${family}.${verb}`, nth, fault);
    if (second !== undefined) desk.fail(`${family}.${read}`, readNth, second);
  }
}

async function settle(world: World, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round += 1) await world.lifecycle.sync();
}

test('a fault at any write, and at the look-up after it, changes nothing about where things end', async () => {
  await fc.assert(
    fc.asyncProperty(peaceful, company, fc.array(accident, { minLength: 1, maxLength: 3 }), async (given, later, accidents) => {
      const [smooth, rough] = [open(given), open(given)];
      const keyed = later.map((each) => ({ ...each, employeeNumber: `N${each.id}`, workEmail: `${each.id}@example.com` }));
      for (const people of [given.people, keyed]) {
        smooth.hr.setEmployees(people);
        rough.hr.setEmployees(people);
        await settle(smooth, 2);
        for (const each of accidents) plant(rough, each);
        await settle(rough, 1);
        for (const desk of [rough.okta, rough.chat, rough.code]) desk.heal();
        await settle(rough, 2);
        expect(content(rough)).toEqual(content(smooth));
      }
    }),
    runs,
  );
});

test.each(['the same plan', 'a new plan'])(
  'stopped at any call and taken up with %s, the run ends where an undisturbed one ends',
  async (how) => {
    await fc.assert(
      fc.asyncProperty(peaceful, fc.integer({ min: 1, max: 60 }), fc.boolean(), async (given, nth, lost) => {
        const [smooth, rough] = [open(given), open(given)];
        await settle(smooth, 2);
        const stop = new AbortController();
        const plan = await rough.lifecycle.plan();
        let calls = 0;
        const watch = (): boolean => {
          calls += 1;
          if (calls === nth) stop.abort(new Error('stopped'));
          return calls === nth && lost;
        };
        for (const desk of [rough.okta, rough.chat, rough.code] as MemoryDesk<string>[]) {
          for (const verb of verbs)
            for (const family of ['users', 'accounts', 'groups']) desk.fail(`${family}.${verb}`, watch, { kind: 'after' });
        }
        await createLifecycle({ ...rough.options, signal: stop.signal })
          .apply(plan)
          .catch(() => {});
        for (const desk of [rough.okta, rough.chat, rough.code]) desk.heal();
        if (how === 'the same plan') await rough.lifecycle.apply(plan);
        await settle(rough, 2);
        expect(content(rough)).toEqual(content(smooth));
      }),
      runs,
    );
  },
);

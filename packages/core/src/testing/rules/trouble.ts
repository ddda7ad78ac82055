// Rules for when the system fails: the right error, nothing half told, and an empty list never made of a failure.
import assert from 'node:assert/strict';
import { type AccountProfile, type ErrorCode, isTenureError, TenureError } from '../../connector/index.ts';
import { testContext } from '../memory/context.ts';
import { createExercise, everything, exercisesOf } from './exercises.ts';
import { nameOf } from './people.ts';
import { withError, withVerb } from './planting.ts';
import { type ContractRule, ruleFor } from './rule.ts';
import { heldAccounts, sectionOf, seeded } from './targets.ts';
import type { ConnectorKind, ContractWorld, InjectableFault, TargetWorld } from './world.ts';

interface Trouble {
  readonly fault: InjectableFault;
  readonly title: string;
  readonly codes: readonly ErrorCode[];
}

const troubles: readonly Trouble[] = [
  { fault: 'unauthenticated', title: 'a refused credential is UNAUTHENTICATED', codes: ['CONNECTOR_UNAUTHENTICATED'] },
  { fault: 'forbidden', title: 'a missing permission is FORBIDDEN', codes: ['CONNECTOR_FORBIDDEN'] },
  { fault: 'rate-limited', title: 'a rate limit is waited for or RATE_LIMITED', codes: ['CONNECTOR_RATE_LIMITED'] },
  {
    fault: 'rate-limited-no-header',
    title: 'a rate limit without a stated wait is RATE_LIMITED with one',
    codes: ['CONNECTOR_RATE_LIMITED'],
  },
  { fault: 'server-error', title: 'a failing system is UNAVAILABLE', codes: ['CONNECTOR_UNAVAILABLE'] },
  { fault: 'truncated', title: 'half an answer is an error', codes: ['CONNECTOR_RESPONSE_UNREADABLE', 'CONNECTOR_UNAVAILABLE'] },
  {
    fault: 'html',
    title: 'a login page in place of the answer is an error',
    codes: ['CONNECTOR_RESPONSE_UNREADABLE', 'CONNECTOR_UNAUTHENTICATED'],
  },
  {
    fault: 'redirect',
    title: 'a redirect is an error',
    codes: ['CONNECTOR_RESPONSE_UNREADABLE', 'CONNECTOR_UNAUTHENTICATED', 'CONNECTOR_UNAVAILABLE'],
  },
];

const unknownOutcome: ErrorCode = 'CONNECTOR_OUTCOME_UNKNOWN';

export function troubleRules(kind: ConnectorKind): readonly ContractRule[] {
  return [...troubles.map((trouble) => readRule(kind, trouble)), unknownFields(kind)];
}

function listOf(kind: ConnectorKind): string {
  return kind === 'source' ? 'employees.list' : `${sectionOf(kind)}.find`;
}

function readRule(kind: ConnectorKind, { fault, title, codes }: Trouble): ContractRule {
  return ruleFor<ConnectorKind>(kind, {
    id: `reads-when-${fault}`,
    title: `${title} for every verb that reads, never an empty answer`,
    needs: [`fault ${fault}`],
    check: async (world) => {
      const { reads } = await exercisesOf(world);
      for (const { verb, run } of reads) {
        const healthy = await run(testContext());
        await world.inject?.(fault);
        const answer = await run(testContext()).then(
          (value) => ({ value }),
          (error: unknown) => ({ error }),
        );
        await world.inject?.(undefined);
        // The right answer is fine too: nothing had to be asked, or the trouble was waited out.
        if ('value' in answer) assert.deepEqual(answer.value, healthy, `${verb} made an answer out of the failure`);
        else expectCode(verb, answer.error, codes);
      }
    },
    planted: (world) =>
      withError(world, listOf(kind), (error) => {
        if (!isTenureError(error)) return error;
        if (fault.startsWith('rate-limited')) return rateLimitWithoutWait();
        return kind === 'source' ? { items: [] } : { kind: 'absent' };
      }),
  });
}

function rateLimitWithoutWait(): TenureError {
  return new TenureError('CONNECTOR_RATE_LIMITED', { system: 'planted', verb: 'read', fact: '429', details: { retryAfterMs: Number.NaN } });
}

function expectCode(verb: string, error: unknown, codes: readonly ErrorCode[]): void {
  assert.ok(isTenureError(error), `${verb} threw ${nameOf(error)}, not a TenureError`);
  assert.ok(codes.includes(error.code), `${verb} threw ${error.code}, expected ${codes.join(' or ')}`);
  if (error.code === 'CONNECTOR_RATE_LIMITED') {
    const { retryAfterMs } = error.details;
    assert.ok(Number.isFinite(retryAfterMs) && retryAfterMs >= 0, `${verb} says no usable wait`);
  }
}

function unknownFields(kind: ConnectorKind): ContractRule {
  return ruleFor<ConnectorKind>(kind, {
    id: 'unknown-fields-are-ignored',
    title: 'fields that nobody documented change no answer',
    needs: ['fault unknown-fields'],
    check: async (world) => {
      const { reads } = await exercisesOf(world);
      for (const { verb, run } of reads) {
        const plain = await run(testContext());
        await world.inject?.('unknown-fields');
        assert.deepEqual(await run(testContext()), plain, `${verb} answers differently`);
        await world.inject?.(undefined);
      }
    },
    planted: (world) => {
      let strange = false;
      const strict = withAnswerUnless(world, listOf(kind), () => strange);
      return {
        ...strict,
        inject: (fault) => {
          strange = fault === 'unknown-fields';
          return world.inject?.(fault);
        },
      };
    },
  });
}

/** A verb that refuses what it does not know, as a strict response schema would. */
function withAnswerUnless<World extends ContractWorld>(world: World, path: string, refused: () => boolean): World {
  return withVerb(world, path, (original) => async (...parameters) => {
    if (refused()) throw new Error('unrecognised field');
    return original(...parameters);
  });
}

/** Rules for writes under the same troubles. */
export function writeTroubleRules(kind: TargetWorld['kind']): readonly ContractRule[] {
  const create = `${sectionOf(kind)}.create`;
  const refusals = troubles.map(({ fault, title, codes }) =>
    ruleFor<TargetWorld['kind']>(kind, {
      id: `writes-when-${fault}`,
      title: `${title}, or an unknown outcome, for every verb that writes; any other error left everything as it was`,
      needs: [`fault ${fault}`],
      check: async (world) => {
        const { writes } = await exercisesOf(world);
        for (const write of writes) {
          const before = await everything(world);
          await world.inject?.(fault);
          const error = await write.run(testContext()).then(
            () => undefined,
            (thrown: unknown) => thrown,
          );
          await world.inject?.(undefined);
          if (error === undefined) {
            assert.ok(await write.done(), `${write.verb} answered, and the system does not show it`);
            continue;
          }
          const refusal = codes.filter(
            (code) => code === 'CONNECTOR_UNAUTHENTICATED' || code === 'CONNECTOR_FORBIDDEN' || code === 'CONNECTOR_RATE_LIMITED',
          );
          expectCode(write.verb, error, refusal.length === codes.length ? codes : [...codes, unknownOutcome]);
          if (isTenureError(error) && error.code !== unknownOutcome) {
            assert.deepEqual(await everything(world), before, `${write.verb} threw ${error.code} and changed something`);
          }
        }
      },
      planted: (world) => withError(world, create, () => ({ outcome: 'changed', account: { id: 'nobody', state: 'active' } })),
    }),
  );
  return [...refusals, ...lostAnswers(kind)];
}

function lostAnswers(kind: TargetWorld['kind']): readonly ContractRule[] {
  const create = `${sectionOf(kind)}.create`;
  return (['lost-answer-before', 'lost-answer-after'] as const).flatMap((fault) => [
    ruleFor<TargetWorld['kind']>(kind, {
      id: `writes-when-${fault}`,
      title:
        fault === 'lost-answer-after'
          ? 'a write whose answer was lost has an unknown outcome or a true one, never "nothing happened"'
          : 'a write that never arrived has an unknown outcome or a true one, never "done"',
      needs: [`fault ${fault}`],
      check: async (world) => {
        const { writes } = await exercisesOf(world);
        for (const write of writes) {
          await world.inject?.(fault);
          const error = await write.run(testContext()).then(
            () => undefined,
            (thrown: unknown) => thrown,
          );
          await world.inject?.(undefined);
          const done = await write.done();
          if (error === undefined) assert.ok(done, `${write.verb} answered, and the system does not show it`);
          else expectCode(write.verb, error, done ? [unknownOutcome] : [unknownOutcome, 'CONNECTOR_UNAVAILABLE']);
        }
      },
      planted: (world) =>
        withError(world, create, () =>
          fault === 'lost-answer-after'
            ? new TenureError('CONNECTOR_UNAVAILABLE', { system: 'planted', verb: 'create', fact: 'timed out', details: {} })
            : { outcome: 'changed', account: { id: 'nobody', state: 'active' } },
        ),
    }),
    ruleFor<TargetWorld['kind']>(kind, {
      id: `create-again-after-${fault}`,
      title: 'a create that is done again after its answer was lost leaves one account',
      needs: [`fault ${fault}`],
      check: async (world) => {
        const create = createExercise(world);
        const others = (await heldAccounts(world)).length;
        const context = testContext();
        await world.inject?.(fault);
        await create.run(context).catch(() => undefined);
        await world.inject?.(undefined);
        await create.run(context).catch((error: unknown) => {
          assert.ok(isTenureError(error) && error.code.startsWith('CONNECTOR_CONFLICT'), `the second create threw ${nameOf(error)}`);
        });
        assert.ok(await create.done(), 'there is not exactly one account');
        assert.equal((await heldAccounts(world)).length, others + 1);
      },
      planted: (world) => (fault === 'lost-answer-before' ? believingItself(world, create) : creatingBlindly(world, create)),
    }),
  ]);
}

/** A connector that takes its own lost request for done, and says so when it is asked again. */
function believingItself(world: TargetWorld, create: string): TargetWorld {
  let believed = false;
  return withVerb(world, create, (original) => async (request, ...rest) => {
    if (believed) return { outcome: 'unchanged', account: { id: 'nobody', state: 'active' } };
    believed = true;
    return original(request, ...rest);
  });
}

/** A connector that tries a lost create again at once, in a system that does not mind. */
function creatingBlindly(world: TargetWorld, create: string): TargetWorld {
  return withVerb(world, create, (original) => async (request, ...rest) => {
    try {
      return await original(request, ...rest);
    } catch {
      const { profile } = request as { readonly profile: AccountProfile };
      return { outcome: 'changed', account: { id: await seeded(world, profile), state: 'active' } };
    }
  });
}

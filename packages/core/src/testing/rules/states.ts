// Rules for the writes that set a state: each reaches it, says so once, and touches nobody else.
import assert from 'node:assert/strict';
import type { AccountState, WriteAnswer } from '../../connector/index.ts';
import { testContext } from '../memory/context.ts';
import { profileOf, unknownId } from './people.ts';
import { withAnswer, withError, withVerb } from './planting.ts';
import { type ContractRule, ruleFor } from './rule.ts';
import { held, heldAccounts, sectionOf, seeded, verbsOf } from './targets.ts';
import type { TargetWorld } from './world.ts';

interface StateVerb {
  readonly verb: 'disable' | 'enable' | 'delete';
  readonly from: 'active' | 'disabled';
  /** `undefined`: the system holds the account no longer. */
  readonly to: AccountState | undefined;
  readonly title: string;
}

const stateVerbs: readonly StateVerb[] = [
  { verb: 'disable', from: 'active', to: 'disabled', title: 'a disabled account is off in the system' },
  { verb: 'enable', from: 'disabled', to: 'active', title: 'an enabled account is on in the system' },
  { verb: 'delete', from: 'active', to: undefined, title: 'a deleted account is gone from the system' },
];

export function stateRules(kind: TargetWorld['kind']): readonly ContractRule[] {
  return [...stateVerbs.flatMap((entry) => rulesFor(kind, entry)), ...readBack(kind)];
}

function rulesFor(kind: TargetWorld['kind'], { verb, from, to, title }: StateVerb): readonly ContractRule[] {
  const section = sectionOf(kind);
  const path = `${section}.${verb}`;
  // An account that is to be enabled must have been off: an app without `disable` cannot be seeded so.
  const needs = verb === 'enable' ? [path, `${section}.disable`] : [path];
  const reaches = ruleFor<TargetWorld['kind']>(kind, {
    id: `${verb}-reaches-the-state`,
    title: `${title}, and everyone else is as before`,
    needs,
    check: async (world) => {
      const bystander = await seeded(world, profileOf('bystander'), from);
      const id = await seeded(world, profileOf('ada'), from);
      const before = await held(world, bystander);
      const { outcome } = await verbsOf(world)[verb](id, testContext());
      assert.notEqual(outcome, 'unchanged', 'the state changed and the answer says it did not');
      if (outcome === 'changed') assert.equal((await held(world, id))?.state, to);
      assert.deepEqual(await held(world, bystander), before);
    },
    planted: (world) => withVerb(world, path, () => async () => ({ outcome: 'changed' })),
  });
  const repeats = ruleFor<TargetWorld['kind']>(kind, {
    id: `${verb}-is-unchanged-on-repeat`,
    title: `${verb} on an account that is so already answers unchanged and changes nothing, under the same key and another`,
    needs,
    check: async (world) => {
      const id = await seeded(world, profileOf('ada'), from);
      const context = testContext();
      const { outcome } = await verbsOf(world)[verb](id, context);
      if (outcome === 'pending') return;
      const before = await heldAccounts(world);
      for (const again of [context, testContext()]) assert.equal((await verbsOf(world)[verb](id, again)).outcome, 'unchanged');
      assert.deepEqual(await heldAccounts(world), before);
    },
    planted: (world) => withAnswer<WriteAnswer, unknown, TargetWorld>(world, path, () => ({ outcome: 'changed' })),
  });
  const missing = ruleFor<TargetWorld['kind']>(kind, {
    id: `${verb}-of-nobody-is-unchanged`,
    title: `${verb} of an account that does not exist answers unchanged`,
    needs: [path],
    check: async (world) => {
      const id = await seeded(world, profileOf('ada'));
      const before = await heldAccounts(world);
      assert.equal((await verbsOf(world)[verb](unknownId(id), testContext())).outcome, 'unchanged');
      assert.deepEqual(await heldAccounts(world), before);
    },
    planted: (world) =>
      withAnswer<WriteAnswer, unknown, TargetWorld>(world, path, ({ outcome }) => {
        if (outcome === 'unchanged') throw new Error('not found');
        return { outcome };
      }),
  });
  return verb === 'enable' ? [reaches, repeats] : [reaches, repeats, missing];
}

function readBack(kind: TargetWorld['kind']): readonly ContractRule[] {
  const section = sectionOf(kind);
  const find = `${section}.find`;
  return [
    ruleFor<TargetWorld['kind']>(kind, {
      id: 'disable-is-seen-when-read-back',
      title: 'an account that was disabled is read back as disabled, by find and by get',
      needs: [`${section}.disable`],
      check: async (world) => {
        const profile = profileOf('ada');
        const id = await seeded(world, profile);
        if ((await verbsOf(world).disable(id, testContext())).outcome === 'pending') return;
        const login = (await held(world, id))?.profile.userName == null ? 'email' : 'userName';
        const answer = await verbsOf(world).find({ [login]: profile[login] }, testContext());
        assert.notEqual(answer.kind, 'absent', 'a disabled account is absent');
        if (answer.kind === 'found')
          assert.deepEqual(
            answer.accounts.map(({ state }) => state),
            ['disabled'],
          );
        const gets = world.kind === 'identity-provider' || world.connector.accounts.get !== undefined;
        if (gets) assert.equal((await verbsOf(world).get(id, testContext()))?.state, 'disabled');
      },
      planted: (world) =>
        withError(
          withAnswer(world, find, () => ({ kind: 'absent' })),
          find,
          (error) => error,
        ),
    }),
    ruleFor<TargetWorld['kind']>(kind, {
      id: 'writes-at-once-do-not-mix',
      title: 'of two accounts written at the same time each gets its own state',
      needs: [`${section}.disable`, `${section}.enable`],
      check: async (world) => {
        const on = await seeded(world, profileOf('ada'));
        const off = await seeded(world, profileOf('grace'), 'disabled');
        const verbs = verbsOf(world);
        await Promise.all([verbs.disable(on, testContext()), verbs.enable(off, testContext())]);
        assert.deepEqual([(await held(world, on))?.state, (await held(world, off))?.state], ['disabled', 'active']);
      },
      planted: (world) => {
        let last: unknown;
        const late = (path: string, from: TargetWorld) =>
          withVerb(from, path, (original) => async (request, ...rest) => {
            last = request;
            await Promise.resolve();
            return original(last, ...rest);
          });
        return late(`${section}.enable`, late(`${section}.disable`, world));
      },
    }),
  ];
}

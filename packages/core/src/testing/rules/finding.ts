// Rules for looking accounts up. `cannot-tell` is always a right answer: it claims nothing.
import assert from 'node:assert/strict';
import type { Account, FindAnswer, FindKeys } from '../../connector/index.ts';
import { testContext } from '../memory/context.ts';
import { pagingRules, type readAll } from './paging.ts';
import { profileOf, unknownId } from './people.ts';
import { withAnswer, withRequest } from './planting.ts';
import { type ContractRule, ruleFor } from './rule.ts';
import { held, heldAccounts, sectionOf, seeded, verbsOf } from './targets.ts';
import type { TargetWorld } from './world.ts';

const keyNames = ['externalId', 'employeeNumber', 'userName', 'email'] as const;

/** The ids a look-up found; `undefined` when it cannot tell. */
async function found(world: TargetWorld, keys: FindKeys): Promise<readonly string[] | undefined> {
  const answer = await verbsOf(world).find(keys, testContext());
  if (answer.kind === 'cannot-tell') return undefined;
  if (answer.kind === 'absent') return [];
  assert.ok(answer.accounts.length > 0, 'found, but nobody');
  return answer.accounts.map((account) => account.id);
}

/** The keys by which the system itself holds an account, one request each. */
async function heldKeys(world: TargetWorld, id: string): Promise<readonly FindKeys[]> {
  const account = await held(world, id);
  return keyNames.flatMap((name) => {
    const value = account?.profile[name];
    return value == null || value === '' ? [] : [{ [name]: value }];
  });
}

const firstOnly = (answer: FindAnswer): FindAnswer =>
  answer.kind === 'found' ? { kind: 'found', accounts: answer.accounts.slice(0, 1) } : answer;

export function findingRules(kind: TargetWorld['kind']): readonly ContractRule[] {
  const section = sectionOf(kind);
  const find = `${section}.find`;
  return [
    ruleFor<TargetWorld['kind']>(kind, {
      id: 'find-finds-by-each-key',
      title: 'an account is found by each key that the system holds for it, also when it is off',
      check: async (world) => {
        const { disable } = { disable: world.kind === 'identity-provider' || world.connector.accounts.disable !== undefined };
        await seeded(world, profileOf('bystander'));
        for (const state of disable ? (['active', 'disabled'] as const) : (['active'] as const)) {
          const id = await seeded(world, profileOf(state), state);
          for (const keys of await heldKeys(world, id)) {
            assert.deepEqual((await found(world, keys)) ?? [id], [id], `${state}, by ${Object.keys(keys)}`);
          }
        }
      },
      planted: (world) => withAnswer(world, find, () => ({ kind: 'absent' })),
    }),
    ruleFor<TargetWorld['kind']>(kind, {
      id: 'find-is-absent-for-strangers',
      title: 'nobody is found by keys that nobody has',
      check: async (world) => {
        await seeded(world, profileOf('ada'));
        const stranger = profileOf('stranger');
        for (const name of keyNames) {
          assert.deepEqual((await found(world, { [name]: stranger[name] ?? undefined })) ?? [], [], `by ${name}`);
        }
      },
      planted: (world) =>
        withAnswer<FindAnswer, unknown, TargetWorld>(world, find, async (answer) => {
          const [account] = (await heldAccounts(world)) as readonly Account[];
          return answer.kind === 'absent' && account !== undefined ? { kind: 'found', accounts: [account] } : answer;
        }),
    }),
    ruleFor<TargetWorld['kind']>(kind, {
      id: 'find-is-exact',
      title: 'a part, a longer form or a plus-address of a key finds nobody',
      check: async (world) => {
        const id = await seeded(world, profileOf('ada-lovelace'));
        for (const keys of await heldKeys(world, id)) {
          for (const [name, value] of Object.entries(keys)) {
            for (const near of [value.slice(0, -1), value.slice(1), `${value}x`, value.replace('@', '+hr@')]) {
              if (near !== value) assert.deepEqual((await found(world, { [name]: near })) ?? [], [], `by something near its ${name}`);
            }
          }
        }
      },
      planted: (world) =>
        withRequest<FindKeys, TargetWorld>(world, find, (keys) => ({
          ...keys,
          ...(keys.userName === undefined ? {} : { userName: keys.userName.replace('+hr', '') }),
          ...(keys.email === undefined ? {} : { email: keys.email.replace('+hr', '') }),
        })),
    }),
    ruleFor<TargetWorld['kind']>(kind, {
      id: 'find-ignores-case-of-user-names',
      title: 'a user name is found in any case',
      check: async (world) => {
        const id = await seeded(world, profileOf('ada'));
        for (const keys of await heldKeys(world, id)) {
          if (keys.userName === undefined || (await found(world, keys)) === undefined) continue;
          assert.deepEqual(await found(world, { userName: keys.userName.toUpperCase() }), [id]);
        }
      },
      planted: (world) =>
        withAnswer<FindAnswer, FindKeys, TargetWorld>(world, find, (answer, keys) =>
          answer.kind === 'found' && answer.accounts.every(({ userName }) => keys.userName !== undefined && userName !== keys.userName)
            ? { kind: 'absent' }
            : answer,
        ),
    }),
    ruleFor<TargetWorld['kind']>(kind, {
      id: 'find-answers-every-hit',
      title: 'a look-up by several keys answers every account that carries one of them',
      check: async (world) => {
        const ids = [await seeded(world, profileOf('ada')), await seeded(world, profileOf('grace'))];
        const keysOf = await Promise.all(ids.map((id) => heldKeys(world, id)));
        for (const one of keysOf[0] ?? []) {
          for (const other of keysOf[1] ?? []) {
            const both = { ...one, ...other };
            if (Object.keys(both).length < 2) continue;
            const alone = [...((await found(world, one)) ?? []), ...((await found(world, other)) ?? [])];
            assert.deepEqual([...((await found(world, both)) ?? alone)].sort(), alone.sort(), `by ${Object.keys(both).join(' and ')}`);
          }
        }
      },
      planted: (world) => withAnswer(world, find, firstOnly),
    }),
    ruleFor<TargetWorld['kind']>(kind, {
      id: 'find-calls-do-not-mix',
      title: 'look-ups at the same time each answer for their own person',
      check: async (world) => {
        const names = ['ada', 'grace', 'edith'];
        const ids = [];
        for (const name of names) ids.push(await seeded(world, profileOf(name)));
        const keys = await Promise.all(ids.map(async (id) => (await heldKeys(world, id)).at(-1) ?? {}));
        const answers = await Promise.all(keys.map((key) => found(world, key)));
        for (const [index, answer] of answers.entries()) assert.deepEqual(answer ?? [ids[index]], [ids[index]]);
      },
      planted: (world) => {
        let last: FindKeys = {};
        const remembering = withRequest<FindKeys, TargetWorld>(world, find, (keys) => {
          Object.assign(keys, { ...last, ...keys });
          last = keys;
          return keys;
        });
        return withRequest<FindKeys, TargetWorld>(remembering, find, (keys) => ({ ...last, ...keys, ...last }));
      },
    }),
    ...pagingRules<TargetWorld['kind']>({
      kind,
      verb: `${section}.list`,
      prepare: async (world) => {
        for (const name of ['ada', 'grace', 'edith', 'joan', 'mary'])
          await seeded(world, profileOf(name), name === 'mary' ? seedableState(world) : 'active');
        return { pages: pagesOf(world), ids: await presentIds(world) };
      },
      untouched: async (world) => ({ pages: pagesOf(world), ids: await presentIds(world) }),
      renamed: (item, id) => ({ ...(item as Account), id }),
    }),
    ruleFor<TargetWorld['kind']>(kind, {
      id: 'get-agrees-with-the-system',
      title: 'one account by id is shown with the state the system has it in, and an unknown id is undefined',
      needs: [`${section}.get`],
      check: async (world) => {
        const id = await seeded(world, profileOf('ada'));
        const off = await seeded(world, profileOf('grace'), seedableState(world));
        for (const wanted of [id, off]) {
          const account = await verbsOf(world).get(wanted, testContext());
          assert.equal(account?.id, wanted);
          assert.equal(account?.state, (await held(world, wanted))?.state);
        }
        assert.equal(await verbsOf(world).get(unknownId(id), testContext()), undefined);
      },
      planted: (world) =>
        withAnswer<Account | undefined, unknown, TargetWorld>(
          world,
          `${section}.get`,
          (account) => account && { ...account, state: 'active' },
        ),
    }),
  ];
}

function pagesOf(world: TargetWorld) {
  return async (request: Parameters<ReturnType<typeof verbsOf>['list']>[0], context: Parameters<typeof readAll>[2] = testContext()) => {
    const page = await verbsOf(world).list(request, { ...testContext(), ...context });
    return { ...page, items: page.items.map((account) => account.id) };
  };
}

async function presentIds(world: TargetWorld): Promise<string[]> {
  return (await heldAccounts(world)).filter((account) => account.state !== 'gone').map((account) => account.id);
}

/** `disabled` where accounts can be off in this target, else `active`. */
function seedableState(world: TargetWorld): 'active' | 'disabled' {
  return world.kind === 'identity-provider' || world.connector.accounts.disable !== undefined ? 'disabled' : 'active';
}

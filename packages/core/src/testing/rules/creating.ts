// Rules for creating and updating accounts: one account per person, exactly the attributes that were given.
import assert from 'node:assert/strict';
import type { Account, AccountProfile, ProfileAttribute } from '../../connector/index.ts';
import { isCustomAttribute, isTenureError } from '../../connector/index.ts';
import { testContext } from '../memory/context.ts';
import { clearableAttributes, nameOf, plainAttributes, profileOf } from './people.ts';
import { withAnswer, withError, withRequest, withVerb } from './planting.ts';
import { type ContractRule, ruleFor } from './rule.ts';
import { held, holdersOf, sectionOf, seeded, verbsOf } from './targets.ts';
import type { TargetWorld } from './world.ts';

type UpdateRequest = { readonly accountId: string; readonly attributes: AccountProfile };

/** Text as targets keep it: a cleared value is null, absent or empty; logins may lose their case. */
function kept(profile: AccountProfile, name: ProfileAttribute): string {
  const value = profile[name] ?? '';
  return name === 'userName' || name === 'email' ? value.toLowerCase() : value;
}

/** The attributes of `candidates` that the target can be told, best first. */
function tellable(world: TargetWorld, candidates: readonly ProfileAttribute[]): readonly ProfileAttribute[] {
  return candidates.filter((name) => world.connector.attributes.includes(name));
}

export function creatingRules(kind: TargetWorld['kind']): readonly ContractRule[] {
  const section = sectionOf(kind);
  const create = `${section}.create`;
  const update = `${section}.update`;
  return [
    ruleFor<TargetWorld['kind']>(kind, {
      id: 'create-makes-the-account',
      title: 'a created account is in the system with what it was given, and answers with its id',
      check: async (world) => {
        const profile = profileOf('ada');
        const { account, outcome } = await verbsOf(world).create(profile, testContext());
        assert.ok(outcome === 'changed' || outcome === 'pending', `a new account is not ${outcome}`);
        const made = await held(world, account.id);
        assert.ok(made !== undefined, 'the system holds no account under the answered id');
        assert.equal(made.state, account.state);
        for (const name of world.connector.attributes) {
          if (profile[name] !== undefined) assert.equal(kept(made.profile, name), kept(profile, name), `${name} is another in the system`);
        }
      },
      planted: (world) =>
        withRequest<{ profile: AccountProfile }, TargetWorld>(world, create, (request) => ({
          ...request,
          profile: { ...request.profile, familyName: 'Somebody' },
        })),
    }),
    ruleFor<TargetWorld['kind']>(kind, {
      id: 'create-is-seen-by-find',
      title: 'a created account is found at once, under the id that was answered',
      check: async (world) => {
        const profile = profileOf('ada');
        const { account } = await verbsOf(world).create(profile, testContext());
        const login = (await held(world, account.id))?.profile.userName == null ? 'email' : 'userName';
        const answer = await verbsOf(world).find({ [login]: profile[login] }, testContext());
        assert.notEqual(answer.kind, 'absent', 'the account just created is absent');
        if (answer.kind === 'found')
          assert.deepEqual(
            answer.accounts.map(({ id }) => id),
            [account.id],
          );
      },
      planted: (world) =>
        withAnswer<{ account: Account }, unknown, TargetWorld>(world, create, (answer) => ({
          ...answer,
          account: { ...answer.account, id: answer.account.userName ?? 'login' },
        })),
    }),
    ruleFor<TargetWorld['kind']>(kind, {
      id: 'create-refuses-a-taken-name',
      title: 'creating under a taken name is a conflict that names the holder, and leaves the holder as it was',
      check: async (world) => {
        const profile = profileOf('ada');
        const id = await seeded(world, profile);
        const before = await held(world, id);
        const conflict = await verbsOf(world)
          .create({ ...profile, externalId: 'another', employeeNumber: 'another', familyName: 'Other' }, testContext())
          .then(
            () => assert.fail('a second account was answered'),
            (error: unknown) => error,
          );
        assert.ok(
          isTenureError(conflict) && conflict.code.startsWith('CONNECTOR_CONFLICT'),
          `expected a conflict, got ${nameOf(conflict)}`,
        );
        if (conflict.code === 'CONNECTOR_CONFLICT') {
          const named = conflict.details.accountIds;
          if (kind === 'identity-provider' || named !== undefined) assert.deepEqual(named, [id], 'the conflict does not name the holder');
        }
        assert.deepEqual(await holdersOf(world, profile), [before]);
      },
      planted: (world) =>
        withError(world, create, async () => {
          const [holder] = await holdersOf(world, profileOf('ada'));
          return { outcome: 'unchanged', account: holder };
        }),
    }),
    ruleFor<TargetWorld['kind']>(kind, {
      id: 'create-repeated-makes-one-account',
      title: 'one create tried twice with the same key makes one account',
      check: async (world) => {
        const profile = profileOf('ada');
        const context = testContext();
        const { account } = await verbsOf(world).create(profile, context);
        await verbsOf(world)
          .create(profile, context)
          .then(
            (repeated) => assert.equal(repeated.account.id, account.id),
            (error: unknown) =>
              assert.ok(isTenureError(error) && error.code.startsWith('CONNECTOR_CONFLICT'), `expected a conflict, got ${nameOf(error)}`),
          );
        assert.deepEqual(
          (await holdersOf(world, profile)).map(({ id }) => id),
          [account.id],
        );
      },
      planted: (world) =>
        withVerb(world, create, (original) => async (request, ...rest) => {
          const answer = await original(request, ...rest).catch(() => undefined);
          if (answer !== undefined) return answer;
          const account = { id: await seeded(world, profileOf('ada')), state: 'active' };
          return { outcome: 'changed', account };
        }),
    }),
    ruleFor<TargetWorld['kind']>(kind, {
      id: 'create-calls-do-not-mix',
      title: 'accounts created at the same time each get their own values',
      check: async (world) => {
        const profiles = ['ada', 'grace', 'edith'].map(profileOf);
        const answers = await Promise.all(profiles.map((profile) => verbsOf(world).create(profile, testContext())));
        for (const [index, { account }] of answers.entries()) {
          const made = await held(world, account.id);
          const login = made?.profile.userName == null ? 'email' : 'userName';
          assert.equal(kept(made?.profile ?? {}, login), kept(profiles[index] ?? {}, login));
        }
      },
      planted: (world) => {
        let last: Promise<unknown> = Promise.resolve();
        return withVerb(world, create, (original) => (...parameters) => {
          last = original(...parameters);
          return Promise.resolve().then(() => last);
        });
      },
    }),
    ruleFor<TargetWorld['kind']>(kind, {
      id: 'update-touches-only-what-is-given',
      title: 'an update sets the given attribute, leaves every other as it was, and changes nothing when repeated',
      needs: [update, 'a plain attribute'],
      check: async (world) => {
        const [name = 'title'] = tellable(world, plainAttributes);
        const id = await seeded(world, profileOf('ada'));
        const before = await held(world, id);
        const write = () => verbsOf(world).update(id, { [name]: 'New words' }, testContext());
        assert.notEqual((await write()).outcome, 'unchanged');
        const after = await held(world, id);
        assert.deepEqual(after, { ...before, profile: { ...before?.profile, [name]: 'New words' } });
        await write();
        assert.deepEqual(await held(world, id), after, 'the same update again changed something');
      },
      planted: (world) =>
        withRequest<UpdateRequest, TargetWorld>(world, update, (request) => ({
          ...request,
          attributes: { ...Object.fromEntries(tellable(world, plainAttributes).map((name) => [name, null])), ...request.attributes },
        })),
    }),
    ruleFor<TargetWorld['kind']>(kind, {
      id: 'update-clears-with-null',
      title: 'null clears an attribute',
      needs: [update, 'a clearable attribute'],
      check: async (world) => {
        const id = await seeded(world, profileOf('ada'));
        const [name = 'title'] = tellable(world, clearableAttributes);
        await verbsOf(world).update(id, { [name]: null }, testContext());
        assert.equal(kept((await held(world, id))?.profile ?? {}, name), '');
      },
      planted: (world) =>
        withRequest<UpdateRequest, TargetWorld>(world, update, (request) => ({
          ...request,
          attributes: Object.fromEntries(Object.entries(request.attributes).filter(([, value]) => value !== null)),
        })),
    }),
    ruleFor<TargetWorld['kind']>(kind, {
      id: 'custom-attributes-are-kept',
      title: 'a field of HR’s own is kept as it is given, changed, and cleared with null, and every other stays as it was',
      needs: [update, 'a custom attribute'],
      check: async (world) => {
        const name = world.connector.attributes.find(isCustomAttribute) ?? 'customFields.none';
        const { account } = await verbsOf(world).create({ ...profileOf('ada'), [name]: 'First words' }, testContext());
        const made = await held(world, account.id);
        assert.equal(made?.profile[name], 'First words');
        await verbsOf(world).update(account.id, { [name]: 'Other words' }, testContext());
        assert.deepEqual(await held(world, account.id), { ...made, profile: { ...made?.profile, [name]: 'Other words' } });
        await verbsOf(world).update(account.id, { [name]: null }, testContext());
        const cleared = await held(world, account.id);
        assert.equal(cleared?.profile[name] ?? '', '');
        assert.deepEqual({ ...cleared?.profile, [name]: '' }, { ...made?.profile, [name]: '' });
      },
      planted: (world) =>
        withRequest<UpdateRequest, TargetWorld>(world, update, (request) => ({
          ...request,
          attributes: Object.fromEntries(Object.entries(request.attributes).filter(([attribute]) => !isCustomAttribute(attribute))),
        })),
    }),
    ruleFor<TargetWorld['kind']>(kind, {
      id: 'update-renames-in-place',
      title: 'another user name is set on the same account: the id stays and the old name is free',
      needs: [update, 'attribute userName'],
      check: async (world) => {
        const before = profileOf('ada');
        const after = profileOf('ada-married');
        const id = await seeded(world, before);
        const { userName = null, email = null } = after;
        await verbsOf(world).update(id, world.connector.attributes.includes('email') ? { userName, email } : { userName }, testContext());
        assert.equal(kept((await held(world, id))?.profile ?? {}, 'userName'), userName);
        assert.deepEqual(
          (await holdersOf(world, { userName })).map((holder) => holder.id),
          [id],
        );
        assert.deepEqual(await holdersOf(world, { userName: before.userName ?? null }), []);
      },
      planted: (world) =>
        withVerb(world, update, () => async (request) => {
          await seeded(world, (request as UpdateRequest).attributes);
          return { outcome: 'changed' };
        }),
    }),
  ];
}

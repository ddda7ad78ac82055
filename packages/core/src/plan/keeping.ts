// Giving an account and keeping it as it should be: created, on, told what HR says, in its groups.
import { attributesIn } from '../model/account.ts';
import type { Change } from './change.ts';
import { disableChange, suspendChange } from './cutting.ts';
import { changedByOthers, type KnownAccount } from './person-input.ts';
import { attributeHash, profileFor, withoutNulls } from './profile.ts';
import { namesHash } from './refused-names.ts';
import { type AccountInput, type AccountSteps, kindsOf, makeChange, nothing, onlyChanges, waitingFor } from './steps.ts';

/** Accounts that carry a key of the person and are not theirs: somebody else's, or a person (`by`) said so. */
export interface Others {
  readonly beside: readonly string[];
  readonly by?: string;
}

/** Creates the account, beside these if there are any. */
export function createSteps(input: AccountInput, { beside, by }: Others = { beside: [] }): AccountSteps {
  const { wanted, target, because } = input.account;
  if (wanted === 'suspended') return nothing;
  if (input.profile.userName === undefined || input.profile.userName === null) {
    return waitingFor(input, 'no-user-name', 'HR states no work e-mail, so there is nothing to sign in with');
  }
  const groups = target.role === 'identity' ? [...input.groups.values()] : [];
  const profile = withoutNulls(profileFor(input.profile, target.can.attributes));
  const state = wanted === 'staged' ? 'staged' : 'active';
  return onlyChanges(
    makeChange(input, target.role === 'identity' ? 'user.create' : 'account.create', 'create', {
      because: by === undefined ? because : `${because}; ${by} said that no account there is theirs`,
      // Whoever starts later has time.
      priority: state === 'staged' ? 3 : 1,
      attributes: attributesIn(profile),
      ...(beside.length === 0 ? {} : { beside: [...beside].sort() }),
      names: namesHash(input),
      ...(target.role === 'identity' ? { state, groups: groups.map(({ id, name }) => ({ id, name })) } : {}),
      payload: [profile, state, groups.map(({ id }) => id)],
    }),
  );
}

export function stepsToKeep(input: AccountInput, known: KnownAccount): AccountSteps {
  const { target, wanted } = input.account;
  const changes: Change[] = [];
  if (wanted === 'suspended') return suspendChange(input, known);
  if (wanted === 'active' && (known.state === 'disabled' || known.staged)) {
    const enabled = enableChange(input, known);
    if (enabled.waiting.length > 0) return enabled;
    changes.push(...enabled.changes);
  }
  // Between two employments, or where the first day was moved on: whoever has not begun cannot sign in.
  if (wanted === 'staged' && target.role === 'identity' && known.state === 'active' && !known.staged)
    return onlyChanges(disableChange(input, known));
  // Whoever comes back is brought up to date on the first day: targets refuse to change what is off.
  if ((wanted === 'staged' || wanted === 'graced') && known.state === 'disabled') return nothing;
  const update = updateChange(input, known);
  if (update !== undefined) changes.push(update);
  if (target.role === 'identity') changes.push(...groupChanges(input, known));
  return { changes, waiting: [] };
}

export function enableChange(input: AccountInput, { accountId, offBy }: KnownAccount): AccountSteps {
  const { target, because } = input.account;
  if (!target.can.verbs.has('enable'))
    return waitingFor(input, 'cannot-enable', 'this target cannot turn an account on again', [accountId]);
  const byOthers = offBy === 'others';
  const why = byOthers ? `${because}; somebody else had turned it off` : because;
  const facts = { because: why, priority: 1, accountId, payload: [accountId, 'active'] } as const;
  return onlyChanges(makeChange(input, kindsOf(target.role).enable, byOthers ? 'reactivate' : 'enable', facts));
}

function updateChange(input: AccountInput, known: KnownAccount): Change | undefined {
  const { target } = input.account;
  if (!target.can.verbs.has('update')) return undefined;
  const profile = profileFor(input.profile, target.can.attributes);
  const differing = attributesIn(profile).filter(
    (name) => known.wrote[name] !== attributeHash(input.digest, target.id, name, profile[name] ?? null),
  );
  if (differing.length === 0) return undefined;
  const cleared = differing.filter((name) => profile[name] === null && known.wrote[name] !== undefined);
  const set = Object.fromEntries(
    differing.filter((name) => profile[name] !== null || known.wrote[name] !== undefined).map((name) => [name, profile[name]]),
  );
  if (Object.keys(set).length === 0) return undefined;
  // Some apps sign in by e-mail: another address locks people out as another user name does.
  const renames = differing.includes('userName') || differing.includes('email');
  return makeChange(input, kindsOf(target.role).update, renames ? 'rename' : cleared.length > 0 ? 'clear' : 'update', {
    because: updateReason(attributesIn(set).map((name) => known.wrote[name])),
    priority: renames ? 2 : 3,
    accountId: known.accountId,
    attributes: attributesIn(set),
    ...(renames ? { names: namesHash(input) } : {}),
    payload: set,
  });
}

/** Why attributes are written, by what was written there last: nothing, what others have changed since, or what HR said then. */
function updateReason(wrote: readonly (string | undefined)[]): string {
  if (wrote.every((last) => last === undefined)) return 'these were not told there before';
  if (wrote.every((last) => last === changedByOthers)) return 'others changed these there';
  return wrote.includes(changedByOthers) ? 'HR changed some of these facts, others changed some there' : 'HR changed these facts';
}

function groupChanges(input: AccountInput, known: KnownAccount): Change[] {
  const { accountId } = known;
  const isOurs = (id: string, how: 'added' | 'found'): boolean => how === 'added' || input.policy.authoritative.has(id);
  const departed = Object.entries(known.groups).filter(
    ([id, how]) => isOurs(id, how) && !input.groups.has(id) && !input.policy.heldGroups.has(id),
  );
  const missing = [...input.groups.values()].filter(({ id }) => !Object.hasOwn(known.groups, id));
  return [
    ...departed.map(([id]) =>
      makeChange(input, 'group.remove', 'group-removal', {
        because: 'no rule of the group map leads here any more',
        priority: 0,
        accountId,
        groups: [{ id, name: input.policy.groups.flatMap(({ groups }) => groups).find((group) => group.id === id)?.name ?? id }],
        payload: [accountId, id],
      }),
    ),
    ...missing.map(({ id, name, because }) =>
      makeChange(input, 'group.add', 'group-add', { because, priority: 2, accountId, groups: [{ id, name }], payload: [accountId, id] }),
    ),
  ];
}

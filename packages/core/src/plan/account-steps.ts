// The steps that bring one account of one person from what the ledger knows to what is wanted.
import { type AccountProfile, type ProfileAttribute, profileAttributes } from '../model/account.ts';
import { toInstant } from '../model/dates.ts';
import type { Change, ChangeClass, ChangeKind, Priority, WaitingCase } from './change.ts';
import { type DesiredAccount, type DesiredGroup, deletionAt } from './desired.ts';
import type { CandidateAccount, KnownAccount, PersonInput } from './difference.ts';
import { attributeHash, profileFor, withoutNulls } from './profile.ts';

export interface AccountInput extends PersonInput {
  readonly account: DesiredAccount;
  readonly profile: AccountProfile;
  readonly groups: ReadonlyMap<string, DesiredGroup>;
}

export interface AccountSteps {
  readonly changes: readonly Change[];
  readonly waiting: readonly WaitingCase[];
}

const nothing: AccountSteps = { changes: [], waiting: [] };

export function accountSteps(input: AccountInput): AccountSteps {
  const { wanted, target } = input.account;
  if (wanted === 'keep') return nothing;
  const known = input.accounts.get(target.id);
  if (known === undefined || known.state === 'gone') return stepsWithoutAccount(input);
  if (wanted === 'off' || wanted === 'none') return stepsToRemove(input, known);
  return stepsToKeep(input, known);
}

function stepsWithoutAccount(input: AccountInput): AccountSteps {
  const { wanted, target, because } = input.account;
  const matches = input.candidates.get(target.id) ?? [];
  const candidates = matches.filter(({ linkedTo }) => linkedTo === undefined);
  const entitled = wanted === 'active' || wanted === 'staged' || wanted === 'suspended';
  const stillOn = candidates.filter(({ state }) => state !== 'disabled' && state !== 'gone');
  if (!entitled && (wanted !== 'off' || stillOn.length === 0)) return nothing;
  if (candidates.length > 0) return matchSteps(input, candidates);
  const [taken] = matches;
  if (taken !== undefined) return waitingFor(input, 'name-taken', `their work e-mail is the login of ${taken.linkedTo}`, [taken.accountId]);
  if (wanted === 'suspended') return nothing;
  if (input.profile.userName === undefined || input.profile.userName === null) {
    return waitingFor(input, 'no-user-name', 'HR states no work e-mail, so there is nothing to sign in with');
  }
  const groups = target.role === 'identity' ? [...input.groups.values()] : [];
  const profile = withoutNulls(profileFor(input.profile, target.can.attributes));
  const state = wanted === 'staged' ? 'staged' : 'active';
  return onlyChanges(
    makeChange(input, target.role === 'identity' ? 'user.create' : 'account.create', 'create', {
      because,
      priority: 1,
      attributes: namesOf(profile),
      ...(target.role === 'identity' ? { state, groups: groups.map(({ id, name }) => ({ id, name })) } : {}),
      payload: [profile, state, groups.map(({ id }) => id)],
    }),
  );
}

function matchSteps(input: AccountInput, candidates: readonly CandidateAccount[]): AccountSteps {
  const [only, ...more] = candidates;
  if (only === undefined) return nothing;
  const accountIds = candidates.map(({ accountId }) => accountId).sort();
  if (more.length > 0) return waitingFor(input, 'ambiguous-match', `${candidates.length} accounts carry this person's keys`, accountIds);
  if (only.protectedBecause !== null) return waitingFor(input, 'protected-account', only.protectedBecause, accountIds);
  return onlyChanges(
    makeChange(input, input.account.target.role === 'identity' ? 'user.adopt' : 'account.adopt', 'adopt', {
      because: only.certain ? 'an account with this person’s key exists' : 'an account with this person’s work e-mail exists',
      priority: 1,
      accountId: only.accountId,
      payload: [only.accountId],
    }),
  );
}

function stepsToRemove(input: AccountInput, known: KnownAccount): AccountSteps {
  const { target, because, wanted } = input.account;
  const kind = kindsOf(target.role);
  // Somebody suspended, or without this app for another reason, is turned off for good on leaving: the days count from then.
  if (known.state === 'disabled' && (wanted === 'none' || known.disabledAt !== null)) return stepsToDelete(input, known);
  // Nobody who has not started can sign in with a staged user; it waits for the new date.
  if (wanted === 'none' && known.staged && input.person.phase === 'upcoming') return nothing;
  if (target.removal === 'disable') {
    const irreversible = target.can.irreversible.has('disable');
    return onlyChanges(
      makeChange(input, kind.disable, 'disable', {
        because,
        priority: 0,
        accountId: known.accountId,
        due: wanted === 'off' ? input.person.cutAt : null,
        ...(target.role === 'identity' ? { mode: 'deactivate' as const } : {}),
        irreversible,
        payload: [known.accountId, 'deactivate'],
      }),
    );
  }
  if (known.provenance !== 'created') {
    return waitingFor(input, 'leaver-cannot-be-disabled', 'this target can only delete, and we did not create the account', [
      known.accountId,
    ]);
  }
  return onlyChanges(deleteChange(input, known, because));
}

function stepsToDelete(input: AccountInput, known: KnownAccount): AccountSteps {
  const days = input.policy.schedule.deleteAfterDays;
  const { target, wanted } = input.account;
  if (days === null || wanted !== 'off' || known.disabledAt === null || !target.can.verbs.has('delete')) return nothing;
  if (deletionAt(known.disabledAt, days) > input.calendar.now) return nothing;
  if (known.provenance !== 'created') return waitingFor(input, 'not-ours-to-delete', 'we did not create this account', [known.accountId]);
  return onlyChanges(deleteChange(input, known, `left more than ${days} days ago`));
}

function deleteChange(input: AccountInput, known: KnownAccount, because: string): Change {
  return makeChange(input, kindsOf(input.account.target.role).delete, 'delete', {
    because,
    priority: 0,
    accountId: known.accountId,
    irreversible: input.account.target.can.irreversible.has('delete'),
    payload: [known.accountId, 'delete'],
  });
}

function stepsToKeep(input: AccountInput, known: KnownAccount): AccountSteps {
  const { target, wanted, because } = input.account;
  const kind = kindsOf(target.role);
  const { accountId } = known;
  const changes: Change[] = [];
  if (wanted === 'suspended') {
    if (known.state === 'disabled' || !target.can.verbs.has('disable')) return nothing;
    return onlyChanges(
      makeChange(input, kind.disable, 'disable', { because, priority: 0, accountId, mode: 'suspend', payload: [accountId, 'suspend'] }),
    );
  }
  if (wanted === 'active' && (known.state === 'disabled' || known.staged)) {
    if (!target.can.verbs.has('enable'))
      return waitingFor(input, 'cannot-enable', 'this target cannot turn an account on again', [accountId]);
    const byOthers = known.offBy === 'others';
    const why = byOthers ? `${because}; somebody else had turned it off` : because;
    const payload = [accountId, 'active'];
    changes.push(makeChange(input, kind.enable, byOthers ? 'reactivate' : 'enable', { because: why, priority: 1, accountId, payload }));
  }
  // Whoever comes back is brought up to date on the first day: targets refuse to change what is off.
  if (wanted === 'staged' && known.state === 'disabled') return nothing;
  const update = updateChange(input, known);
  if (update !== undefined) changes.push(update);
  if (target.role === 'identity') changes.push(...groupChanges(input, known));
  return { changes, waiting: [] };
}

function updateChange(input: AccountInput, known: KnownAccount): Change | undefined {
  const { target } = input.account;
  if (!target.can.verbs.has('update')) return undefined;
  const profile = profileFor(input.profile, target.can.attributes);
  const differing = profileAttributes.filter((name) => {
    const value = profile[name];
    return value !== undefined && known.wrote[name] !== attributeHash(input.digest, target.id, name, value);
  });
  if (differing.length === 0) return undefined;
  const cleared = differing.filter((name) => profile[name] === null && known.wrote[name] !== undefined);
  const set = Object.fromEntries(
    differing.filter((name) => profile[name] !== null || known.wrote[name] !== undefined).map((name) => [name, profile[name]]),
  );
  if (Object.keys(set).length === 0) return undefined;
  // Some apps sign in by e-mail: another address locks people out as another user name does.
  const renames = differing.includes('userName') || differing.includes('email');
  return makeChange(input, kindsOf(target.role).update, renames ? 'rename' : cleared.length > 0 ? 'clear' : 'update', {
    because: 'HR changed these facts',
    priority: renames ? 2 : 3,
    accountId: known.accountId,
    attributes: namesOf(set),
    payload: set,
  });
}

function groupChanges(input: AccountInput, known: KnownAccount): Change[] {
  const { accountId } = known;
  const departed = Object.entries(known.groups).filter(([id, how]) => how === 'added' && !input.groups.has(id));
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

interface ChangeFacts {
  readonly because: string;
  readonly priority: Priority;
  readonly accountId?: string;
  readonly attributes?: readonly ProfileAttribute[];
  readonly groups?: Change['groups'];
  readonly state?: Change['state'];
  readonly mode?: Change['mode'];
  readonly due?: number | null;
  readonly irreversible?: boolean;
  readonly payload: unknown;
}

function makeChange(input: AccountInput, kind: ChangeKind, changeClass: ChangeClass, facts: ChangeFacts): Change {
  const { payload, due, irreversible, ...rest } = facts;
  const target = input.account.target.id;
  const group = kind === 'group.add' || kind === 'group.remove' ? `/${facts.groups?.[0]?.id ?? ''}` : '';
  return {
    id: `${target}/${input.person.id.replaceAll('/', '%2F')}/${kind}${group}`,
    kind,
    class: changeClass,
    person: input.person.id,
    target,
    ...rest,
    due: due === null || due === undefined ? null : toInstant(due),
    ...(irreversible === true ? { irreversible } : {}),
    payloadHash: input.digest.keyed(JSON.stringify([kind, payload])),
  };
}

function kindsOf(role: 'identity' | 'app') {
  return role === 'identity'
    ? ({ disable: 'user.disable', delete: 'user.delete', enable: 'user.enable', update: 'user.update' } as const)
    : ({ disable: 'account.disable', delete: 'account.delete', enable: 'account.enable', update: 'account.update' } as const);
}

const namesOf = (profile: AccountProfile): ProfileAttribute[] => profileAttributes.filter((name) => profile[name] !== undefined);

const onlyChanges = (...changes: Change[]): AccountSteps => ({ changes, waiting: [] });

function waitingFor(input: AccountInput, kind: WaitingCase['kind'], because: string, accountIds?: readonly string[]): AccountSteps {
  const { person, account } = input;
  const facts = { person: person.id, target: account.target.id, kind, because };
  return { changes: [], waiting: [accountIds === undefined ? facts : { ...facts, accountIds }] };
}

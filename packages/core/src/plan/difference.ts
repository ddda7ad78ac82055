import { accountSteps } from './account-steps.ts';
import type { Change, PlanPart, SuppressedChange, WaitingCase } from './change.ts';
import { type DesiredState, desiredState, factsOf } from './desired.ts';
import { stopFlapping } from './flapping.ts';
import { standingAfter } from './losing.ts';
import { chain } from './order.ts';
import type { PersonInput } from './person-input.ts';
import { initialsOf, profileOf } from './profile.ts';
import type { AskedQuestion } from './questions.ts';
import { stopRefusedName } from './refused-names.ts';
import type { Standing } from './standing.ts';

export interface PersonPlan extends PlanPart {
  readonly desired: DesiredState;
  readonly questions: readonly AskedQuestion[];
  /** The person's standing after this decision: what has ended is gone, what begins to be lost is marked. */
  readonly standing: Standing;
}

/** Everything one plan says about one person. Pure; the same input gives the same part. */
export function planPerson(input: PersonInput): PersonPlan {
  const { person, policy, calendar } = input;
  const standing = standingAfter(input);
  const desired = desiredState(person, policy, calendar, standing);
  const { department } = factsOf(person, policy);
  const profile = profileOf(person, department, policy.customAttributes);
  const changes: Change[] = [];
  const suppressed: SuppressedChange[] = [];
  const waiting: WaitingCase[] = [];
  const questions: AskedQuestion[] = [];
  for (const account of desired.accounts) {
    const own = { ...input, account, profile, groups: desired.groups };
    const meant = accountSteps(own);
    const allowed: Change[] = [];
    for (const step of meant.changes) {
      const because = heldBack(account.target.policy, step);
      if (because === undefined) allowed.push(step);
      else suppressed.push({ kind: step.kind, person: person.id, target: step.target, because });
    }
    const steps = stopRefusedName(own, stopFlapping(own, { ...meant, changes: allowed }));
    changes.push(...steps.changes);
    for (const { change, because } of steps.spared ?? [])
      suppressed.push({ kind: change.kind, person: person.id, target: change.target, because });
    waiting.push(...steps.waiting);
    questions.push(...(steps.questions ?? []));
  }
  const dependents = new Set(policy.targets.filter(({ can }) => can.dependsOnIdentity).map(({ id }) => id));
  const early = withoutUser(input, changes, waiting)
    ? changes.filter((change) => change.class === 'create' && dependents.has(change.target))
    : [];
  for (const { kind, target } of early)
    suppressed.push({ kind, person: person.id, target, because: 'it needs their user at the identity provider, which waits' });
  return {
    person: person.id,
    initials: initialsOf(person),
    department: department?.name ?? null,
    changes: chain(
      changes.filter((change) => !early.includes(change)),
      dependents,
    ),
    suppressed,
    waiting: [...withoutName(input, waiting), ...casesOf(input, standing)],
    questions,
    desired,
    standing,
  };
}

/** True when they should have a user at the identity provider, and have to wait for it. */
function withoutUser({ policy, accounts }: PersonInput, changes: readonly Change[], waiting: readonly WaitingCase[]): boolean {
  const identity = policy.targets.find(({ role }) => role === 'identity');
  if (identity === undefined) return false;
  const known = accounts.get(identity.id);
  const has = (known !== undefined && known.state !== 'gone') || changes.some(({ target }) => target === identity.id);
  return !has && waiting.some(({ target }) => target === identity.id);
}

/** Whoever's address is in question is asked about once, not once for every target that has no name to create them with. */
function withoutName({ addressInQuestion }: PersonInput, waiting: readonly WaitingCase[]): readonly WaitingCase[] {
  return addressInQuestion === undefined ? waiting : waiting.filter(({ kind }) => kind !== 'no-user-name');
}

/** What stands in the way of a person in all targets. */
function casesOf({ person, policy, addressInQuestion }: PersonInput, { activation }: Standing): WaitingCase[] {
  const [first] = policy.targets;
  if (activation === 'no-seat' && first !== undefined && person.phase !== 'left') {
    const because = policy.activation.unresolved.joiners ?? 'every seat is taken; nothing is written for them until one is free';
    return [{ person: person.id, target: first.id, kind: 'no-seat', because }];
  }
  if (addressInQuestion === undefined) return [];
  const because = 'accounts go by the address that would be made for them; are they theirs?';
  return [{ person: person.id, ...addressInQuestion, kind: 'address-in-question', because }];
}

const removing: ReadonlySet<Change['class']> = new Set(['disable', 'delete', 'group-removal']);

/** Why policy holds a change back; undefined when it may happen. */
function heldBack(policy: 'both' | 'create-only' | 'delete-only' | 'observe', change: Change): string | undefined {
  if (policy === 'both') return undefined;
  if (policy === 'observe') return 'policy observe never writes';
  const removes = removing.has(change.class);
  if (policy === 'create-only') return removes ? 'policy create-only never removes' : undefined;
  // An adoption writes nothing to the target; without it a leaver's old account would stay on.
  return removes || change.class === 'adopt' || change.class === 'link' ? undefined : 'policy delete-only never creates or changes';
}

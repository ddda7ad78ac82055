// Desired minus known, for one person: the changes, what policy holds back, and what only a person can decide.
import type { AccountState, Provenance } from '../model/account.ts';
import type { Person } from '../model/person.ts';
import type { CompiledPolicy } from '../policy/compile.ts';
import type { Calendar } from '../roster/calendar.ts';
import type { Digest } from '../roster/digest.ts';
import { accountSteps } from './account-steps.ts';
import type { Change, PlanPart, SuppressedChange, WaitingCase } from './change.ts';
import { type DesiredState, desiredState, factsOf } from './desired.ts';
import { type FlapLimit, stopFlapping, type Turns } from './flapping.ts';
import { standingAfter } from './losing.ts';
import { chain } from './order.ts';
import { initialsOf, profileOf } from './profile.ts';
import type { Protections } from './protection.ts';
import type { AskedQuestion, GivenAnswers } from './questions.ts';
import { type RefusedName, stopRefusedName } from './refused-names.ts';
import type { Standing } from './standing.ts';

/** The ledger's line on one account, as far as deciding needs it. */
export interface KnownAccount {
  readonly accountId: string;
  readonly state: AccountState;
  readonly provenance: Provenance;
  readonly wrote: Readonly<Record<string, string>>;
  readonly groups: Readonly<Record<string, 'added' | 'found'>>;
  readonly disabledAt: number | null;
  readonly offBy: 'us' | 'others' | null;
  readonly staged: boolean;
}

/** An account the target listed that carries one of the person's keys and that nobody is linked to. */
export interface CandidateAccount {
  readonly accountId: string;
  readonly state: AccountState;
  readonly protectedBecause: string | null;
  /** The other person this account belongs to already. */
  readonly linkedTo?: string | undefined;
  /** True when the match is by our own key or the employee number, not by a name that may be given out again. */
  readonly certain: boolean;
  /** True when it goes by the person's user name or address: no other can be made beside it. */
  readonly byName: boolean;
  /** What speaks against it, in words; null when nothing does. */
  readonly doubt: string | null;
  /** Other people without an account there who match it as well. */
  readonly rivals: readonly string[];
}

export interface PersonInput {
  readonly person: Person;
  readonly policy: CompiledPolicy;
  readonly calendar: Calendar;
  readonly digest: Digest;
  /** By target. */
  readonly accounts: ReadonlyMap<string, KnownAccount>;
  readonly candidates: ReadonlyMap<string, readonly CandidateAccount[]>;
  readonly protections: Protections;
  /** By question. */
  readonly answers: GivenAnswers;
  /** By target, how often accounts turned lately; absent where nothing would be turned. */
  readonly turns?: ReadonlyMap<string, Turns> | undefined;
  /** By target, the names it refused the last time; absent where no name would be given. */
  readonly refusedNames?: ReadonlyMap<string, RefusedName> | undefined;
  /** Default {@link flapDefaults}. */
  readonly flap?: FlapLimit | undefined;
  /** Absent: like most people. */
  readonly standing?: Standing | undefined;
  /** Accounts nobody is linked to that go by the address the person would be given. */
  readonly addressInQuestion?: { readonly target: string; readonly accountIds: readonly string[] } | undefined;
}

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

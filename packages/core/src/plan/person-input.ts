// Everything that what one plan says about one person is made from.
import type { AccountState, Provenance } from '../model/account.ts';
import type { Person } from '../model/person.ts';
import type { CompiledPolicy } from '../policy/compile.ts';
import type { Calendar } from '../roster/calendar.ts';
import type { Digest } from '../roster/digest.ts';
import type { GivenAnswers } from './questions.ts';
import type { Standing } from './standing.ts';

/** Stands in `wrote` for a value that is to be put back because others changed it. */
export const changedByOthers = 'others';

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

/** What may not be changed, with the reason: everything of the person, or single accounts by `target/account`. */
export interface Protections {
  readonly person: string | undefined;
  readonly accounts: ReadonlyMap<string, string>;
}

/** How often one person's account on one target may turn before somebody is asked. */
export interface FlapLimit {
  /** Times it was turned off or deleted, or renamed, each counted by itself, 1 to 20. Default 3. */
  readonly turns: number;
  /** Within so many days, up to 60. Default 7. */
  readonly days: number;
}

/** When an account was turned off or deleted, and when it was renamed; the latest ones, oldest first. */
export interface Turns {
  readonly offs: readonly number[];
  readonly renames: readonly number[];
}

/** What one target said the last time. */
export interface RefusedName {
  /** As `namesHash` gives it. */
  readonly names: string;
  /** Which attempt it was: an answer is good for one more. */
  readonly attempt: string;
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
  /** Default `flapDefaults`. */
  readonly flap?: FlapLimit | undefined;
  /** Absent: like most people. */
  readonly standing?: Standing | undefined;
  /** Accounts nobody is linked to that go by the address the person would be given. */
  readonly addressInQuestion?: { readonly target: string; readonly accountIds: readonly string[] } | undefined;
}

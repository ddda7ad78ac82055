// The steps a plan is made of, as plain data. No values: names of attributes, ids, reasons, and a keyed hash.

import type { DisableMode } from '../connector/target.ts';
import type { ProfileAttribute } from '../model/account.ts';
import type { Instant } from '../model/dates.ts';
import type { GroupReference } from '../policy/compile.ts';

export type ChangeKind =
  | 'user.create'
  | 'user.adopt'
  | 'user.update'
  | 'user.enable'
  | 'user.disable'
  | 'user.delete'
  | 'group.add'
  | 'group.remove'
  | 'account.create'
  | 'account.adopt'
  | 'account.update'
  | 'account.enable'
  | 'account.disable'
  | 'account.delete';

/** What a guard counts together. */
export type ChangeClass =
  | 'create'
  | 'adopt'
  /** Taking on an account that a person named in an answer. */
  | 'link'
  | 'enable'
  /** Turning on what somebody else had turned off. */
  | 'reactivate'
  | 'update'
  | 'rename'
  | 'clear'
  | 'disable'
  | 'delete'
  | 'group-add'
  | 'group-removal';

export const changeClasses = [
  'create',
  'adopt',
  'link',
  'enable',
  'reactivate',
  'update',
  'rename',
  'clear',
  'disable',
  'delete',
  'group-add',
  'group-removal',
] as const satisfies readonly ChangeClass[];

/** Order of care: 0 access cuts, 1 people who need access today, 2 moves, 3 everything else. */
export type Priority = 0 | 1 | 2 | 3;

export interface Change {
  /** `target/person/kind`, for groups with the group's id: unique within a plan, the same in every plan that wants it. */
  readonly id: string;
  readonly kind: ChangeKind;
  readonly class: ChangeClass;
  readonly person: string;
  readonly target: string;
  /** The account it is about; absent where the change makes one. */
  readonly accountId?: string | undefined;
  /** Names of the attributes it sets. */
  readonly attributes?: readonly ProfileAttribute[] | undefined;
  /** The groups it adds to or removes from. */
  readonly groups?: readonly GroupReference[] | undefined;
  readonly state?: 'staged' | 'active' | undefined;
  readonly mode?: DisableMode | undefined;
  /** Why: the rule or fact, in words. */
  readonly because: string;
  readonly priority: Priority;
  /** When it fell due; null: as soon as it is approved. */
  readonly due: Instant | null;
  /** The change that must succeed before. */
  readonly after?: string | undefined;
  /** Accounts with one of the person's keys that it is made beside: somebody else's, or a person said that none of them is theirs. */
  readonly beside?: readonly string[] | undefined;
  /** True when a person said to cut an account although it is protected. */
  readonly despiteProtection?: boolean | undefined;
  /** True when it cannot be undone there. */
  readonly irreversible?: boolean | undefined;
  /** Keyed hash of the names it would give, user name and e-mail; absent where it gives none. */
  readonly names?: string | undefined;
  /** Keyed hash of everything that would be sent. */
  readonly payloadHash: string;
  /** The hash of the held part it waits in; absent: it may go on. */
  readonly held?: string | undefined;
}

export interface ChangeCount {
  readonly target: string;
  readonly kind: ChangeKind;
  readonly class: ChangeClass;
  readonly changes: number;
}

/** A change that policy holds back: what would have happened and why it does not. */
export interface SuppressedChange {
  /** The change's id, where it keeps failing. */
  readonly id?: string | undefined;
  readonly kind: ChangeKind;
  readonly person: string;
  readonly target: string;
  readonly because: string;
}

/** Something that cannot be planned until a person or a fact changes. Nobody gains or loses access by it. */
export interface WaitingCase {
  readonly person: string;
  readonly target: string;
  readonly kind:
    | 'no-user-name'
    | 'ambiguous-match'
    | 'doubtful-match'
    | 'shared-match'
    | 'account-lost'
    | 'protected-account'
    | 'not-ours-to-delete'
    | 'leaver-cannot-be-disabled'
    | 'cannot-enable'
    | 'name-taken'
    | 'no-seat'
    | 'address-in-question'
    /** Time has made it due, and HR’s last word on it is too old to act upon. */
    | 'fact-too-old'
    /** The account was turned off and on, or renamed, again and again. */
    | 'flapping'
    /** The target refuses the name as taken and shows nobody who has it. */
    | 'name-refused';
  readonly because: string;
  /** The accounts in question. */
  readonly accountIds?: readonly string[] | undefined;
  /** The question that waits for an answer. */
  readonly question?: string | undefined;
}

/** All of one plan about one person. */
export interface PlanPart {
  readonly person: string;
  /** For prints: initials and the department's name, never more. */
  readonly initials: string;
  readonly department: string | null;
  readonly changes: readonly Change[];
  readonly suppressed: readonly SuppressedChange[];
  readonly waiting: readonly WaitingCase[];
}

/** The classes that take access away. */
export const cutClasses: readonly ChangeClass[] = ['disable', 'delete', 'group-removal'];

const cuts: ReadonlySet<ChangeClass> = new Set(cutClasses);

/** True for changes that take access away: they go first, past every queue of ordinary work. */
export function isAccessCut(change: { readonly class: ChangeClass }): boolean {
  return cuts.has(change.class);
}

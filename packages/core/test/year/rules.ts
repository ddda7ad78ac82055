// What the company has decided, and what the oracle keeps of a human.
import type { Draft, Employee } from '../../src/connector/index.ts';

export type Said = Draft<Employee> & { readonly startDate: string; readonly endDate: string | null; readonly workEmail: string | null };
export type Where = 'here' | 'away' | 'to come' | 'gone';
export type TargetId = 'okta' | 'chat' | 'code' | 'vault' | 'badge';

export interface Rules {
  readonly cutAt: string;
  readonly graceDays: number;
  readonly deleteAfterDays: number;
}

/** What is compared of an account's profile. */
export const shownAttributes = ['userName', 'familyName', 'department', 'city'] as const;
export type Shown = Readonly<Record<(typeof shownAttributes)[number], string | null | undefined>>;

export interface Expected {
  state: 'active' | 'pending' | 'disabled';
  /** Since when it is off because of leaving: the days until deletion count from then. */
  offSince: number | null;
  profile: Shown;
  groups: readonly string[];
  /** True while somebody is to collect it by hand: until then its holder has it. */
  toCollect?: boolean;
}

interface Exception {
  readonly kind: 'grant' | 'revoke';
  readonly until: number | null;
  /** It ends with a move away from here. */
  readonly department: string | null;
}

export interface Subject {
  /** The id of their first record. */
  readonly id: string;
  readonly number: number;
  readonly records: Map<string, { said: Said; missingSince: number | null }>;
  managed: boolean | undefined;
  /** Generated, with the names it was made of. */
  address: { readonly text: string; readonly from: string } | undefined;
  readonly exceptions: Map<TargetId, Exception>;
  /** Since when an app, or `group …`, is given by no rule any more. */
  readonly losing: Map<string, number>;
  readonly accounts: Map<TargetId, Expected>;
}

export const dayMs = 86_400_000;
export const quarantineDays = 60;

export const groupsByDepartment: Readonly<Record<string, readonly string[]>> = {
  'd-eng': ['g-core'],
  'd-plat': ['g-core'],
  'd-sales': ['g-sales', 'g-shared'],
  'd-fin': ['g-fin', 'g-shared'],
};
export const departmentNames: Readonly<Record<string, string>> = {
  'd-eng': 'Engineering',
  'd-plat': 'Platform',
  'd-sales': 'Sales',
  'd-fin': 'Finance',
};

/** Days before the start at which a target is made ready; undefined: it is not. */
export const readyDays: Readonly<Partial<Record<TargetId, number>>> = { okta: 3, vault: 7 };
/** Leave of absence turns these off. */
export const offOnLeave: ReadonlySet<TargetId> = new Set(['okta', 'vault']);
export const targets: readonly TargetId[] = ['okta', 'chat', 'code', 'vault', 'badge'];

/** Whose a department is: everybody has a user and the chat, engineers the code and a badge, finance the vault. */
export function isGiven(target: TargetId, department: string | null | undefined): boolean {
  if (target === 'code' || target === 'badge') return department === 'd-eng' || department === 'd-plat';
  return target === 'vault' ? department === 'd-fin' : true;
}

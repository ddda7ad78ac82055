// Every collection the engine keeps, as types. What their keys and indexes are is in specs.ts.
import type { AccountState, Provenance } from '../model/account.ts';
import type { EpochMilliseconds } from '../model/dates.ts';
import type { Department } from '../model/department.ts';
import type { Employee, EmployeeField } from '../model/employee.ts';
import type { LifecycleEvent } from '../model/event.ts';
import type { Phase } from '../model/person.ts';
import type { AccessException, Activation } from '../plan/standing.ts';

/** JSON text in the store, a value in the row. */
export type Json = unknown;

/** Settings and pins by name: index key, accepted feed, pinned ids, counters. */
export interface SettingRow {
  readonly name: string;
  readonly value: Json;
}

export interface DepartmentRow {
  readonly id: string;
  readonly hash: string;
  readonly value: Department;
  /** When HR stopped listing it; null while it is listed. */
  readonly removedAt: EpochMilliseconds | null;
}

/** The hot half of an employee: all that a run with nothing changed has to read. */
export interface EmployeeRow {
  readonly id: string;
  /** Dense number, 0 upwards, given once: a bit in the reader's map of who was seen. */
  readonly seq: number;
  /** Keyed hash of the raw record whose statements the roster holds. */
  readonly rowHash: string;
  /** True when the roster's value is exactly what the raw record says: nothing kept from before, nothing distrusted. */
  readonly plain: boolean;
  readonly person: string;
  readonly phase: Phase;
  /** Fingerprint of the desired state that the ledger already shows; null while something is left to do. */
  readonly settled: string | null;
  /** When the person was first missing from a trusted full reading. */
  readonly missingSince: EpochMilliseconds | null;
  /** When time alone next changes what is desired. */
  readonly dueAt: EpochMilliseconds | null;
  /** Whether the engine writes for the person; only on the record a person is named by. Null: not chosen yet. */
  readonly activation: Activation | null;
}

/** The cold half: what HR says. */
export interface RecordRow {
  readonly seq: number;
  readonly id: string;
  readonly value: Employee;
}

/** New and changed records of one reading that memory had no room for, in runs that are sorted by id. */
export interface StagedRow {
  readonly run: number;
  readonly id: string;
  readonly rowHash: string;
  /** Fields whose statement could not be used: the known value stays. */
  readonly withheld: readonly EmployeeField[];
  /** True when the roster has this employee already. */
  readonly known: boolean;
  readonly value: Employee;
}

/** Keyed hash of an employee number or work e-mail, to the person who holds it. */
export interface IdentityRow {
  readonly hash: string;
  readonly person: string;
}

/** Only people with more than one employee record; everyone else's person id is their employee id. */
export interface PersonRow {
  readonly id: string;
  readonly employees: readonly string[];
}

/** An app given to or taken from one person. Written by whoever decides it, deleted when it has ended. */
export interface ExceptionRow extends AccessException {
  readonly person: string;
}

/** Somebody said whether this person is managed; it counts more than the rule by which they were chosen. */
export interface ActivationRow {
  readonly person: string;
  readonly managed: boolean;
  readonly by: string;
  readonly at: EpochMilliseconds;
}

/** Somebody was decided about beside HR: the next plan looks at them, whatever it finds unchanged. */
export interface RecheckRow {
  readonly person: string;
}

/** What a decision keeps of a person for the next one. Most people have none. */
export interface StandingRow {
  readonly person: string;
  readonly losing: Readonly<Record<string, EpochMilliseconds>>;
  /** The address made for somebody HR states none for, and the names it was made of. */
  readonly address: string | null;
  readonly addressFrom: string | null;
  /** True for somebody who was here before and is to start again: they do not join, they rejoin. */
  readonly returning: boolean;
}

/** The ledger: one person's account in one target, and what we wrote there (keyed hashes, never values). */
export interface AccountRow {
  readonly target: string;
  readonly person: string;
  readonly accountId: string;
  readonly state: AccountState;
  readonly provenance: Provenance;
  readonly since: EpochMilliseconds;
  /** Per attribute, the keyed hash of the value we last wrote. */
  readonly wrote: Readonly<Record<string, string>>;
  /** Memberships by group id: `added` by us, or `found` there when we wanted them. Only the ones we added are ever removed. */
  readonly groups: Readonly<Record<string, 'added' | 'found'>>;
  /** When it was turned off because its owner had left; null while it is on, or off for another reason. */
  readonly disabledAt: EpochMilliseconds | null;
  /** Who turned it off, while it is off: only what we turned off is turned on again without asking. */
  readonly offBy: 'us' | 'others' | null;
  /** True while it is as we made it for somebody who has not started: nobody can sign in yet. */
  readonly staged: boolean;
  /**
   * What a cut still waits for; the next plan looks again. `finish`: the target took it and a person or a queue there must
   * end it; `sight`: the target said that it was done, and could not be read. Null: nothing.
   */
  readonly awaits: 'finish' | 'sight' | null;
}

/** When one person's account on one target was turned off or renamed lately: what tells a loop from a change. */
export interface TurnRow {
  readonly person: string;
  readonly target: string;
  readonly offs: readonly EpochMilliseconds[];
  readonly renames: readonly EpochMilliseconds[];
}

/** Which listed accounts carry a key, by its keyed hash. */
export interface CandidateRow {
  readonly target: string;
  readonly hash: string;
  /** Account ids. */
  readonly accounts: readonly string[];
}

/** One account as a target last listed it: ids, a state and keyed hashes, never values. */
export interface InventoryRow {
  readonly target: string;
  readonly accountId: string;
  /** The reading that saw it last; the newest of its target is in the setting `attached:<target>`. */
  readonly reading: number;
  readonly state: AccountState;
  readonly protectedBecause: string | null;
  /** Our own key, as far as it is an id and no address. */
  readonly externalId: string | null;
  /** What it can be matched by, strongest first. */
  readonly keys: readonly string[];
  /** Keys as people are known by, to find the one it may belong to. */
  readonly identities: readonly string[];
  /** The words of its owner's name. */
  readonly names: readonly string[];
  /** Per attribute, what a ledger row would hold if we had written it. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** That somebody without an account matches one nobody is linked to: two such rows of one account are a question. */
export interface ClaimRow {
  readonly target: string;
  readonly accountId: string;
  readonly person: string;
}

/** What may not be changed: everything of a person, or one account. */
export interface ProtectionRow {
  /** `person/<id>` or `account/<target>/<id>`. */
  readonly id: string;
  readonly because: string;
  /** Who said so; null: the target itself. */
  readonly by: string | null;
  readonly at: EpochMilliseconds;
}

/** Something a person who has left still had on when they were last decided upon. */
export interface OpenAccessRow {
  readonly person: string;
  readonly target: string;
  readonly accountId: string;
  readonly since: EpochMilliseconds;
}

/** Who is in a mapped group, as the last look for drift found it. */
export interface MemberRow {
  readonly target: string;
  readonly accountId: string;
  readonly groupId: string;
}

/** What the last look for drift found about one account. */
export interface DriftRow {
  readonly target: string;
  readonly accountId: string;
  readonly value: Json;
}

export interface PlanRow {
  /** The content hash: the plan's name. */
  readonly hash: string;
  /** Prefix of its rows in `planPart`. */
  readonly build: string;
  readonly createdAt: EpochMilliseconds;
  readonly expiresAt: EpochMilliseconds;
  readonly state: 'open' | 'applied' | 'expired';
  /** `target class` of the changes that count against the guards' day. */
  readonly counted: readonly string[];
  readonly header: Json;
}

/** All changes of one person in one plan. */
export interface PlanPartRow {
  readonly build: string;
  readonly person: string;
  readonly changes: Json;
}

/** What a guard held, frozen: later plans refer to it until it is approved or its time is over. */
export interface HeldPartRow {
  readonly hash: string;
  readonly target: string;
  readonly class: string;
  /** People it is about. */
  readonly people: number;
  /** As many of them as the last full plan still wanted it for. */
  readonly wanted: number;
  readonly limit: number;
  readonly because: string;
  readonly heldAt: EpochMilliseconds;
  readonly expiresAt: EpochMilliseconds;
  /** `used`: a run has taken it with its approval. */
  readonly state: 'open' | 'used';
}

/** One change of a held part as it was when it was held. A change of the same content is in one open part only. */
export interface HeldChangeRow {
  readonly id: string;
  readonly payloadHash: string;
  readonly part: string;
  readonly person: string;
  readonly change: Json;
}

/** Somebody for whom a guarded class of changes went on without anybody's approval: what a guard's day is counted by. */
export interface PassedRow {
  readonly target: string;
  readonly class: string;
  readonly person: string;
  readonly at: EpochMilliseconds;
}

/** A held part that somebody approved; single use. */
export interface ApprovalRow {
  readonly hash: string;
  readonly by: string;
  readonly until: EpochMilliseconds;
  readonly usedAt: EpochMilliseconds | null;
}

export type TaskState = 'waiting' | 'ready' | 'running' | 'settled' | 'dead';

/** The apply queue: one change each. */
export interface TaskRow {
  readonly id: string;
  readonly run: string;
  readonly plan: string;
  readonly person: string;
  readonly target: string;
  readonly change: Json;
  readonly state: TaskState;
  /** 0 access cuts, 1 today's starters, 2 moves, 3 the rest. */
  readonly priority: number;
  /** Order among tasks of one priority. */
  readonly position: number;
  readonly attempts: number;
  /** True when an earlier try may have taken effect without our knowing. */
  readonly blind: boolean;
  readonly notBefore: EpochMilliseconds;
  /** The task that must settle first. */
  readonly after: string | null;
  /** True when other tasks wait for this one. */
  readonly leads: boolean;
  /** True when it counts against the guards' day. */
  readonly counted: boolean;
  /** What became of it, once settled: outcome, error code, reason. */
  readonly outcome: Json | null;
}

/** A change that did not succeed in the last run that tried it. Goes with its success. */
export interface FailureRow {
  /** The change's id. */
  readonly id: string;
  readonly person: string;
  readonly change: Json;
  /** What would have been sent; something else begins anew. */
  readonly payloadHash: string;
  /** The last run that tried it. */
  readonly run: string;
  readonly runs: number;
  readonly since: EpochMilliseconds;
  readonly code: string | null;
  readonly because: string;
  /** True: no plan has it until a person says so or something else is wanted. */
  readonly dead: boolean;
}

/** Append-only: intent before a write, outcome after it. */
export interface JournalRow {
  readonly seq: number;
  readonly task: string;
  readonly run: string;
  readonly step: 'intent' | 'outcome' | 'read-back' | 'retry';
  readonly at: EpochMilliseconds;
  readonly data: Json;
}

/** What any process may leave for the one that decides. */
export interface InboxRow {
  readonly seq: number;
  readonly kind: string;
  readonly at: EpochMilliseconds;
  readonly data: Json;
  readonly state: 'new' | 'taken';
}

/** A message that was heard: the same one again says nothing new. */
export interface HeardRow {
  /** `system message`. */
  readonly id: string;
  readonly at: EpochMilliseconds;
}

/** Somebody to be read again at a moment a message named. */
export interface RecallRow {
  readonly employee: string;
  readonly at: EpochMilliseconds;
}

export interface LeaseRow {
  readonly name: string;
  readonly owner: string;
  readonly until: EpochMilliseconds;
  /** Grows with every new owner: a late writer with an old number is refused. */
  readonly fence: number;
}

export interface EventRow {
  readonly seq: number;
  readonly subject: string;
  readonly at: EpochMilliseconds;
  readonly value: LifecycleEvent;
}

/** An event whose handler failed and is to be called again. */
export interface DeliveryRow {
  readonly handler: string;
  /** The event's seq. */
  readonly event: number;
  readonly attempts: number;
  readonly notBefore: EpochMilliseconds;
  readonly because: string;
}

/** One thing to be done by hand: to give or to take the account of a person in a manual application. */
export interface ManualTaskRow {
  readonly target: string;
  readonly person: string;
  readonly kind: 'give' | 'take';
  readonly owner: string;
  readonly what: string;
  readonly openedAt: EpochMilliseconds;
  readonly state: 'open' | 'done' | 'dropped';
  readonly closedAt: EpochMilliseconds | null;
  readonly closedBy: string | null;
}

export interface RunRow {
  readonly id: string;
  readonly plan: string;
  readonly startedAt: EpochMilliseconds;
  readonly endedAt: EpochMilliseconds | null;
  readonly report: Json;
}

export interface QuestionRow {
  readonly id: string;
  readonly kind: string;
  readonly subject: string;
  readonly target: string | null;
  readonly state: 'open' | 'answered';
  readonly askedAt: EpochMilliseconds;
  readonly value: Json;
}

/** The audit trail: append-only, each row bound to the one before it. */
export interface AuditRow {
  readonly seq: number;
  readonly at: EpochMilliseconds;
  readonly kind: string;
  /** A random id in place of the person; null for what is about nobody. */
  readonly subject: string | null;
  readonly facts: Json;
  /** What leads to the person; erased when they are forgotten. */
  readonly detail: Json | null;
  /** Salted hash of the detail: it stays when the detail goes. */
  readonly commitment: string | null;
  /** Covers the row and the hash of the row before. */
  readonly hash: string;
}

/** Who a random id of the audit trail is, and the salt of what their rows commit to. */
export interface SubjectRow {
  readonly person: string;
  readonly subject: string;
  readonly salt: string;
}

/** A keyed hash of somebody who was forgotten: they do not come back silently. */
export interface TombstoneRow {
  readonly hash: string;
  readonly at: EpochMilliseconds;
}

export interface Collections {
  readonly setting: SettingRow;
  readonly department: DepartmentRow;
  readonly employee: EmployeeRow;
  readonly record: RecordRow;
  readonly staged: StagedRow;
  readonly identity: IdentityRow;
  readonly person: PersonRow;
  readonly standing: StandingRow;
  readonly exception: ExceptionRow;
  readonly activation: ActivationRow;
  readonly recheck: RecheckRow;
  readonly account: AccountRow;
  readonly turn: TurnRow;
  readonly candidate: CandidateRow;
  readonly inventory: InventoryRow;
  readonly claim: ClaimRow;
  readonly protection: ProtectionRow;
  readonly openAccess: OpenAccessRow;
  readonly member: MemberRow;
  readonly drift: DriftRow;
  readonly plan: PlanRow;
  readonly planPart: PlanPartRow;
  readonly heldPart: HeldPartRow;
  readonly heldChange: HeldChangeRow;
  readonly passed: PassedRow;
  readonly approval: ApprovalRow;
  readonly task: TaskRow;
  readonly failure: FailureRow;
  readonly journal: JournalRow;
  readonly inbox: InboxRow;
  readonly heard: HeardRow;
  readonly recall: RecallRow;
  readonly lease: LeaseRow;
  readonly event: EventRow;
  readonly delivery: DeliveryRow;
  readonly manualTask: ManualTaskRow;
  readonly run: RunRow;
  readonly question: QuestionRow;
  readonly audit: AuditRow;
  readonly subject: SubjectRow;
  readonly tombstone: TombstoneRow;
}

// What a lifecycle can do: its methods and what they take and give.
import type { OnRunEvent, Run } from './apply/outcome.ts';
import type { AccessDesk } from './ask/access-desk.ts';
import type { QuestionDesk } from './ask/desk.ts';
import type { JoiningDesk } from './ask/joining-desk.ts';
import type { CheckReport } from './connector/context.ts';
import type { Group } from './connector/target.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { EventHandler, FailedDelivery, HandlerOptions } from './handlers/handlers.ts';
import type { AccountFilter, EventFilter } from './listing.ts';
import type { TaskDesk } from './manual/tasks.ts';
import type { Link } from './model/account.ts';
import type { Department } from './model/department.ts';
import type { Employee } from './model/employee.ts';
import type { LifecycleEvent, LifecycleEventType } from './model/event.ts';
import type { Person } from './model/person.ts';
import type { Plan } from './plan/plan.ts';
import type { PlanHeader } from './plan/summary.ts';
import type { Policy } from './policy/policy.ts';
import type { Proof } from './proof.ts';
import type { PersonReading } from './read/read-again.ts';
import type { WhatIf } from './read/what-if.ts';
import type { InformationDesk } from './tell/desk.ts';
import type { TimeTable } from './time-table.ts';
import type { WatchOptions } from './watch/watch.ts';

export interface PlanOptions {
  /** Another policy to look at: what it would do instead. Nothing is read from the source; only ids of newly named groups are kept. */
  readonly policy: Policy;
}

export interface ApplyOptions {
  /** Told of every change as it starts, ends or is delayed. Called synchronously; must not throw. */
  readonly onEvent?: OnRunEvent | undefined;
  /** Lets this run change administrators, where the target can tell them and would refuse. Default false. */
  readonly allowAdmins?: boolean | undefined;
}

export interface SyncOptions extends ApplyOptions {
  /**
   * Only these people, by id of person or employee, 1 to 1,000: each is asked for at the source and handled at once, also
   * while a long run goes on. Default everyone.
   */
  readonly people?: readonly string[] | undefined;
  /** Why the access cuts of `people` pass the guards. Kept in the audit trail. Only with `people`. */
  readonly emergency?: string | undefined;
}

export interface SyncResult {
  readonly plan: Plan;
  readonly run: Run;
  /** With `people`: what asking the source for each employment gave. */
  readonly readings?: readonly PersonReading[] | undefined;
  /** With `people`: what had to follow because something was under way for them when they were decided upon. */
  readonly followUp?: { readonly plan: Plan; readonly run: Run } | undefined;
}

/** Turns HR facts into accounts. Made by {@link createLifecycle}. */
export interface Lifecycle extends QuestionDesk, InformationDesk, AccessDesk, JoiningDesk, TaskDesk, TimeTable, Proof, DeadLetters {
  /** Asks every system whether it can be reached and used. Reads only; a system that fails is a line of the report. */
  check(): Promise<readonly CheckReport[]>;
  /**
   * Makes the groups that the map names and the identity provider lacks, with nobody in them. A plan never does: a name
   * written wrongly would become a group. Answers the groups made; safe to repeat. Each is in the audit trail.
   *
   * @throws {TenureError} `OPTIONS_INVALID` where the identity provider cannot make groups, `STORE_BUSY` while another process
   *   decides, and what the identity provider throws.
   */
  createGroups(options: { readonly by: string }): Promise<readonly Group[]>;
  /**
   * Reads the source and works out what would be done. Writes to the store and to no target. Safe to repeat: the same
   * facts give the same plan.
   *
   * @throws {TenureError} before the first reading what the source throws; afterwards such a plan says `NOT READ` instead, and
   *   holds what time has made due. `OPTIONS_INVALID` for names that cannot be resolved, `STORE_*`.
   */
  plan(): Promise<Plan>;
  plan(options: PlanOptions): Promise<WhatIf>;
  /**
   * Does exactly what the plan says, held parts left out. Takes up an interrupted run of the same plan. Changes that are
   * not wanted any more are skipped and listed. A failed change is an outcome of the run, not an exception.
   *
   * @throws {TenureError} `PLAN_STALE` when the plan is unknown or its time is over, `PLAN_UNSUPPORTED`, `STORE_*`.
   */
  apply(plan: Plan | PlanHeader | string, options?: ApplyOptions): Promise<Run>;
  /**
   * Plans, and applies what no guard holds. With `people` the cost depends on how many they are, not on the company; whoever
   * cannot be read is decided upon from what was known, and `readings` says so.
   *
   * @throws {TenureError} as {@link Lifecycle.plan} and {@link Lifecycle.apply}; with `people`, `FEED_INCOMPLETE` before the
   *   first full reading, `OPTIONS_INVALID` for an id that neither the store nor the source knows: then nobody was handled.
   */
  sync(options?: SyncOptions): Promise<SyncResult>;
  people(): AsyncIterable<Person>;
  employees(): AsyncIterable<Employee>;
  departments(): AsyncIterable<Department>;
  accounts(filter?: AccountFilter): AsyncIterable<Link>;
  events(filter?: EventFilter): AsyncIterable<LifecycleEvent>;
  /** Newest first. */
  runs(): AsyncIterable<Run>;
  /**
   * Runs the host's own work for lifecycle events, after every run that applied something or nothing: at least once for each
   * event, with the same `delivery.id` every time; what fails is tried again later and after a restart, and holds up nothing
   * else. A name that never was sees events from now on. Answers how to take the handler off.
   *
   * @throws {TenureError} `OPTIONS_INVALID` for a name that is malformed or taken, and for a type there is not.
   */
  on<Type extends LifecycleEventType>(type: Type | readonly Type[], options: HandlerOptions, handler: EventHandler<Type>): () => void;
  /**
   * Keeps accounts in step until aborted: a full reading at once and every few hours, changed people often, hints of queues and
   * webhooks within seconds, due changes at their instant. One full reading at a time, and people named by hints beside it.
   * Faults are waited out with growing breaks and told to `onError`. Resolves when what was under way has ended.
   */
  watch(options: WatchOptions<SyncResult>): Promise<void>;
  /**
   * Answers a webhook of a source or target, named by the last part of the path: verified on its raw bytes, kept, answered.
   * Whom it names is read again by `watch`, or by the next `sync`; nothing in it is believed. Never rejects.
   */
  webhook(request: Request): Promise<Response>;
  /** Deliveries that have failed and will be tried again. */
  deliveries(): AsyncIterable<FailedDelivery>;
  /** Stops what is under way, waits for it, and closes the store. Safe to repeat. */
  close(): Promise<void>;
}

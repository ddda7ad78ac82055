// createLifecycle: read → plan → guard → apply. Wiring only; every decision is made in the folders it calls.
import { randomUUID } from 'node:crypto';
import { createDrain } from './apply/drain.ts';
import type { OnRunEvent, Run } from './apply/outcome.ts';
import { applyPlan, interruptedRun } from './apply/run.ts';
import { type AccessDesk, openAccessDesk } from './ask/access-desk.ts';
import { openDesk, type QuestionDesk } from './ask/desk.ts';
import { takeDecisions } from './ask/inbox.ts';
import { commitAudited } from './audit/record.ts';
import { type Beside, createBeside } from './beside.ts';
import { systemClock } from './clock.ts';
import type { CheckReport, ConnectorContext, Logger } from './connector/context.ts';
import { isTenureError, TenureError } from './connector/errors.ts';
import type { Target } from './connector/target.ts';
import { type EventHandler, type FailedDelivery, type HandlerOptions, type Handlers, openHandlers } from './handlers/handlers.ts';
import { createLeaseHolder } from './lease.ts';
import { paceConnectors } from './limit/paced.ts';
import {
  type AccountFilter,
  type EventFilter,
  listAccounts,
  listDepartments,
  listEmployees,
  listEvents,
  listPeople,
  listRuns,
} from './listing.ts';
import type { Link } from './model/account.ts';
import type { Department } from './model/department.ts';
import type { Employee } from './model/employee.ts';
import type { LifecycleEvent, LifecycleEventType } from './model/event.ts';
import type { Person } from './model/person.ts';
import { type Configuration, type LifecycleOptions, readLifecycleOptions } from './options.ts';
import type { Plan } from './plan/plan.ts';
import type { PlanHeader } from './plan/summary.ts';
import { departmentTree } from './policy/departments.ts';
import type { Policy } from './policy/policy.ts';
import { nobody } from './policy/rules.ts';
import { openProof, type Proof } from './proof.ts';
import { knownDepartments } from './read/departments.ts';
import { loadPlan } from './read/finish.ts';
import { openDigest } from './read/index-key.ts';
import { reasonToLeaveOut } from './read/inventory.ts';
import { makePlan } from './read/make-plan.ts';
import { allTargets, preparePolicy, type Targets } from './read/policy.ts';
import type { PersonReading } from './read/read-again.ts';
import { notingFailure } from './read/reading-notes.ts';
import { type DecidingSession, isProtecting, readSetting, type Session } from './read/session.ts';
import { hasDecisions, openSeats } from './read/standing.ts';
import { createTogether } from './read/together.ts';
import { type WhatIf, whatIf } from './read/what-if.ts';
import { type Calendar, createCalendar } from './roster/calendar.ts';
import type { Digest } from './roster/digest.ts';
import { scanAll } from './store/scan.ts';
import { type InformationDesk, openInformation } from './tell/desk.ts';
import { openTimeTable, type TimeTable } from './time-table.ts';
import { gatherHints, hintOp } from './watch/hints.ts';
import { createWatch, type WatchOptions, type WatchParts } from './watch/watch.ts';
import { answerWebhook } from './watch/webhook.ts';

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

/** Who approves a held part, and until when the approval may be used. */
export interface Approval {
  readonly by: string;
  /** Milliseconds since the epoch. Default: 24 hours from now. */
  readonly until?: number | undefined;
}

/** Turns HR facts into accounts. Made by {@link createLifecycle}. */
export interface Lifecycle extends QuestionDesk, InformationDesk, AccessDesk, TimeTable, Proof {
  /** Asks every system whether it can be reached and used. Reads only; a system that fails is a line of the report. */
  check(): Promise<readonly CheckReport[]>;
  /**
   * Reads the source and works out what would be done. Writes to the store and to no target. Safe to repeat: the same
   * facts give the same plan.
   *
   * @throws {TenureError} what the source throws; nobody loses anything by it.
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
   *   first full reading.
   */
  sync(options?: SyncOptions): Promise<SyncResult>;
  /**
   * Lets a held part go, by the hash the plan gives for it or its first eight characters or more. Single use; covers exactly
   * that content: the next apply of a plan that holds it does it.
   *
   * @throws {TenureError} `PLAN_STALE` when no held part of a current plan has this hash.
   */
  approve(hash: string, approval: Approval): Promise<void>;
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
   * @throws {TenureError} `OPTIONS_INVALID` for a name that is malformed or taken.
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

const silence: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/**
 * Puts a source, targets, a policy and a store together. Validates everything at once and requests nothing.
 *
 * @throws {TenureError} `OPTIONS_INVALID` naming every problem, `CONTRACT_VERSION_UNSUPPORTED`.
 */
export function createLifecycle(options: LifecycleOptions): Lifecycle {
  const given = readLifecycleOptions(options, { clock: systemClock, log: silence });
  const configuration = paceConnectors(given, { clock: given.clock, deadlineMs: given.verbDeadlineMs });
  const engine = createEngine(configuration);
  const { serial } = engine;
  function plan(): Promise<Plan>;
  function plan(options: PlanOptions): Promise<WhatIf>;
  function plan(candidate?: PlanOptions): Promise<Plan | WhatIf> {
    return serial<Plan | WhatIf>(() => (candidate === undefined ? engine.makePlan() : engine.whatIf(candidate.policy)));
  }
  const apply: Lifecycle['apply'] = async (which, options = {}) => {
    const run = await serial(() => engine.apply(hashOf(which), options));
    await engine.handlers.deliver();
    return run;
  };
  const sync: Lifecycle['sync'] = async ({ people, emergency, ...applyOptions } = {}) => {
    if (people !== undefined) {
      await engine.handlers.begun();
      const result = await engine.beside.sync({ people, emergency }, applyOptions);
      await engine.handlers.deliver();
      return result;
    }
    if (emergency !== undefined) throw emergencyForAll();
    await engine.beside.heed();
    // Whoever is hinted at by now is read by this.
    const hints = await gatherHints(await engine.session(), engine.watched.source.id, Number.POSITIVE_INFINITY);
    const made = await plan();
    const run = await apply(made, applyOptions);
    await hints.done();
    return { plan: made, run };
  };
  const watching = createWatch<SyncResult>({
    ...engine.watched,
    handlers: engine.handlers,
    session: engine.session,
    sync: () => sync(),
    syncPeople: (people) => sync({ people }),
  });
  return {
    ...openDesk(engine.session),
    ...openAccessDesk(engine.session, new Set(engine.targets.map(({ id }) => id))),
    ...openTimeTable(engine),
    watch: watching.run,
    webhook: async (request) => {
      const response = await engine.webhook(request);
      watching.ring();
      return response;
    },
    on: engine.handlers.on,
    deliveries: () => engine.handlers.failed(),
    ...openProof({ ...engine, configuration, alone: (work) => serial(() => engine.held(work)) }),
    ...openInformation({ ...engine, source: configuration.source, decide: (work) => serial(() => engine.decide(work)) }),
    check: () => engine.check(),
    plan,
    apply,
    sync,
    approve: (hash, approval) => engine.approve(hash, approval),
    people: () => deferred(engine.knowing, listPeople),
    employees: () => deferred(engine.session, listEmployees),
    departments: () => deferred(engine.session, listDepartments),
    accounts: (filter = {}) => deferred(engine.session, (session) => listAccounts(session, filter)),
    events: (filter = {}) => deferred(engine.session, (session) => listEvents(session, filter)),
    runs: () => deferred(engine.session, listRuns),
    close: () => engine.close(),
  };
}

function emergencyForAll(): TenureError {
  const problem = { path: 'emergency', reason: 'it passes the guards for named people only; name them' };
  const fact = `${problem.path}: ${problem.reason}`;
  return new TenureError('OPTIONS_INVALID', { system: 'sync', verb: 'read options', fact, details: { problems: [problem] } });
}

async function* deferred<S, Item>(open: () => Promise<S>, list: (session: S) => AsyncIterable<Item>): AsyncGenerator<Item> {
  yield* list(await open());
}

function hashOf(plan: Plan | PlanHeader | string): string {
  if (typeof plan === 'string') return plan;
  if (plan.format !== 1) {
    const format = Number((plan as { format: unknown }).format);
    throw new TenureError('PLAN_UNSUPPORTED', { system: 'plan', verb: 'apply', fact: `format ${format} is not ours`, details: { format } });
  }
  return plan.hash;
}

interface Engine {
  readonly targets: readonly Target[];
  readonly handlers: Handlers;
  readonly watched: Pick<WatchParts<SyncResult>, 'source' | 'context' | 'pageSize' | 'rest'>;
  webhook(request: Request): Promise<Response>;
  readonly deciding: () => Promise<DecidingSession>;
  readonly serial: <Result>(work: () => Promise<Result>) => Promise<Result>;
  readonly session: () => Promise<Session>;
  /** Works while holding the lease. */
  readonly held: <Result>(work: (base: Session) => Promise<Result>) => Promise<Result>;
  /** A session that knows people, and no policy whose names might not resolve. */
  readonly knowing: () => Promise<DecidingSession>;
  readonly beside: Beside;
  decide(work: (session: DecidingSession) => Promise<void>): Promise<void>;
  check(): Promise<readonly CheckReport[]>;
  makePlan(): Promise<Plan>;
  whatIf(policy: Policy): Promise<WhatIf>;
  apply(hash: string, options: ApplyOptions): Promise<Run>;
  approve(hash: string, approval: Approval): Promise<void>;
  close(): Promise<void>;
}

function createEngine(configuration: Configuration): Engine {
  const { store, tenant, clock, timeZone, zones, source, identityProvider, apps, policy } = configuration;
  const targets: Targets = { identityProvider, apps };
  const closing = new AbortController();
  const signal = configuration.signal === undefined ? closing.signal : AbortSignal.any([closing.signal, configuration.signal]);
  const context: ConnectorContext = {
    signal,
    now: clock.now,
    sleep: (milliseconds) => clock.sleep(milliseconds, signal),
    log: configuration.log,
  };
  const together = createTogether();
  let digest: Promise<Digest> | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const session = async (): Promise<Session> => {
    digest ??= openDigest(configuration).catch((error: unknown) => {
      // A store that could not be read once is asked again.
      digest = undefined;
      throw error;
    });
    const today = (): Calendar => createCalendar({ now: clock.now(), timeZone, zones });
    return { store, tenant, digest: await digest, calendar: today(), today, together, context, holdLease: notHeld };
  };
  const handlers = openHandlers(session);
  const deciding = async (decidePolicy: Policy = policy): Promise<DecidingSession & { readonly leftOut: ReadonlyMap<string, string> }> => {
    const base = await session();
    const tree = departmentTree((await knownDepartments(base)).values());
    const { compiled, leftOut } = await preparePolicy(base, decidePolicy, targets, tree, new Map());
    const attached = await Promise.all(
      allTargets(targets).map(async ({ id }) => [id, await readSetting<{ accounts: number }>(base, `attached:${id}`)] as const),
    );
    const listed = new Set(attached.filter(([, known]) => (known?.accounts ?? 0) > 0).map(([id]) => id));
    return {
      ...base,
      policy: compiled,
      build: randomUUID(),
      firstImport: false,
      listed,
      seats: await openSeats({ ...base, policy: compiled, firstImport: false }),
      eventCounts: {},
      leftOut,
      protecting: await isProtecting(base),
      excepting: await hasDecisions(base),
    };
  };
  const lease = createLeaseHolder(store.exclusive === true);
  const held = async <Result>(work: (base: Session) => Promise<Result>): Promise<Result> => {
    const base = await session();
    return lease.use(base, async ({ hold }) => {
      await takeDecisions(base);
      return work({ ...base, holdLease: hold });
    });
  };
  const drain = createDrain(clock);
  const planInput = { ...configuration, targets };
  const beside = createBeside({ drain, together, input: planInput, session, held, deciding });

  return {
    targets: allTargets(targets),
    handlers,
    watched: { source, context, pageSize: configuration.pageSize, rest: clock.sleep },
    webhook: (request) =>
      answerWebhook(request, [source, ...allTargets(targets)], context, async (heard) => {
        await store.commit(
          tenant,
          heard.map((one) => hintOp(one, clock.now())),
        );
      }),
    deciding: () => deciding(),
    serial(work) {
      const result = last.then(work, work);
      last = result.catch(() => {});
      return result;
    },
    session,
    held,
    knowing: () => deciding({ ...policy, identity: { policy: 'observe', for: nobody() }, apps: {}, groups: [] }),
    check: () => Promise.all([source, ...allTargets(targets)].map((connector) => checkOne(connector, context))),
    beside,
    decide: (work) => held(async ({ holdLease }) => work({ ...(await deciding()), holdLease })),
    async makePlan() {
      await handlers.begun();
      return held((base) => notingFailure(base, source.id, makePlan(base, planInput)));
    },
    whatIf: (candidate) =>
      held(async () => {
        const present = await deciding();
        return whatIf(present, (await deciding(candidate)).policy);
      }),
    apply: (hash, { onEvent = () => {}, allowAdmins }) =>
      held(async (base) => {
        const stored = await loadPlan(base, hash);
        const expired = stored !== undefined && stored.row.expiresAt <= clock.now();
        if (stored === undefined || (expired && (await interruptedRun(base, hash)) === undefined)) {
          const fact = stored === undefined ? 'the store has no such plan' : 'its time is over';
          throw new TenureError('PLAN_STALE', { system: 'plan', verb: 'apply', id: hash, fact, details: { hash } });
        }
        const { leftOut, ...present } = await deciding();
        return applyPlan({ ...present, allowAdmins, holdLease: base.holdLease }, stored.row, {
          drain,
          targets: allTargets(targets),
          leftOut,
          onEvent,
        });
      }),
    async approve(hash, { by, until }) {
      const base = await session();
      const part = await findHeldPart(base, hash);
      const row = { hash: part, by, until: until ?? clock.now() + 24 * 3_600_000, usedAt: null };
      const { until: ends } = row;
      await commitAudited(base, [{ op: 'put', in: 'approval', row }], [{ kind: 'approval', facts: { by, part, until: ends } }]);
    },
    async close() {
      closing.abort();
      await last;
      await beside.settled();
      await store.close();
    },
  };
}

/** Nothing is written to targets outside of apply, which holds the lease. */
const notHeld = (): Promise<never> =>
  Promise.reject(new TenureError('STORE_BUSY', { system: 'store', verb: 'write', fact: 'the lease is not held', details: {} }));

/** The whole hash of a held part of a plan that may still be applied, from its beginning as prints show it. */
async function findHeldPart({ store, tenant, context }: Session, hash: string): Promise<string> {
  const found = new Set<string>();
  for (const state of ['open', 'applied']) {
    for await (const rows of scanAll(store, tenant, 'plan', { index: 'state', equals: [state], limit: 20 })) {
      const current = rows.filter(({ expiresAt }) => expiresAt > context.now());
      for (const part of current.flatMap(({ header }) => (header as PlanHeader).held)) if (part.hash.startsWith(hash)) found.add(part.hash);
    }
  }
  const [only, ...more] = found;
  if (hash.length >= 8 && only !== undefined && more.length === 0) return only;
  const fact = more.length > 0 ? 'more than one held part begins so' : 'no held part of a plan that may be applied has this hash';
  throw new TenureError('PLAN_STALE', { system: 'plan', verb: 'approve', id: hash, fact, details: { hash } });
}

async function checkOne(
  connector: { readonly id: string; check(context: ConnectorContext): Promise<CheckReport> },
  context: ConnectorContext,
): Promise<CheckReport> {
  try {
    return await connector.check(context);
  } catch (error) {
    const detail = isTenureError(error) ? `${error.message} ${error.hint}` : reasonToLeaveOut({ context }, error);
    return { system: connector.id, items: [{ title: 'reachable and usable', state: 'problem', detail }] };
  }
}

// createLifecycle: read → plan → guard → apply. Wiring only; every decision is made in the folders it calls.
import type { Run } from './apply/outcome.ts';
import { openAccessDesk } from './ask/access-desk.ts';
import { openDesk } from './ask/desk.ts';
import { openJoiningDesk } from './ask/joining-desk.ts';
import { systemClock } from './clock.ts';
import type { Logger } from './connector/context.ts';
import { TenureError } from './connector/errors.ts';
import { openDeadLetters } from './dead-letters.ts';
import { createEngine } from './engine.ts';
import { paceConnectors } from './limit/paced.ts';
import { listAccounts, listDepartments, listEmployees, listEvents, listPeople, listRuns } from './listing.ts';
import { openTasks } from './manual/tasks.ts';
import type { ApplyOptions, Lifecycle, PlanOptions, SyncOptions, SyncResult } from './methods.ts';
import { type LifecycleOptions, readLifecycleOptions } from './options.ts';
import type { Plan } from './plan/plan.ts';
import type { PlanHeader } from './plan/summary.ts';
import { openProof } from './proof.ts';
import { knownInstances } from './read/instance.ts';
import type { WhatIf } from './read/what-if.ts';
import { openInformation } from './tell/desk.ts';
import { openTimeTable } from './time-table.ts';
import { gatherHints } from './watch/hints.ts';
import { createWatch } from './watch/watch.ts';

const silence: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/**
 * Puts a source, targets, a policy and a store together. Validates everything at once and requests nothing.
 *
 * @throws {TenureError} `OPTIONS_INVALID` naming every problem, `CONTRACT_VERSION_UNSUPPORTED`.
 */
export function createLifecycle(options: LifecycleOptions): Lifecycle {
  const given = readLifecycleOptions(options, { clock: systemClock, log: silence });
  const configuration = paceConnectors(knownInstances(given), { ...given, deadlineMs: given.verbDeadlineMs });
  const engine = createEngine(configuration);
  const { serial } = engine;
  const targetIds = new Set(engine.targets.map(({ id }) => id));
  function plan(): Promise<Plan>;
  function plan(options: PlanOptions): Promise<WhatIf>;
  function plan(candidate?: PlanOptions): Promise<Plan | WhatIf> {
    return serial<Plan | WhatIf>(() => (candidate === undefined ? engine.makePlan() : engine.whatIf(candidate.policy)));
  }
  /** What follows calls no handler: a watch does not wait for the host's own work. */
  const run = (which: string, options: ApplyOptions): Promise<Run> => serial(() => engine.apply(which, options));
  const syncAlone = async ({ people, emergency, ...applyOptions }: SyncOptions, hinted = false): Promise<SyncResult> => {
    if (people !== undefined) {
      await engine.handlers.begun();
      return engine.beside.sync({ people, emergency }, { ...applyOptions, hinted });
    }
    if (emergency !== undefined) throw emergencyForAll();
    await engine.beside.heed();
    // Whoever is hinted at by now is read by this.
    const hints = await gatherHints(await engine.session(), engine.watched.source.id, Number.POSITIVE_INFINITY);
    await engine.lookAt(hints.accounts);
    const made = await plan();
    const done = await run(made.hash, applyOptions);
    await hints.done();
    return { plan: made, run: done };
  };
  const apply: Lifecycle['apply'] = async (which, options = {}) => {
    const done = await run(hashOf(which), options);
    await engine.handlers.deliver();
    return done;
  };
  const sync: Lifecycle['sync'] = async (options = {}) => {
    const result = await syncAlone(options);
    await engine.handlers.deliver();
    return result;
  };
  const watching = createWatch<SyncResult>({
    ...engine.watched,
    handlers: engine.handlers,
    session: engine.session,
    sync: () => syncAlone({}),
    unread: ({ plan: made }) => unreadFeed(made),
    syncPeople: (people) => syncAlone({ people }, true),
    lookAt: engine.lookAt,
    lookIntoInbox: engine.lookIntoInbox,
    takeDecided: engine.takeDecided,
  });
  return {
    ...openDesk(engine.session, targetIds),
    ...openAccessDesk(engine.session, targetIds),
    ...openJoiningDesk((work) => serial(() => engine.held(work))),
    ...openTasks(engine.session),
    ...openTimeTable(engine),
    ...openDeadLetters(engine.session, targetIds),
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
    createGroups: ({ by }) => engine.createGroups(by),
    plan,
    apply,
    sync,
    people: () => deferred(engine.knowing, listPeople),
    employees: () => deferred(engine.session, listEmployees),
    departments: () => deferred(engine.session, listDepartments),
    accounts: (filter = {}) => deferred(engine.session, (session) => listAccounts(session, filter)),
    events: (filter = {}) => deferred(engine.session, (session) => listEvents(session, filter)),
    runs: () => deferred(engine.session, listRuns),
    close: () => engine.close(),
  };
}

/** A reading nothing of which could be used, as the error a watch tells and waits out. */
function unreadFeed({ header: { feed } }: Plan): TenureError | undefined {
  const { trust, reasons } = feed.verdict;
  if (trust === 'trusted' || trust === 'in-part') return undefined;
  return new TenureError('FEED_INCOMPLETE', { system: feed.source, verb: 'read', fact: `the reading is ${trust}`, details: { reasons } });
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

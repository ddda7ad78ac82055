// One store, one source, the targets and a clock put together: sessions, the lease, and the steps from reading to applying.
import { randomUUID } from 'node:crypto';
import { createDrain } from './apply/drain.ts';
import { makeGroups } from './apply/make-groups.ts';
import type { Run } from './apply/outcome.ts';
import { applyPlan, interruptedRun } from './apply/run.ts';
import { decisionsWait, takeDecisions } from './ask/inbox.ts';
import { type Beside, createBeside } from './beside.ts';
import type { CheckItem, CheckReport, ConnectorContext } from './connector/context.ts';
import { isTenureError, TenureError } from './connector/errors.ts';
import type { Group, IdentityProvider, Target } from './connector/target.ts';
import { type Handlers, openHandlers } from './handlers/handlers.ts';
import { createLeaseHolder } from './lease.ts';
import type { ApplyOptions, SyncResult } from './methods.ts';
import type { Configuration } from './options.ts';
import type { Plan } from './plan/plan.ts';
import { departmentTree } from './policy/departments.ts';
import type { Policy } from './policy/policy.ts';
import { nobody } from './policy/rules.ts';
import { hasFailures } from './read/dead-letters.ts';
import { knownDepartments } from './read/departments.ts';
import { loadPlan } from './read/finish.ts';
import { checkGroups } from './read/groups.ts';
import { openDigest } from './read/index-key.ts';
import { reasonToLeaveOut } from './read/inventory.ts';
import { type AccountsAsked, lookAtAccounts } from './read/look-at-accounts.ts';
import { makePlan } from './read/make-plan.ts';
import { allTargets, preparePolicy, type Targets } from './read/policy.ts';
import { notingFailure } from './read/reading-notes.ts';
import { type DecidingSession, isProtecting, readSetting, type Session } from './read/session.ts';
import { hasDecisions, openSeats } from './read/standing.ts';
import { createTogether } from './read/together.ts';
import { type WhatIf, whatIf } from './read/what-if.ts';
import { purge } from './retain/purge.ts';
import { type Calendar, createCalendar } from './roster/calendar.ts';
import type { Digest } from './roster/digest.ts';
import { observePlan } from './telemetry/plan.ts';
import { hintOp } from './watch/hints.ts';
import type { WatchParts } from './watch/watch.ts';
import { answerWebhook } from './watch/webhook.ts';
import { decidedWait, takeDecided } from './watch/whom.ts';

/** What the methods of a lifecycle stand on. */
export interface Engine {
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
  /** Looks at accounts that targets hinted at. Answers the people whose accounts are not as we thought. */
  lookAt(accounts: ReadonlyMap<string, AccountsAsked>): Promise<readonly string[]>;
  check(): Promise<readonly CheckReport[]>;
  createGroups(by: string): Promise<readonly Group[]>;
  makePlan(): Promise<Plan>;
  whatIf(policy: Policy): Promise<WhatIf>;
  apply(hash: string, options: ApplyOptions): Promise<Run>;
  /** Takes what other processes have left in the inbox: decisions, and people to synchronise. */
  lookIntoInbox(): Promise<void>;
  /** Takes off their list those whom somebody decided about: they are to be looked at now. */
  takeDecided(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export function createEngine(configuration: Configuration): Engine {
  const { store, tenant, clock, timeZone, zones, source, identityProvider, apps, policy, flap, telemetry } = configuration;
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
    await telemetry.open();
    digest ??= openDigest(configuration).catch((error: unknown) => {
      // A store that could not be read once is asked again.
      digest = undefined;
      throw error;
    });
    const today = (): Calendar => createCalendar({ now: clock.now(), timeZone, zones });
    return { store, tenant, digest: await digest, calendar: today(), today, together, telemetry, context, flap, holdLease: notHeld };
  };
  const handlers = openHandlers(session, configuration.verbDeadlineMs);
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
      failing: await hasFailures(base),
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
    knowing: () => deciding({ ...policy, identity: { policy: 'observe', for: nobody() }, apps: {}, groups: [], authoritativeGroups: [] }),
    check: async () => {
      const base = await session();
      const reports = await Promise.all([source, ...allTargets(targets)].map((connector) => checkOne(connector, context)));
      const items = identityProvider === undefined ? [] : await checkMap(base, identityProvider, policy);
      return reports.map((report) => (report.system === identityProvider?.id ? { ...report, items: [...report.items, ...items] } : report));
    },
    createGroups: (by) =>
      identityProvider === undefined ? Promise.resolve([]) : held((base) => makeGroups(base, identityProvider, policy, by)),
    beside,
    decide: (work) => held(async ({ holdLease }) => work({ ...(await deciding()), holdLease })),
    async lookAt(accounts) {
      if (accounts.size === 0) return [];
      const asked = allTargets(targets).flatMap((target) => {
        const one = accounts.get(target.id);
        return one === undefined ? [] : [{ target, one }];
      });
      return held(async ({ holdLease }) => {
        const present = { ...(await deciding()), holdLease };
        return (await Promise.all(asked.map(({ target, one }) => lookAtAccounts(present, target, one)))).flat();
      });
    },
    async makePlan() {
      await handlers.begun();
      return held(async (base) => {
        const plan = await observePlan(base, allTargets(targets), () => notingFailure(base, source.id, makePlan(base, planInput)));
        await purge(base, configuration.retention);
        return plan;
      });
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
          const hint =
            stored === undefined
              ? 'Give the whole hash of a plan of this store, or plan again.'
              : 'Plan again: a plan is good for a while only.';
          throw new TenureError('PLAN_STALE', { system: 'plan', verb: 'apply', id: hash, fact, details: { hash }, hint });
        }
        const { leftOut, ...present } = await deciding();
        return applyPlan({ ...present, allowAdmins, holdLease: base.holdLease }, stored.row, {
          drain,
          targets: allTargets(targets),
          leftOut,
          onEvent,
        });
      }),
    async lookIntoInbox() {
      if (await decisionsWait(await session())) await held(async () => {});
      await beside.heed();
    },
    async takeDecided() {
      return (await decidedWait(await session())) ? held(takeDecided) : [];
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

/** A provider that cannot be read has said so in its own lines. */
async function checkMap(session: Session, provider: IdentityProvider, policy: Policy): Promise<readonly CheckItem[]> {
  try {
    return await checkGroups(session, provider, policy);
  } catch (error) {
    return [{ title: 'the groups of the map can be used', state: 'not-checked', detail: reasonToLeaveOut(session, error) }];
  }
}

async function checkOne(
  connector: { readonly id: string; check(context: ConnectorContext): Promise<CheckReport> },
  context: ConnectorContext,
): Promise<CheckReport> {
  try {
    return await connector.check(context);
  } catch (error) {
    const detail = isTenureError(error) ? `${error.message}. ${error.hint}` : reasonToLeaveOut({ context }, error);
    return { system: connector.id, items: [{ title: 'reachable and usable', state: 'problem', detail }] };
  }
}

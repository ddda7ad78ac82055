// sync({ people }): a few people at once, beside a full plan or run that may take hours. Other processes ask for it through
// the inbox.
import type { z } from 'zod';
import type { Drain } from './apply/drain.ts';
import type { OnRunEvent, Run } from './apply/outcome.ts';
import { applyPlan } from './apply/run.ts';
import { syncSchema } from './ask/inbox-entries.ts';
import { commitAudited } from './audit/record.ts';
import { isTenureError, TenureError } from './connector/errors.ts';
import { parseOptions } from './connector/options.ts';
import type { Plan } from './plan/plan.ts';
import { loadPlan } from './read/finish.ts';
import type { PlanInput } from './read/make-plan.ts';
import { allTargets } from './read/policy.ts';
import { type PersonReading, type ReadAgain, readAgain } from './read/read-again.ts';
import type { DecidingSession, Session } from './read/session.ts';
import type { Together } from './read/together.ts';
import type { InboxRow } from './store/collections.ts';

/** Whom to handle at once, and why their access cuts may pass the guards. */
export interface PeopleRequest {
  /** Ids of people or employees, 1 to 1,000. */
  readonly people: readonly string[];
  /** The reason of an emergency: cuts of these people pass the guards, and the audit trail holds it. */
  readonly emergency?: string | undefined;
}

export interface PeopleResult {
  readonly plan: Plan;
  readonly run: Run;
  /** What asking the source for each employment gave. */
  readonly readings: readonly PersonReading[];
  /** What had to follow because something was under way for these people when they were decided upon. */
  readonly followUp?: { readonly plan: Plan; readonly run: Run } | undefined;
}

export interface RunOptions {
  readonly onEvent?: OnRunEvent | undefined;
  readonly allowAdmins?: boolean | undefined;
  /** True: nobody here chose the ids, so that whoever is not known is passed over. */
  readonly hinted?: boolean | undefined;
}

export interface BesideParts {
  readonly drain: Drain;
  readonly together: Together;
  readonly input: PlanInput;
  readonly session: () => Promise<Session>;
  readonly held: <Result>(work: (base: Session) => Promise<Result>) => Promise<Result>;
  readonly deciding: () => Promise<DecidingSession & { readonly leftOut: ReadonlyMap<string, string> }>;
}

export interface Beside {
  sync(request: PeopleRequest, how: RunOptions): Promise<PeopleResult>;
  /** Does what other processes have asked for in the inbox, and waits for it. */
  heed(): Promise<void>;
  /** Whatever was begun on behalf of others has ended. */
  settled(): Promise<void>;
}

const shortestRestMs = 60_000;
const longestRestMs = 3_600_000;

export function createBeside(parts: BesideParts): Beside {
  const { drain, input, held } = parts;
  const taken = new Set<number>();
  /** By entry of the inbox that failed: until when it is left alone, longer each time. */
  const resting = new Map<number, { readonly failures: number; readonly until: number }>();
  const begun = new Set<Promise<void>>();
  let looking: Promise<void> | undefined;

  const sync: Beside['sync'] = (request, how) => {
    parseOptions<PeopleRequest>('sync', syncSchema as z.ZodType<PeopleRequest>, request);
    const { people: ids } = request;
    return held((base) =>
      base.telemetry.span('tenure.sync-people', { tenant: base.tenant, people: ids.length }, () => now(base, request, how)),
    );
  };

  const now = async (base: Session, { people: ids, emergency }: PeopleRequest, how: RunOptions): Promise<PeopleResult> => {
    const again = (asked?: ReadAgain['readings']): Promise<ReadAgain> =>
      readAgain(base, { ...input, ids, asked, emergency, hinted: how.hinted });
    const first = await again();
    // Decided without knowing what these will have done: they are looked at once more when they have ended.
    const underWay = drain.underWay(first.people);
    return base.together.hurry(first.people, async () => {
      const run = await apply(base, first, emergency, how);
      const result = { plan: first.plan, run, readings: first.readings };
      if (underWay.length === 0) return result;
      await Promise.allSettled(underWay);
      const second = await again(first.readings);
      if (second.plan.isEmpty) return result;
      return { ...result, followUp: { plan: second.plan, run: await apply(base, second, emergency, how) } };
    });
  };

  const apply = async (base: Session, { plan, people, leftOut }: ReadAgain, emergency: string | undefined, how: RunOptions) => {
    if (emergency !== undefined) {
      const entry = (person: string) =>
        ({ kind: 'emergency', person, facts: { plan: plan.hash }, detail: { because: emergency } }) as const;
      await commitAudited(base, [], people.map(entry));
    }
    const stored = await loadPlan(base, plan.hash);
    if (stored === undefined) throw goneAlready(plan.hash);
    const { leftOut: unread, ...present } = await parts.deciding();
    const targets = allTargets(input.targets);
    const without = new Map([...leftOut, ...unread]);
    return applyPlan({ ...present, allowAdmins: how.allowAdmins, holdLease: base.holdLease }, stored.row, {
      drain,
      targets,
      leftOut: without,
      onEvent: how.onEvent ?? (() => {}),
      beside: true,
    });
  };

  const answer = async ({ seq, data }: InboxRow): Promise<void> => {
    const { store, tenant, context } = await parts.session();
    const request = syncSchema.safeParse(data);
    try {
      if (request.success) await sync(request.data, { hinted: true });
      else context.log.warn({ seq }, 'inbox: a sync that names nobody was set aside');
    } catch (error) {
      // It stays in the inbox for a later look.
      const failures = (resting.get(seq)?.failures ?? 0) + 1;
      resting.set(seq, { failures, until: context.now() + Math.min(shortestRestMs * 2 ** (failures - 1), longestRestMs) });
      context.log.error({ seq, code: isTenureError(error) ? error.code : null }, 'inbox: a sync of some people failed');
      return;
    }
    await store.commit(tenant, [{ op: 'update', in: 'inbox', key: [seq], set: { state: 'taken' } }]);
    resting.delete(seq);
  };

  const look = async (): Promise<void> => {
    const { store, tenant, context } = await parts.session();
    const page = await store.scan(tenant, 'inbox', { index: 'state', equals: ['new'], limit: 200 });
    for (const row of page.rows) {
      if (row.kind !== 'sync' || taken.has(row.seq) || (resting.get(row.seq)?.until ?? 0) > context.now()) continue;
      taken.add(row.seq);
      const work = answer(row).finally(() => begun.delete(work));
      work.catch(() => {});
      begun.add(work);
    }
  };
  const lookOnce = (): Promise<void> => {
    looking ??= look().finally(() => {
      looking = undefined;
    });
    looking.catch(() => {});
    return looking;
  };
  parts.together.onHeed(() => void lookOnce());

  return {
    sync,
    async heed() {
      taken.clear();
      await lookOnce();
      await Promise.all(begun);
    },
    async settled() {
      await Promise.allSettled([...begun, looking]);
    },
  };
}

function goneAlready(hash: string): TenureError {
  return new TenureError('PLAN_STALE', {
    system: 'plan',
    verb: 'apply',
    id: hash,
    fact: 'another process took it away',
    details: { hash },
  });
}

// Who has left and still has anything on: what, why and since when.
import { quarantineOf } from '../apply/quarantine.ts';
import { latestPlan } from '../audit/open-reasons.ts';
import { type Instant, toInstant } from '../model/dates.ts';
import type { PlanPart } from '../plan/change.ts';
import type { PlanHeader } from '../plan/summary.ts';
import { isOff, isUnlinkedAndOn } from '../read/open-access.ts';
import type { DecidingSession } from '../read/session.ts';
import type { AccountRow, OpenAccessRow, PlanRow } from '../store/collections.ts';
import { scanAll } from '../store/scan.ts';
import { lastCut } from './last-write.ts';

/**
 * `protected`: nobody but a person may cut it; `held`: by a guard; `failed`: the cut was refused, or the target fails as a whole; `adopted`: a question waits,
 * because it was there before us; `unverifiable`: nobody can see its state; `manual`: policy never removes there; `pending`:
 * the cut is under way or comes with the next run; `not-attached`: the target is not there to be written.
 */
export type OpenAccessReason = 'protected' | 'held' | 'failed' | 'adopted' | 'unverifiable' | 'manual' | 'pending' | 'not-attached';

export interface OpenAccess {
  readonly person: string;
  readonly target: string;
  readonly accountId: string;
  readonly why: OpenAccessReason;
  /** The same in words. */
  readonly because: string;
  /** When the access should have ended, or when it was found to be on again. */
  readonly since: Instant;
}

/** In order of person. Reads the store only, and of it what concerns leavers. */
export async function* listOpenAccess(session: DecidingSession, attached: ReadonlySet<string>): AsyncGenerator<OpenAccess> {
  const { store, tenant } = session;
  const plan = await latestPlan(session);
  for await (const rows of scanAll(store, tenant, 'openAccess', { limit: 200 })) {
    const accounts = await store.get(
      tenant,
      'account',
      rows.map(({ target, person }) => [target, person]),
    );
    const heads = await store.get(
      tenant,
      'employee',
      rows.map(({ person }) => [person]),
      ['id', 'phase', 'activation'],
    );
    for (const [index, row] of rows.entries()) {
      const account = accounts[index];
      if (heads[index]?.phase !== 'left' && (await isBack(session, row))) continue;
      if (account === undefined ? !(await isUnlinkedAndOn(session, row)) : isOff(account)) continue;
      const reason = attached.has(row.target)
        ? await reasonFor(session, row, account, plan, heads[index]?.activation === 'unmanaged')
        : { why: 'not-attached' as const, because: 'the target is not attached any more' };
      const accountId = account?.accountId ?? row.accountId;
      yield { person: row.person, target: row.target, accountId, ...reason, since: toInstant(row.since) };
    }
  }
}

/** Somebody with several employments has left when all of them are over. */
async function isBack({ store, tenant }: DecidingSession, { person }: OpenAccessRow): Promise<boolean> {
  const [plural] = await store.get(tenant, 'person', [[person]]);
  const heads = await store.get(
    tenant,
    'employee',
    (plural?.employees ?? [person]).map((id) => [id]),
    ['phase'],
  );
  return heads.some((head) => head !== undefined && head.phase !== 'left');
}

interface Reason {
  readonly why: OpenAccessReason;
  readonly because: string;
}

async function reasonFor(
  session: DecidingSession,
  row: OpenAccessRow,
  account: AccountRow | undefined,
  plan: PlanRow | undefined,
  unmanaged: boolean,
): Promise<Reason> {
  if (account?.awaits === 'finish') return { why: 'pending', because: 'the target took the cut and has not finished it' };
  if (account?.awaits === 'sight') return { why: 'unverifiable', because: 'the target said that it was done; nobody has seen it yet' };
  const [stored] = plan === undefined ? [] : await session.store.get(session.tenant, 'planPart', [[plan.build, row.person]]);
  const planned = stored === undefined ? undefined : fromPlan(stored.changes as PlanPart, plan?.header as PlanHeader, row.target);
  if (planned !== undefined && planned.why !== 'pending') return planned;
  const cut = await lastCut(session, row.person, row.target);
  if (cut?.outcome === 'failed') return { why: 'failed', because: cut.because ?? 'the cut failed' };
  if (cut?.outcome === 'unknown' || account?.state === 'unknown')
    return { why: 'unverifiable', because: cut?.because ?? 'the target does not say in which state it is' };
  const alone = await quarantineOf(session, row.target);
  if (alone !== undefined)
    return { why: 'failed', because: `the target has failed since ${toInstant(alone.since)} (${alone.code}) and is left alone` };
  if (planned !== undefined) return planned;
  if (unmanaged) return { why: 'manual', because: 'they are not managed: nothing is written for them' };
  const mode = session.policy.targets.find(({ id }) => id === row.target)?.policy;
  if (mode === 'observe' || mode === 'create-only') return { why: 'manual', because: `policy ${mode} never removes` };
  return account !== undefined && account.provenance !== 'created'
    ? { why: 'adopted', because: 'it was there before us, and somebody said to keep it' }
    : { why: 'pending', because: 'the next plan looks at it' };
}

function fromPlan({ changes, suppressed, waiting }: PlanPart, { held }: PlanHeader, target: string): Reason | undefined {
  const cut = changes.find((change) => change.target === target && change.priority === 0);
  const part = held.find(({ hash }) => cut !== undefined && hash === cut.held);
  if (part !== undefined) return { why: 'held', because: `held by a guard: ${part.because}` };
  if (cut !== undefined) return { why: 'pending', because: 'the cut is planned' };
  const waits = waiting.find((each) => each.target === target);
  if (waits !== undefined) return { why: waits.kind === 'protected-account' ? 'protected' : 'adopted', because: waits.because };
  const spared = suppressed.find((each) => each.target === target);
  if (spared === undefined) return undefined;
  return { why: spared.because.startsWith('protected') ? 'protected' : 'manual', because: spared.because };
}

// A target that fails as a whole is left alone for a while, so that nobody waits for it and nobody is locked out by our tries.
// Before it is written again, it is asked whether it can be used.
import { type ErrorCode, isTenureError } from '../connector/errors.ts';
import type { Target } from '../connector/target.ts';
import { readSetting, type Session, settingOp } from '../read/session.ts';

/** The setting `quarantine:<target>`. */
export interface Quarantine {
  /** When it began to fail. Milliseconds since the epoch, as all of these. */
  readonly since: number;
  /** Nothing is sent there before. */
  readonly until: number;
  readonly code: ErrorCode;
  /** Runs in a row that were refused. */
  readonly attempts: number;
}

const nameOf = (target: string): string => `quarantine:${target}`;

/**
 * The first run after a failure asks at once; then 1, 4, 16 minutes, and never longer than an hour. Who forbids creations may
 * well let us cut, and repeated asking locks nobody out: there every run begins with its cuts.
 */
function backOffMs(attempts: number, code: ErrorCode): number {
  if (code === 'CONNECTOR_FORBIDDEN') return 0;
  return attempts <= 1 ? 0 : Math.min(60_000 * 4 ** (attempts - 2), 3_600_000);
}

/** How it stands with a target that fails; undefined for any other. */
export function quarantineOf(session: Session, target: string): Promise<Quarantine | undefined> {
  return readSetting<Quarantine>(session, nameOf(target));
}

/** Begins a quarantine, or makes it longer. One commit. */
export async function quarantine(session: Session, target: string, code: ErrorCode): Promise<void> {
  const { store, tenant, context } = session;
  const known = await quarantineOf(session, target);
  const now = context.now();
  const attempts = (known?.attempts ?? 0) + 1;
  const next: Quarantine = { since: known?.since ?? now, until: now + backOffMs(attempts, code), code, attempts };
  await store.commit(tenant, [settingOp(nameOf(target), next)]);
  session.telemetry.add('tenure.targets.stopped', { tenant, target, code });
  context.log.warn({ target, code, attempts, until: next.until }, 'a target fails as a whole and is left alone');
}

/** The target does what it is asked again. */
export async function release(session: Session, target: string): Promise<void> {
  if ((await quarantineOf(session, target)) === undefined) return;
  await session.store.commit(session.tenant, [{ op: 'delete', in: 'setting', key: [nameOf(target)] }]);
  session.context.log.info({ target }, 'a target that failed can be used again');
}

/** Targets that stay alone for now, with the reason. Those whose time is over are asked with their `check`: one call each. */
export async function quarantined(session: Session, targets: readonly Target[]): Promise<Map<string, string>> {
  const alone = new Map<string, string>();
  for (const target of targets) {
    const known = await quarantineOf(session, target.id);
    if (known === undefined) continue;
    const code = known.until > session.context.now() ? known.code : await probe(session, target);
    if (code === undefined) continue;
    if (known.until <= session.context.now()) await quarantine(session, target.id, code);
    alone.set(target.id, `it has failed since ${new Date(known.since).toISOString()} (${code}) and is left alone`);
  }
  return alone;
}

/** The code of what is still wrong with it; undefined when it can be tried. */
async function probe({ context }: Session, target: Target): Promise<ErrorCode | undefined> {
  try {
    await target.check(context);
    return undefined;
  } catch (error) {
    if (context.signal.aborted) throw error;
    return isTenureError(error) ? error.code : 'CONTRACT_ANSWER_DIFFERS';
  }
}

const wholeTarget: ReadonlySet<ErrorCode | null | undefined> = new Set<ErrorCode>([
  'CONNECTOR_UNAVAILABLE',
  'CONNECTOR_FORBIDDEN',
  'CONNECTOR_RESPONSE_UNREADABLE',
  'CONNECTOR_OUTCOME_UNKNOWN',
]);

/** So many different changes in a row, and none that went well: it is not about one of them. */
const mostInARow = 8;

/** Tells a target that fails as a whole from changes that fail. */
export function createWatch(): {
  saw(task: string, code: ErrorCode | null | undefined): ErrorCode | undefined;
  readonly wentWell: boolean;
} {
  const failing = new Set<string>();
  let wentWell = false;
  return {
    saw(task, code) {
      if (!wholeTarget.has(code)) {
        failing.clear();
        wentWell = true;
        return undefined;
      }
      failing.add(task);
      return failing.size >= mostInARow ? (code ?? undefined) : undefined;
    },
    get wentWell() {
      return wentWell;
    },
  };
}

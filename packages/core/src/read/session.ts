// What one decision works with: opened once, passed down, never global.
import type { ConnectorContext } from '../connector/context.ts';
import type { HrisSource } from '../connector/source.ts';
import type { EmployeeField } from '../model/employee.ts';
import type { LifecycleEventType } from '../model/event.ts';
import type { FlapLimit } from '../plan/person-input.ts';
import type { CompiledPolicy } from '../policy/compile.ts';
import type { Calendar } from '../roster/calendar.ts';
import type { Digest } from '../roster/digest.ts';
import type { GateLimits } from '../roster/feed-figures.ts';
import type { Store, StoreOp } from '../store/port.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import type { SeatKeeper } from './stored-standing.ts';
import type { Together } from './together.ts';

/** What is done about somebody who is missing from a complete, trusted reading. */
export type AbsenceRule = 'ignore' | 'confirm' | 'leaver';

/** What is done about a new record with the keys of somebody who works here and is missing from the reading. */
export type RenumberedRule = 'hold' | 'follow';

/** Why a source could not be read to the end. */
export interface SourceFailure {
  /** Null for a connector that threw something that is no TenureError. */
  readonly code: string | null;
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
}

export interface Asking {
  /** Makes one call to the source. What it throws passes through. */
  <Answer>(call: () => Promise<Answer>): Promise<Answer>;
  /** Why the source failed, when that is what this error is. @throws {unknown} the error, when it is anything else. */
  failureOf(error: unknown): SourceFailure;
}

/** What every step needs. */
export interface Session {
  readonly store: Store;
  readonly tenant: string;
  readonly digest: Digest;
  readonly calendar: Calendar;
  readonly context: ConnectorContext;
  /** Proves, right before a write to a target, that it is still ours to write; throws `STORE_BUSY` when it is not. */
  readonly holdLease: () => Promise<void>;
  /** How often an account may turn before somebody is asked; absent: the default. */
  readonly flap?: FlapLimit | undefined;
  /** What keeps the work of one lifecycle from getting into its own way. */
  readonly together: Together;
  readonly telemetry: Telemetry;
  /** The calendar of this moment: a run that takes hours must not write what was wanted when it began. */
  readonly today: () => Calendar;
}

/** What deciding about people needs besides. */
export interface DecidingSession extends Session {
  readonly policy: CompiledPolicy;
  /** Prefix of this plan's rows. */
  readonly build: string;
  readonly firstImport: boolean;
  /** Lifecycle events of this plan by type; counted up while deciding. */
  readonly eventCounts: Partial<Record<LifecycleEventType, number>>;
  /** Gives out the seats of this plan. */
  readonly seats: SeatKeeper;
  /** Targets that had accounts of unknown owners when they were listed. */
  readonly listed: ReadonlySet<string>;
  /** False when nobody and nothing is protected: then nobody looks. */
  readonly protecting: boolean;
  /** False when nobody was decided about beside HR: then nobody looks. */
  readonly excepting: boolean;
  /** False when no change has failed: then nobody looks for dead letters. */
  readonly failing: boolean;
  /** True when this run may change administrators. */
  readonly allowAdmins?: boolean | undefined;
}

/** What reading people needs besides. */
export interface ReadingSession extends DecidingSession {
  readonly source: HrisSource;
  readonly covers: ReadonlySet<EmployeeField>;
  readonly gate: GateLimits;
  /** Every call to the source goes through it. */
  readonly ask: Asking;
  readonly absence: AbsenceRule;
  readonly renumbered: RenumberedRule;
  /** Records asked for per page. */
  readonly pageSize: number;
}

/** The store takes at most this many steps in one commit; a batch of people stays well below it. */
export const peoplePerBatch = 200;

/** Writes steps that no other writer contends for, in as many commits as they need. */
export async function writeAll(session: Session, ops: readonly StoreOp[]): Promise<void> {
  for (let from = 0; from < ops.length; from += 2_000) {
    await session.store.commit(session.tenant, ops.slice(from, from + 2_000));
  }
}

/** One named setting, or undefined. */
export async function readSetting<Value>(session: Pick<Session, 'store' | 'tenant'>, name: string): Promise<Value | undefined> {
  const [row] = await session.store.get(session.tenant, 'setting', [[name]]);
  return row?.value as Value | undefined;
}

export function settingOp(name: string, value: unknown): StoreOp {
  return { op: 'put', in: 'setting', row: { name, value } };
}

/** Whether anybody or anything is protected. */
export async function isProtecting({ store, tenant }: Pick<Session, 'store' | 'tenant'>): Promise<boolean> {
  return (await store.scan(tenant, 'protection', { limit: 1 })).rows.length > 0;
}

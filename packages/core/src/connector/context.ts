import type { EpochMilliseconds } from '../model/dates.ts';
import type { Limiter } from './limiter.ts';

/** One line of a log. `fields` hold ids, counts and codes, never attribute values or credentials. A pino logger fits. */
export type LogMethod = (fields: Readonly<Record<string, unknown>>, message: string) => void;

export interface Logger {
  readonly debug: LogMethod;
  readonly info: LogMethod;
  readonly warn: LogMethod;
  readonly error: LogMethod;
}

/** What every verb is given. */
export interface ConnectorContext {
  /** Aborted when the caller gives up; a verb stops soon and throws the signal's reason unchanged. */
  readonly signal: AbortSignal;
  /** The engine's clock. A connector reads no other. */
  readonly now: () => EpochMilliseconds;
  /** Waits on the engine's clock; rejects with the signal's reason when aborted. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly log: Logger;
  /** Paces calls; the HTTP kit asks it by itself. Absent: nothing paces. */
  readonly limiter?: Limiter | undefined;
}

/** What a writing verb is given besides. */
export interface WriteContext extends ConnectorContext {
  /** The same for every try of one change, different for every other; send it where the vendor honours one. */
  readonly idempotencyKey: string;
  /** True when the caller allowed this run to change administrators. Default: they are `CONNECTOR_PROTECTED_ACCOUNT`. */
  readonly allowAdmins?: boolean | undefined;
}

/** Text that is a secret, or a function that fetches it when it is needed. The SDK stores neither. */
export type Credential = string | (() => Promise<string>);

/** One page of a list. `next` is absent on the last one and never the same twice. An empty page may have a `next`. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string | undefined;
}

/** A request for one page: the first without a cursor. `limit` is a wish; a connector caps it to what the vendor allows. */
export interface PageRequest {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** One line of a check: what was looked at, and whether it is as it must be. */
export interface CheckItem {
  readonly title: string;
  readonly state: 'ok' | 'warning' | 'problem' | 'not-checked';
  /** One clause for a person; ids and counts, no secrets. */
  readonly detail?: string | undefined;
}

/** What `check` found out about a system: reachability, credential, permissions. It never writes. */
export interface CheckReport {
  readonly system: string;
  readonly items: readonly CheckItem[];
}

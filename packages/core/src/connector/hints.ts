// What tells the engine to look again: messages of a queue and webhooks. A hint only says whom to read; nothing in it is
// believed.
import type { ConnectorContext } from './context.ts';

/** Whom to read again, and why a reader may want to know. */
export interface Hint {
  /** The sender's own id of the message: the same message twice is one hint. */
  readonly id: string;
  /** Ids of employees (from a source) or of accounts (from a target) to read again. */
  readonly ids: readonly string[];
  /** True when the message tells of something that can't be narrowed to ids: read everything soon. */
  readonly everything?: boolean | undefined;
  /** When to read them once more, as milliseconds since the epoch: the day on which the change takes effect. */
  readonly againAt?: number | undefined;
}

/** One message taken from a queue and not yet acknowledged. `unreadable`: set aside by the engine, then acknowledged. */
export type QueuedHint =
  | { readonly kind: 'hint'; readonly receipt: string; readonly hint: Hint }
  | { readonly kind: 'unreadable'; readonly receipt: string; readonly reason: string };

/** A queue of the HR system. The engine keeps one reader at a time, stores what it read and only then acknowledges. */
export interface HintQueue {
  /**
   * The oldest message, or `undefined` when there was none within about `waitMs` milliseconds. The same message comes again
   * until it is acknowledged. Changes nothing there.
   */
  receive(request: { readonly waitMs: number }, context: ConnectorContext): Promise<QueuedHint | undefined>;
  /** Takes the message off the queue. One that is gone already is fine. */
  acknowledge(request: { readonly receipt: string }, context: ConnectorContext): Promise<void>;
}

/** A request that the outside sent to us, with its body untouched: signatures are over the bytes. */
export interface WebhookRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/** What to answer and what to remember. Refused requests (bad signature, wrong method) carry no hints. */
export interface WebhookAnswer {
  readonly status: number;
  /** Sent as JSON, where the sender expects something, for example a challenge. */
  readonly json?: unknown;
  readonly hints: readonly Hint[];
}

/**
 * Verifies a webhook on its raw bytes and says whom to read again. Requests nothing and writes nothing: the engine stores
 * the hints before it answers.
 */
export type WebhookReceiver = (request: WebhookRequest, context: ConnectorContext) => Promise<WebhookAnswer>;

/** How the customer's connection to a system stands, for a settings page. */
export interface ConnectionState {
  /** `frozen`: consent or subscription is withdrawn; nothing is read and nobody counts as gone. */
  readonly state: 'connected' | 'syncing' | 'relink-needed' | 'frozen' | 'disconnected' | 'unknown';
  /** The system behind a connector that reaches many: `Workday`, `BambooHR`. */
  readonly system?: string | undefined;
  /** When the system's data was last read by whoever reads it for us, as milliseconds since the epoch. */
  readonly freshAt?: number | undefined;
  /** One clause for a person, without secrets. */
  readonly detail?: string | undefined;
}

/** The connection itself, where a system has one that a customer makes and ends. */
export interface Connection {
  /** Reads only; safe to repeat. */
  state(context: ConnectorContext): Promise<ConnectionState>;
  /** Asks the system to read its data anew, where it can be asked. `false`: it declined for now. */
  refresh?(context: ConnectorContext): Promise<boolean>;
  /** Ends the connection and revokes its credential. Nobody counts as gone by it. */
  disconnect?(context: ConnectorContext): Promise<void>;
}

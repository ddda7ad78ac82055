// Applications without an interface: a person gives and takes the account, and says when it is done.
import { z } from 'zod';
import { type OptionsShape, parseOptions } from '../connector/options.ts';

export interface ManualAppOptions {
  /** Short stable name, unique within a lifecycle. */
  readonly id: string;
  /** Who does it: a team or a mailbox as the host knows it. */
  readonly owner: string;
  /** What is to be done for somebody who should have it: `Hand out a badge for floors 1 to 4`. */
  readonly give: string;
  /** What is to be done for somebody who should not have it any more. */
  readonly take: string;
}

/** An application whose accounts are made and ended by hand. Made by {@link manualApp}. */
export interface ManualApp {
  readonly id: string;
  readonly contract: 1;
  readonly manual: Omit<ManualAppOptions, 'id'>;
}

const text = (most: number) => z.string().trim().min(1).max(most);

const optionsSchema = z.strictObject({
  id: text(64),
  owner: text(256),
  give: text(1_000),
  take: text(1_000),
} satisfies OptionsShape<ManualAppOptions>);

/**
 * An application nobody can reach by program: whatever policy wants there becomes a task for its owner, open until
 * `completeTask`. Until then a new account is pending, and a leaver's is still on and stands in `openAccess`.
 *
 * @throws {TenureError} `OPTIONS_INVALID`. Requests nothing.
 */
export function manualApp(options: ManualAppOptions): ManualApp {
  const { id, ...manual } = parseOptions('manualApp', optionsSchema as z.ZodType<ManualAppOptions>, options);
  return { id, contract: 1, manual };
}

export const isManual = (app: object): app is ManualApp => 'manual' in app;

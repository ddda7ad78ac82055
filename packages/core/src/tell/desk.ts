// What a lifecycle tells about people, accounts and systems, as methods.
import type { HrisSource } from '../connector/source.ts';
import type { Target } from '../connector/target.ts';
import type { Drift } from '../read/compare-account.ts';
import { listDrift, lookForDrift, targetsNamed } from '../read/drift.ts';
import { listOrphans, type Orphan } from '../read/orphans.ts';
import type { DecidingSession, Session } from '../read/session.ts';
import { type ConnectionReport, listConnections } from './connections.ts';
import { type ExplainOptions, explainPerson } from './explain.ts';
import type { Explanation } from './explain-print.ts';
import { listOpenAccess, type OpenAccess } from './open-access.ts';

export interface TargetFilter {
  /** Default: every target. */
  readonly target?: string | undefined;
}

export interface DriftOptions extends TargetFilter {
  /** True: the next plan puts back attributes and memberships that others changed. Default false. */
  readonly repair?: boolean | undefined;
}

export interface InformationDesk {
  /**
   * Lists the targets anew and tells what others changed there. What is off, on or gone is taken into the ledger, so the
   * next plan cuts a leaver again whom somebody let in, asks before it makes a deleted account anew, and holds the
   * reactivation of whoever was switched off. Reading begins with the first item. Writes to no target; safe to repeat.
   *
   * @throws {TenureError} `OPTIONS_INVALID` for a target that is not attached, `STORE_*`.
   */
  drift(options?: DriftOptions): AsyncIterable<Drift>;
  /** Accounts that belong to nobody HR knows, as the targets were last listed. Reads the store. */
  orphans(filter?: TargetFilter): AsyncIterable<Orphan>;
  /** Everybody who has left and still has anything on: what, why, since when. Reads the store. */
  openAccess(): AsyncIterable<OpenAccess>;
  /**
   * Facts, rules, links, last writes and what comes next for one person, in one target or all. Reads the store; the
   * identity provider only for group names that were never resolved.
   *
   * @throws {TenureError} `OPTIONS_INVALID` when nobody of this id is known.
   */
  explain(person: string, target?: string, options?: ExplainOptions): Promise<Explanation>;
  /** How the source and every target stand. Asks systems that have a connection of their own; else reads the store. */
  connections(): AsyncIterable<ConnectionReport>;
}

export interface DeskParts {
  readonly source: HrisSource;
  readonly targets: readonly Target[];
  readonly session: () => Promise<Session>;
  readonly deciding: () => Promise<DecidingSession>;
  /** Runs work that decides, one after the other, under the lease. */
  readonly decide: (work: (session: DecidingSession) => Promise<void>) => Promise<void>;
}

export function openInformation({ source, targets, session, deciding, decide }: DeskParts): InformationDesk {
  return {
    async *drift({ target, repair = false } = {}) {
      const named = targetsNamed(targets, target);
      await decide(async (present) => {
        for (const each of named) await lookForDrift(present, each, { repair });
      });
      yield* listDrift(await session(), named);
    },
    async *orphans({ target } = {}) {
      yield* listOrphans(await deciding(), targetsNamed(targets, target));
    },
    async *openAccess() {
      yield* listOpenAccess(await deciding(), new Set(targets.map(({ id }) => id)));
    },
    explain: async (person, target, options = {}) => {
      if (target !== undefined) targetsNamed(targets, target);
      return explainPerson(await deciding(), person, target, options);
    },
    async *connections() {
      yield* listConnections(await session(), source, targets);
    },
  };
}

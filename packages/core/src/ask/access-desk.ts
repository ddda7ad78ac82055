// Access decided for one person, as methods of a lifecycle.
import { commitAudited } from '../audit/record.ts';
import type { EpochMilliseconds } from '../model/dates.ts';
import type { Session } from '../read/session.ts';
import { decide } from './decisions.ts';
import type { Decider } from './desk.ts';
import type { DecisionKind } from './inbox-entries.ts';
import { mustBeConfigured } from './naming.ts';

export interface ExceptionOptions extends Decider {
  readonly reason: string;
  /** Milliseconds since the epoch. Default: without end. */
  readonly until?: EpochMilliseconds | undefined;
  /** True: it also ends when the person's department changes. Default false. */
  readonly untilMove?: boolean | undefined;
}

/**
 * Each of these is one durable commit, audited, in force from the next plan on; none writes to a target or to HR. A person is
 * named by id. The last word on a person and target counts. All throw `OPTIONS_INVALID` for somebody nobody knows.
 */
export interface AccessDesk {
  /** From now on the engine writes for this person; they take a seat, or wait for one. */
  activate(person: string, decider: Decider): Promise<void>;
  /** From now on nothing is written for this person, no cut either; their seat is free. What they have stays as it is. */
  deactivate(person: string, decider: Decider & { readonly reason?: string | undefined }): Promise<void>;
  /**
   * Gives the person a target beside policy: it stands in for the target's rule, so that dates and leave still count. It never
   * survives leaving, and its end knows no grace.
   */
  grant(person: string, target: string, options: ExceptionOptions): Promise<void>;
  /** Takes a target from the person whatever policy says, at once and without grace, until it ends or is withdrawn. */
  revoke(person: string, target: string, options: ExceptionOptions): Promise<void>;
  /** Takes a grant or a revocation back: policy alone decides again. */
  withdraw(person: string, target: string, decider: Decider): Promise<void>;
}

/** No I/O until a method is called. */
export function openAccessDesk(open: () => Promise<Session>, targets: ReadonlySet<string>): AccessDesk {
  const hand = async (kind: DecisionKind, data: unknown): Promise<void> => {
    const session = await open();
    const { ops, audit } = await decide(session, kind, data, session.context.now());
    await commitAudited(session, ops, audit);
  };
  return {
    activate: (person, { by }) => hand('activate', { person, by }),
    deactivate: (person, { by, reason }) => hand('deactivate', { person, by, reason }),
    async grant(person, target, options) {
      mustBeConfigured(targets, 'grant', target);
      await hand('grant', { person, target, ...options });
    },
    async revoke(person, target, options) {
      mustBeConfigured(targets, 'revoke', target);
      await hand('revoke', { person, target, ...options });
    },
    withdraw: (person, target, { by }) => hand('withdraw', { person, target, by }),
  };
}

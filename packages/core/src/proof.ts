// What a lifecycle shows as proof, and what it does with personal data.
import { type AuditTrail, openAudit } from './audit/open.ts';
import { makeReceipt } from './audit/receipt.ts';
import type { Receipt } from './audit/receipt-print.ts';
import { type Forgetting, forget, readmit } from './forget/forget.ts';
import type { Configuration } from './options.ts';
import { allTargets } from './read/policy.ts';
import type { DecidingSession, Session } from './read/session.ts';
import { reencrypt } from './store/sealed/reseal.ts';

/** Receipts, the audit trail, and the end of personal data. */
export interface Proof {
  /**
   * What became of everything a person had: cut, when, read back, what nobody could verify, and what is NOT CUT. Reads the
   * store only.
   *
   * @throws {TenureError} `OPTIONS_INVALID` when nobody of this id is or was known.
   */
  receipt(person: string): Promise<Receipt>;
  readonly audit: AuditTrail;
  /**
   * Deletes everything the store holds about somebody who has left. The audit trail keeps its rows without what leads to the
   * person, and still verifies. If HR names them again they are set aside and reported, not made anew: see {@link readmit}.
   * Safe to repeat after an interruption.
   *
   * @throws {TenureError} `OPTIONS_INVALID` while an account is on, they have not left, the HR system still gives their record
   * when asked, or a change is under way; and when nobody of this id is known. Then nothing was deleted.
   */
  forget(person: string, who: Forgetting): Promise<void>;
  /**
   * Lets somebody who was forgotten be a new person from the next plan on, by the id HR gives them now. Where the source cannot
   * be asked for one person, the id is taken at its word.
   *
   * @throws {TenureError} `OPTIONS_INVALID` when nobody of this id was forgotten.
   */
  readmit(person: string, who: Forgetting): Promise<void>;
  /**
   * Encrypts everything anew under the first key of `encryption`; afterwards the others can be taken out. Safe to repeat
   * after an interruption.
   *
   * @throws {TenureError} `OPTIONS_INVALID` without `encryption`.
   */
  reencrypt(): Promise<void>;
}

interface ProofInput {
  readonly configuration: Configuration;
  readonly session: () => Promise<Session>;
  readonly knowing: () => Promise<DecidingSession>;
  /** Under the lease, after what is under way. */
  readonly alone: <Result>(work: (session: Session) => Promise<Result>) => Promise<Result>;
}

export function openProof({ configuration, session, knowing, alone }: ProofInput): Proof {
  const { identityProvider, apps, source } = configuration;
  return {
    receipt: async (person) => makeReceipt(await knowing(), allTargets({ identityProvider, apps }), person),
    audit: openAudit(session),
    forget: (person, who) => alone((held) => forget(held, source, person, who)),
    readmit: (person, who) => alone((held) => readmit(held, source, person, who)),
    reencrypt: () => alone(() => reencrypt(configuration)),
  };
}

// Two people who are one human, as a method of a lifecycle.
import { commitAudited } from '../audit/record.ts';
import type { Session } from '../read/session.ts';
import { decide } from './decisions.ts';
import type { Decider } from './desk.ts';

export interface JoiningOptions extends Decider {
  readonly reason: string;
  /**
   * Where both hold an account: by target, the id of the one that stays. The other one must be off; it belongs to nobody from
   * then on, and `orphans` lists it.
   */
  readonly keep?: Readonly<Record<string, string>> | undefined;
}

export interface JoiningDesk {
  /**
   * Says that `person` is the human who is known as `into`: their employments, their accounts and what was decided for them are
   * `into`'s from now on, and access ends with the last employment of all. A protection or revocation of either holds. The next
   * plan says what follows. One commit, audited; writes to no target. Waits for what is under way. Safe to repeat: who is one
   * already stays so. There is no way back.
   *
   * @throws {TenureError} `OPTIONS_INVALID` for an id nobody has or one and the same person, where both hold an account and
   *   `keep` does not say which stays, where the one that would not stay is on, or where one is managed and the other is not;
   *   `STORE_BUSY` while a run has a change for either of them. Then nothing was joined.
   */
  join(person: string, into: string, options: JoiningOptions): Promise<void>;
}

/** `alone` works under the lease, after what is under way. No I/O until a method is called. */
export function openJoiningDesk(alone: <Result>(work: (session: Session) => Promise<Result>) => Promise<Result>): JoiningDesk {
  const joined = async (session: Session, data: unknown): Promise<void> => {
    const { ops, audit } = await decide(session, 'join', data, session.context.now());
    const { applied } = await commitAudited(session, ops, audit);
    // A few people were handled beside it: their run has begun, so it is judged anew.
    if (!applied) await joined(session, data);
  };
  return {
    join: (person, into, options) => alone((session) => session.together.turn(() => joined(session, { person, into, ...options }))),
  };
}

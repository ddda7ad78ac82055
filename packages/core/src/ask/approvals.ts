// A held part that a person lets go.
import { TenureError } from '../connector/errors.ts';
import { heldPartsAt } from '../read/held.ts';
import type { Session } from '../read/session.ts';
import type { HeldPartRow } from '../store/collections.ts';
import { refused } from './decline.ts';
import type { Effect } from './effect.ts';
import type { DecisionOf } from './inbox-entries.ts';

/** How long an approval is good for unless it says so itself. */
const usualMs = 24 * 3_600_000;

export const approvalDeciders = {
  /** `at` is when it was said: an approval that lay in the inbox is not good for longer by that. */
  async approve(session: Session, { hash, by, until }: DecisionOf<'approve'>, at: number): Promise<Effect> {
    const { hash: part, expiresAt } = await findHeldPart(session, hash);
    // It does not outlive the part: the same content held again later is looked at again.
    const ends = Math.min(until ?? at + usualMs, expiresAt);
    if (ends <= session.context.now()) throw refused('approve', 'until', 'that is over already');
    return {
      ops: [{ op: 'put', in: 'approval', row: { hash: part, by, until: ends, usedAt: null } }],
      audit: [{ kind: 'approval', facts: { by, part, until: ends } }],
    };
  },
};

/** Fewer characters may name another part tomorrow. */
const fewest = 8;
const notOpen = 'Look at held(): the hash was mistyped, or its time is over and the next plan holds the part under another one.';

/** A part that waits, by the beginning of its hash as prints show it. */
async function findHeldPart(session: Session, hash: string): Promise<HeldPartRow> {
  const { open } = await heldPartsAt(session, session.context.now());
  const [only, ...more] = [...open.values()].filter((part) => part.hash.startsWith(hash));
  if (hash.length >= fewest && only !== undefined && more.length === 0) return only;
  const [fact, hint] =
    hash.length < fewest
      ? [`a hash is named by ${fewest} characters or more`, `Give the first ${fewest} characters or more, as the plan prints them.`]
      : more.length > 0
        ? ['more than one held part begins so', 'Give more characters of the hash.']
        : ['no held part that may be applied has this hash', notOpen];
  throw new TenureError('PLAN_STALE', { system: 'plan', verb: 'approve', id: hash, fact, details: { hash }, hint });
}

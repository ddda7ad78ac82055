// "200, but still active" is no success: after a write that cuts or turns on, the target is asked what it shows.
import type { WriteContext } from '../connector/context.ts';
import { isTenureError, TenureError } from '../connector/errors.ts';
import type { AccountState } from '../model/account.ts';
import type { ChangeClass } from '../plan/change.ts';
import { canShow, readAccount } from '../read/account.ts';
import type { AccountRow } from '../store/collections.ts';
import { type Performed, removed } from './perform.ts';
import type { Work } from './work.ts';

/** How long a target may take to show what it did: looked at once, and again only while it shows the old state. */
const settleWaitsMs = [1_000, 4_000] as const;

interface Expectation {
  readonly words: string;
  readonly met: ReadonlySet<AccountState>;
}

const off: Expectation = { words: 'an account that is off', met: new Set(['disabled', 'gone']) };
const gone: Expectation = { words: 'no account any more', met: new Set(['gone']) };
const on: Expectation = { words: 'an account that is on', met: new Set(['active', 'pending']) };

const expectations: Partial<Record<ChangeClass, Expectation>> = { disable: off, delete: gone, enable: on, reactivate: on };

/**
 * Holds what was done against what the target shows, with one read unless the connector has read already. What cannot be
 * seen is applied all the same, says so in its notes, and a cut is looked at again by the next plan.
 *
 * @throws {TenureError} `CONNECTOR_NOT_EFFECTIVE` when the target goes on showing the old state; the ledger keeps it then.
 */
export async function confirm(work: Work, performed: Performed, context: WriteContext): Promise<Performed> {
  const expected = expectations[work.change.class];
  if (expected === undefined) return performed;
  if (performed.outcome === 'pending') return awaiting(work, performed, 'finish');
  const seen = performed.seen ?? (await look(work, expected, performed.account.accountId, context));
  if (typeof seen !== 'string') return awaiting(work, noted(performed, seen.because), 'sight');
  if (seen === 'unknown') return { ...noted(performed, 'the target does not say in which state it is'), seen };
  // Some targets forget whoever is turned off: a return makes a new account then.
  if (seen === 'gone' && expected.met.has(seen)) return { ...performed, seen, account: removed(performed.account) };
  if (expected.met.has(seen)) return { ...performed, seen };
  throw new TenureError('CONNECTOR_NOT_EFFECTIVE', {
    system: work.target.id,
    verb: work.change.kind,
    id: performed.account.accountId,
    fact: `it said yes and still shows ${seen}`,
    details: { expected: expected.words },
  });
}

interface Unseen {
  readonly because: string;
}

async function look(work: Work, expected: Expectation, accountId: string, context: WriteContext): Promise<AccountState | Unseen> {
  if (!canShow(work.target)) return { because: 'the target cannot show an account by its id' };
  let seen: AccountState = 'unknown';
  for (const waitMs of [0, ...settleWaitsMs]) {
    if (waitMs > 0) await context.sleep(waitMs);
    try {
      seen = (await readAccount(work.target, accountId, context))?.state ?? 'gone';
    } catch (error) {
      // The write was answered: a look that fails takes nothing back.
      context.signal.throwIfAborted();
      return { because: `it could not be read back: ${isTenureError(error) ? error.code : 'the connector failed'}` };
    }
    if (expected.met.has(seen)) return seen;
  }
  return seen;
}

const noted = (performed: Performed, note: string): Performed => ({ ...performed, notes: [...(performed.notes ?? []), note] });

/** Done as far as anybody can tell. The ledger remembers that a cut was not seen, where a later look can tell. */
function awaiting(work: Work, performed: Performed, awaits: AccountRow['awaits']): Performed {
  if (work.change.class !== 'disable' || !canShow(work.target)) return performed;
  return { ...performed, account: { ...performed.account, awaits } };
}

// Turning accounts off and on, and removing them, whatever the app speaks. Each looks first and believes the account, not the answer.
import { type AccountState, type ConnectorContext, isTenureError, type WriteAnswer } from '@tenure/core/connector';
import type { Place } from './place.ts';
import { settled } from './settling.ts';
import { noAccount, notEffective } from './trouble.ts';

/** One way to switch an account, over accounts as the app shows them. */
export interface Switch<Shown> extends Place {
  /** The account by id; `undefined` when there is none. */
  read(verb: string, id: string, context: ConnectorContext): Promise<Shown | undefined>;
  stateOf(shown: Shown): AccountState;
  /** Writes once. Answers notes on what was done less than asked, or `nobody` when the account is not there any more. */
  write(verb: string, shown: Shown, context: ConnectorContext): Promise<readonly string[] | 'nobody'>;
  /** What is done for an account that is off already: an earlier try may not have come to it. Answers notes. */
  besides?(shown: Shown, context: ConnectorContext): Promise<readonly string[]>;
  /** How late the new state may show, in milliseconds. */
  readonly settlesMs: number;
}

const off: ReadonlySet<AccountState> = new Set(['disabled', 'gone']);
const on: ReadonlySet<AccountState> = new Set(['active']);
const gone: ReadonlySet<AccountState> = new Set(['gone']);

export function disableAccount<Shown>(how: Switch<Shown>, id: string, context: ConnectorContext): Promise<WriteAnswer> {
  const verb = 'disable account';
  return how.inTurn(id, async () => {
    const before = await how.read(verb, id, context);
    if (before === undefined) return { outcome: 'unchanged', seen: 'gone' };
    if (how.stateOf(before) === 'disabled') {
      const said = (await how.besides?.(before, context)) ?? [];
      return { outcome: 'unchanged', seen: 'disabled', ...(said.length === 0 ? {} : { notes: said }) };
    }
    const notes = await how.write(verb, before, context);
    if (notes === 'nobody') return missed(how, verb, id, off, context);
    return confirmed(how, verb, id, { met: off, words: 'an account that is off', notes }, context);
  });
}

export function enableAccount<Shown>(how: Switch<Shown>, id: string, context: ConnectorContext): Promise<WriteAnswer> {
  const verb = 'enable account';
  return how.inTurn(id, async () => {
    const before = await how.read(verb, id, context);
    if (before === undefined) throw noAccount(how, verb, id);
    if (how.stateOf(before) === 'active') return { outcome: 'unchanged', seen: 'active' };
    const notes = await how.write(verb, before, context);
    if (notes === 'nobody') throw noAccount(how, verb, id);
    return confirmed(how, verb, id, { met: on, words: 'an account that is on', notes }, context);
  });
}

export function deleteAccount<Shown>(how: Switch<Shown>, id: string, context: ConnectorContext): Promise<WriteAnswer> {
  const verb = 'delete account';
  return how.inTurn(id, async () => {
    const before = await how.read(verb, id, context);
    if (before === undefined || how.stateOf(before) === 'gone') return { outcome: 'unchanged', seen: 'gone' };
    let notes: readonly string[] | 'nobody';
    try {
      notes = await how.write(verb, before, context);
    } catch (error) {
      if (!(await isGoneAllTheSame(how, id, error, context))) throw error;
      return { outcome: 'changed', seen: 'gone' };
    }
    if (notes === 'nobody') return missed(how, verb, id, gone, context);
    return confirmed(how, verb, id, { met: gone, words: 'no account any more', notes }, context);
  });
}

interface Expectation {
  readonly met: ReadonlySet<AccountState>;
  readonly words: string;
  readonly notes: readonly string[];
}

/**
 * The answer to a write that the app accepted: the account is looked at until it is as wanted, or the app has had its
 * time. A look that fails takes nothing back; the engine looks itself then.
 *
 * @throws {TenureError} `CONNECTOR_NOT_EFFECTIVE` when the account goes on showing the old state.
 */
async function confirmed<Shown>(
  how: Switch<Shown>,
  verb: string,
  id: string,
  { met, words, notes }: Expectation,
  context: ConnectorContext,
): Promise<WriteAnswer> {
  const told = notes.length === 0 ? {} : { notes };
  const look = () => stateNow(how, verb, id, context);
  const seen = await settled(how.settlesMs, look, (state) => state === undefined || met.has(state), context);
  if (seen === undefined) return { outcome: 'changed', ...told };
  if (met.has(seen)) return { outcome: 'changed', seen, ...told };
  throw notEffective(how, verb, id, seen, words);
}

/**
 * The answer to a cut that the app calls "not found". Some say that to whoever may read and not write, so the account has to
 * be shown no more. One that the app never shows stays `unknown`.
 *
 * @throws {TenureError} `CONNECTOR_NOT_EFFECTIVE` when the account is still there as it was.
 */
async function missed<Shown>(
  how: Switch<Shown>,
  verb: string,
  id: string,
  met: Expectation['met'],
  context: ConnectorContext,
): Promise<WriteAnswer> {
  const open = (state: AccountState | undefined) => state !== undefined && state !== 'unknown' && !met.has(state);
  const seen = await settled(
    how.settlesMs,
    () => stateNow(how, verb, id, context),
    (state) => !open(state),
    context,
  );
  if (seen === undefined) return { outcome: 'changed' };
  if (open(seen)) throw notEffective(how, verb, id, seen, 'no such account', 'said that there is no such account');
  return { outcome: 'changed', seen };
}

async function stateNow<Shown>(how: Switch<Shown>, verb: string, id: string, context: ConnectorContext): Promise<AccountState | undefined> {
  try {
    const shown = await how.read(verb, id, context);
    return shown === undefined ? 'gone' : how.stateOf(shown);
  } catch (error) {
    if (isTenureError(error)) return undefined;
    throw error;
  }
}

/** Some servers fail on a removal that took effect; the account itself tells. A refusal of the credential is one. */
async function isGoneAllTheSame<Shown>(how: Switch<Shown>, id: string, error: unknown, context: ConnectorContext): Promise<boolean> {
  if (!isTenureError(error)) return false;
  const open = error.code === 'CONNECTOR_OUTCOME_UNKNOWN' || error.code === 'CONNECTOR_UNAVAILABLE' || error.code === 'CONNECTOR_REJECTED';
  return open && (await stateNow(how, 'delete account', id, context)) === 'gone';
}

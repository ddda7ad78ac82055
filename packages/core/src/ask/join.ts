// Somebody says that two people are one human. Judged here: what both are and hold must fit, or the whole of it is refused.
import { interruptedRuns, lastRunSetting, type StoredReport } from '../apply/run.ts';
import { TenureError } from '../connector/errors.ts';
import { hasOpenTask } from '../forget/refusals.ts';
import { isOff } from '../read/open-access.ts';
import { readSetting, type Session } from '../read/session.ts';
import type { AccountRow } from '../store/collections.ts';
import type { StoreOp } from '../store/port.ts';
import { allRows } from '../store/scan.ts';
import { refused, refusedFor } from './decline.ts';
import type { Effect } from './effect.ts';
import type { DecisionOf } from './inbox-entries.ts';
import { joiningOps, type Moves, type Side } from './join-rows.ts';
import { unknownPerson } from './naming.ts';

export const joiningDeciders = {
  async join(session: Session, decision: DecisionOf<'join'>): Promise<Effect> {
    const { person, into, by, reason, keep = {} } = decision;
    if (person === into) throw refused('join', 'into', 'nobody is joined with themselves');
    const [joined, other] = [await personBehind(session, 'person', person), await personBehind(session, 'into', into)];
    if (joined === other) return { ops: [], audit: [] };
    for (const [path, given, found] of [
      ['person', person, joined],
      ['into', into, other],
    ] as const)
      if (given !== found) throw refused('join', path, `this employment belongs to ${found}; name the person`);
    const unchanged = await nothingUnderWay(session, [person, into]);
    const [from, to] = [await sideOf(session, person), await sideOf(session, into)];
    await refuseDifferentActivation(session, from, to);
    const moves = movesOf(from, to, keep);
    const named = (rows: readonly AccountRow[]): string[] => rows.map(({ target, accountId }) => `${target}/${accountId}`);
    const detail = { reason, from: person, into, moved: named(moves.moved), dropped: named(moves.dropped) };
    const facts = { by, moved: moves.moved.map(({ target }) => target), dropped: moves.dropped.map(({ target }) => target) };
    return {
      ops: [...unchanged, ...(await joiningOps(session, from, to, moves))],
      audit: [into, person].map((each) => ({ kind: 'join' as const, person: each, facts, detail })),
    };
  },
};

async function personBehind({ store, tenant }: Session, path: string, given: string): Promise<string> {
  const [head] = await store.get(tenant, 'employee', [[given]], ['id', 'person']);
  if (head === undefined) throw refused('join', path, 'nobody has this id', unknownPerson);
  return head.person;
}

/**
 * Nothing of a run is open for these people, and no run may begin until the commit that holds these steps: what a run would
 * write down meanwhile belongs to somebody who is not there any more.
 */
async function nothingUnderWay(session: Session, people: readonly string[]): Promise<StoreOp[]> {
  const last = await readSetting<number>(session, lastRunSetting);
  const beginning = (await interruptedRuns(session)).some(({ report }) => !(report as StoredReport).queued);
  if (beginning) throw busy(people, 'a run has begun and has not said yet what it does');
  for (const person of people)
    if (await hasOpenTask(session, person)) throw busy(people, `a run has a change for ${person} that is not over`);
  if (last === undefined) return [];
  return [{ op: 'update', in: 'setting', key: [lastRunSetting], set: {}, when: { value: last } }];
}

function busy([person]: readonly string[], fact: string): TenureError {
  const facts = { system: 'lifecycle', verb: 'join', fact: `${fact}; sync() takes up what was interrupted`, details: {} };
  return new TenureError('STORE_BUSY', person === undefined ? facts : { ...facts, id: person });
}

async function sideOf({ store, tenant }: Session, person: string): Promise<Side> {
  const [plural] = await store.get(tenant, 'person', [[person]]);
  const heads = await store.get(
    tenant,
    'employee',
    (plural?.employees ?? [person]).map((employee) => [employee]),
  );
  const accounts = await allRows({ store, tenant }, 'account', { index: 'person', equals: [person] });
  return { person, heads: heads.filter((head) => head !== undefined), accounts };
}

/** Whoever is not managed is never cut: accounts that go over to them, or come from them, would change that unasked. */
async function refuseDifferentActivation(session: Session, from: Side, to: Side): Promise<void> {
  const rows = await session.store.get(session.tenant, 'activation', [[from.person], [to.person]]);
  const [one, other] = [from, to].map(({ person, heads }, index) => {
    const own = heads.find((head) => head.id === person)?.activation;
    return rows[index]?.managed ?? own !== 'unmanaged';
  });
  if (one === other) return;
  const which = one === true ? to.person : from.person;
  throw refused('join', 'person', `${which} is not managed and the other one is: activate or deactivate one of them first`);
}

/** Where only one holds an account it is the joined person's; where both do, somebody has said which, and the other is off. */
function movesOf(from: Side, to: Side, keep: Readonly<Record<string, string>>): Moves {
  const present = new Map(to.accounts.flatMap((row) => (row.state === 'gone' ? [] : [[row.target, row]])));
  const moved = from.accounts.filter(
    ({ target, state }) => !present.has(target) && (state !== 'gone' || !to.accounts.some((row) => row.target === target)),
  );
  const dropped: AccountRow[] = [];
  const problems: Problem[] = [];
  const both = from.accounts.flatMap((row) => {
    const own = row.state === 'gone' ? undefined : present.get(row.target);
    return own === undefined ? [] : [[row, own] as const];
  });
  for (const pair of both) {
    const { stays, goes, problem } = chosenOf(pair, keep);
    if (problem !== undefined) problems.push(problem);
    if (stays === pair[0]) moved.push(stays);
    dropped.push(goes);
  }
  for (const target of Object.keys(keep))
    if (!both.some(([row]) => row.target === target))
      problems.push({ path: `keep.${target}`, reason: 'they do not both hold an account there' });
  if (problems.length > 0) throw refusedFor('join', problems);
  return { moved, dropped };
}

interface Problem {
  readonly path: string;
  readonly reason: string;
}

/** An account that is nobody's is cut by nobody: it is off, or it stays somebody's. */
function chosenOf([row, own]: readonly [AccountRow, AccountRow], keep: Readonly<Record<string, string>>) {
  const { target } = row;
  const path = `keep.${target}`;
  const stays = [row, own].find(({ accountId }) => accountId === keep[target]);
  const goes = stays === row ? own : row;
  const ids = `${row.accountId} of ${row.person} and ${own.accountId} of ${own.person}`;
  const problem: Problem | undefined =
    stays === undefined
      ? { path, reason: `both hold an account there, ${ids}: say which one stays` }
      : isOff(goes)
        ? undefined
        : {
            path,
            reason: `${goes.accountId} would be nobody's and is on: first revoke it, sync() and withdraw, or turn it off there and let drift() see it`,
          };
  return { stays, goes, problem };
}

// People who are decided upon whatever the feed says of them: whom time has made due, whom somebody decided about, and after a
// change of policy everybody who left.
import type { StoreOp } from '../store/port.ts';
import { scanAll } from '../store/scan.ts';
import { decideHeads, decidePeople } from './decide.ts';
import { type DecidingSession, peoplePerBatch, readSetting, type Session, settingOp, writeAll } from './session.ts';

/** People for whom time alone has made something due, or whose case is open though no feed names them any more. */
export async function decideDue(session: DecidingSession): Promise<void> {
  const { store, tenant, calendar } = session;
  for await (const rows of scanAll(store, tenant, 'employee', { index: 'due', upTo: calendar.now, limit: peoplePerBatch })) {
    await decideHeads(session, rows);
  }
}

/** After a change of policy or of the targets in it, everybody who left: they may have been seen to under another one; and whoever somebody decided about. */
export async function decideLeft(session: DecidingSession): Promise<void> {
  const { store, tenant, policy } = session;
  await decideRechecked(session);
  const decidedWith = await readSetting<string>(session, 'decided-with');
  if (decidedWith === policy.fingerprint) return;
  for await (const rows of scanAll(store, tenant, 'employee', { limit: peoplePerBatch })) {
    const others = rows.filter(({ phase, settled }) => phase === 'left' && settled?.endsWith(policy.fingerprint) !== true);
    if (others.length > 0) await decideHeads(session, others);
  }
  await writeAll(session, [settingOp('decided-with', policy.fingerprint)]);
}

/** People somebody decided about since the last plan. Whoever is added meanwhile stays for the next one. */
async function decideRechecked(session: DecidingSession): Promise<void> {
  for await (const ids of takeRechecks(session)) await decidePeople(session, ids);
}

/** Puts people somebody decided about among those who are due, in batches. */
export async function* takeRechecks(session: Session): AsyncGenerator<readonly string[]> {
  const { store, tenant, calendar } = session;
  for await (const rows of scanAll(store, tenant, 'recheck', { limit: peoplePerBatch })) {
    const ids = rows.map(({ person }) => person);
    const heads = await store.get(
      tenant,
      'employee',
      ids.map((id) => [id]),
      ['id'],
    );
    // First taken off, then looked at: a decision that comes between is seen by this look or has put them on again. Unsettled
    // and due they are looked at by the next plan, should this one not come to its end.
    await writeAll(session, [
      ...heads.flatMap((head): StoreOp[] =>
        head === undefined ? [] : [{ op: 'update', in: 'employee', key: [head.id], set: { settled: null, dueAt: calendar.now } }],
      ),
      ...ids.map((id): StoreOp => ({ op: 'delete', in: 'recheck', key: [id] })),
    ]);
    yield ids;
  }
}

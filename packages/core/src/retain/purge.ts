// The end of what is over: each collection is looked at from its oldest end, and left at the first row that is young enough.
import { isTenureError } from '../connector/errors.ts';
import type { Session } from '../read/session.ts';
import type { CollectionName, Row, ScanQuery, StoreOp } from '../store/port.ts';
import { scanAll } from '../store/scan.ts';
import { purgePlans } from './plans.ts';
import type { Retention } from './retention.ts';
import { purgeRuns } from './runs.ts';

/** So many rows of one kind go at once; the rest goes the next time. */
const mostAtOnce = 20_000;

/**
 * Deletes what is older than it has to be kept. One indexed look per kind when nothing is. Safe to repeat after an
 * interruption; a store that refuses is told to the log, and the next time goes on from there.
 */
export async function purge(session: Session, keepFor: Retention): Promise<void> {
  const { context } = session;
  const since = (milliseconds: number): number => context.now() - milliseconds;
  try {
    await purgePlans(session, since(keepFor.plans));
    await purgeRuns(session, since(keepFor.runs));
    await purgeJournal(session, since(keepFor.runs));
    await purgeEvents(session, since(keepFor.events));
    await purgeInbox(session, since(keepFor.inbox));
  } catch (error) {
    if (context.signal.aborted || !isTenureError(error)) throw error;
    context.log.warn({ code: error.code }, 'what is old could not be deleted; the next plan tries again');
  }
}

interface Oldest<Name extends CollectionName> {
  readonly query: Omit<ScanQuery<Name>, 'limit'>;
  readonly isOld: (row: Row<Name>) => boolean;
  /** Those among old rows that may go. */
  readonly over: (rows: readonly Row<Name>[]) => Promise<readonly Row<Name>[]>;
  readonly gone: (row: Row<Name>) => StoreOp;
}

async function purgeOldest<Name extends CollectionName>(session: Session, collection: Name, oldest: Oldest<Name>): Promise<void> {
  const { store, tenant } = session;
  let looked = 0;
  for await (const rows of scanAll(store, tenant, collection, { ...oldest.query, limit: 500 })) {
    const young = rows.findIndex((row) => !oldest.isOld(row));
    const old = young < 0 ? rows : rows.slice(0, young);
    const over = await oldest.over(old);
    if (over.length > 0) await store.commit(tenant, over.map(oldest.gone));
    looked += old.length;
    if (young >= 0 || looked >= mostAtOnce) return;
  }
}

const all = async <Each>(rows: readonly Each[]): Promise<readonly Each[]> => rows;

/** What a task that has not come to its end may need to be taken up again stays. */
function purgeJournal(session: Session, before: number): Promise<void> {
  const { store, tenant } = session;
  return purgeOldest(session, 'journal', {
    query: { columns: ['seq', 'task', 'at'] },
    isOld: ({ at }) => at < before,
    async over(rows) {
      const ids = [...new Set(rows.map(({ task }) => task))];
      const tasks = await store.get(
        tenant,
        'task',
        ids.map((id) => [id]),
        ['id', 'state'],
      );
      const open = new Set(tasks.flatMap((task) => (task === undefined || task.state === 'settled' ? [] : [task.id])));
      return rows.filter(({ task }) => !open.has(task));
    },
    gone: ({ seq }) => ({ op: 'delete', in: 'journal', key: [seq] }),
  });
}

/** An event goes when every handler has been given it, and none of them has failed on it. */
async function purgeEvents(session: Session, before: number): Promise<void> {
  const { store, tenant } = session;
  const [oldest] = (await store.scan(tenant, 'event', { limit: 1, columns: ['at'] })).rows;
  if (oldest === undefined || oldest.at >= before) return;
  const handlers = await handlerPositions(session);
  const passed = Math.min(...handlers.map(({ seq }) => seq));
  await purgeOldest(session, 'event', {
    query: { columns: ['seq', 'at'] },
    isOld: ({ seq, at }) => at < before && seq <= passed,
    async over(rows) {
      const keys = handlers.flatMap(({ handler }) => rows.map(({ seq }) => [handler, seq]));
      const failed = keys.length === 0 ? [] : await store.get(tenant, 'delivery', keys, ['handler', 'event']);
      const waiting = new Set(failed.map((delivery) => delivery?.event));
      return rows.filter(({ seq }) => !waiting.has(seq));
    },
    gone: ({ seq }) => ({ op: 'delete', in: 'event', key: [seq] }),
  });
}

/** How far each handler has come that was ever heard of. */
async function handlerPositions({ store, tenant }: Session): Promise<{ handler: string; seq: number }[]> {
  const positions: { handler: string; seq: number }[] = [];
  for await (const rows of scanAll(store, tenant, 'setting', { after: ['handler:'], limit: 100 })) {
    for (const { name, value } of rows) {
      if (!name.startsWith('handler:')) return positions;
      positions.push({ handler: name.slice('handler:'.length), seq: Number(value) });
    }
  }
  return positions;
}

function purgeInbox(session: Session, before: number): Promise<void> {
  return purgeOldest(session, 'inbox', {
    query: { index: 'state', equals: ['taken'], columns: ['seq', 'at'] },
    isOld: ({ at }) => at < before,
    over: all,
    gone: ({ seq }) => ({ op: 'delete', in: 'inbox', key: [seq] }),
  });
}

// Hints on their way from whoever hears of them to whoever reads again: durable, each once, none believed.
import { hintSchema } from '../ask/inbox-entries.ts';
import type { Hint } from '../connector/hints.ts';
import type { EpochMilliseconds } from '../model/dates.ts';
import type { AccountsAsked } from '../read/look-at-accounts.ts';
import type { Session } from '../read/session.ts';
import type { StoreOp } from '../store/port.ts';
import { scanAll } from '../store/scan.ts';

/** What stands in the inbox: who said it, and whom to look at. */
export interface HeardHint {
  /** The id of the source or target it came from. */
  readonly system: string;
  readonly hint: Hint;
}

export function hintOp(heard: HeardHint, at: EpochMilliseconds): StoreOp {
  return { op: 'append', in: 'inbox', row: { kind: 'hint', at, data: heard, state: 'new' } };
}

/** What all waiting hints together ask for. */
export interface Asked {
  /** Employees to read again. */
  readonly employees: readonly string[];
  /** Accounts to look at again, by target. */
  readonly accounts: ReadonlyMap<string, AccountsAsked>;
  /** True when the source could not say whom: everything is read soon. */
  readonly everything: boolean;
  /** Writes down that this was done. Until then a crash asks for all of it again. */
  done(): Promise<void>;
}

/** At most so many people are read again at once; the rest comes right after. */
const mostAtOnce = 500;
/** For how long a message is known, so that its repetition is not another hint. */
const knownForMs = 7 * 86_400_000;

/** Gathers what waits: hints new to us, and readings that an earlier hint asked to repeat on a later day. */
export async function gatherHints(session: Session, sourceId: string, most: number = mostAtOnce): Promise<Asked> {
  const { store, tenant, context } = session;
  const { heard, ops } = await newHints(session, most);
  const employees = new Set<string>();
  const accounts = new Map<string, AccountsAsked>();
  for (const { system, hint } of heard) {
    if (system !== sourceId) {
      const { ids, everything } = accounts.get(system) ?? { ids: [], everything: false };
      accounts.set(system, { ids: [...new Set([...ids, ...hint.ids])], everything: everything || hint.everything === true });
      continue;
    }
    for (const id of hint.ids) employees.add(id);
    ops.push(...recallOps(hint, context.now()));
  }
  for await (const rows of scanAll(store, tenant, 'recall', { index: 'due', upTo: context.now(), limit: mostAtOnce })) {
    for (const { employee, at } of rows) {
      employees.add(employee);
      ops.push({ op: 'delete', in: 'recall', key: [employee, at] });
    }
  }
  return {
    employees: [...employees],
    accounts,
    everything: heard.some(({ system, hint }) => system === sourceId && hint.everything === true),
    async done() {
      for (let from = 0; from < ops.length; from += 1_000) await store.commit(tenant, ops.slice(from, from + 1_000));
    },
  };
}

function recallOps({ ids, againAt }: Hint, now: EpochMilliseconds): StoreOp[] {
  if (againAt === undefined || againAt <= now) return [];
  return ids.map((employee) => ({ op: 'put', in: 'recall', row: { employee, at: againAt } }));
}

/** Hints that were not heard before, oldest first, and the steps that take them off the inbox. */
async function newHints(
  { store, tenant, context }: Session,
  most: number,
): Promise<{ readonly heard: HeardHint[]; readonly ops: StoreOp[] }> {
  const heard = new Map<string, HeardHint>();
  const ops: StoreOp[] = [];
  let named = 0;
  for await (const rows of scanAll(store, tenant, 'inbox', { index: 'state', equals: ['new'], limit: 200 })) {
    const hints = rows.filter(({ kind }) => kind === 'hint').map((row) => ({ row, parsed: hintSchema.safeParse(row.data) }));
    const keys = hints.map(({ parsed }) => (parsed.success ? keyOf(parsed.data) : ''));
    const known = await store.get(
      tenant,
      'heard',
      keys.map((key) => [key]),
    );
    for (const [index, { row, parsed }] of hints.entries()) {
      if (named >= most) return { heard: [...heard.values()], ops };
      ops.push({ op: 'update', in: 'inbox', key: [row.seq], set: { state: 'taken' } });
      const key = keys[index] ?? '';
      if (!parsed.success) context.log.warn({ entry: row.seq }, 'a hint in the inbox cannot be read');
      if (!parsed.success || known[index] !== undefined || heard.has(key)) continue;
      heard.set(key, parsed.data);
      ops.push({ op: 'put', in: 'heard', row: { id: key, at: context.now() } });
      named += parsed.data.hint.ids.length;
    }
  }
  return { heard: [...heard.values()], ops };
}

const keyOf = ({ system, hint }: HeardHint): string => `${system} ${hint.id}`;

/** When the next reading falls due that a hint asked to repeat; null when none does. */
export async function nextRecall({ store, tenant }: Session): Promise<EpochMilliseconds | null> {
  const page = await store.scan(tenant, 'recall', { index: 'due', limit: 1 });
  return page.rows[0]?.at ?? null;
}

/** Forgets messages whose repetition nobody expects any more. */
export async function forgetHeard({ store, tenant, context }: Session): Promise<void> {
  for await (const rows of scanAll(store, tenant, 'heard', { index: 'age', upTo: context.now() - knownForMs, limit: 500 })) {
    await store.commit(
      tenant,
      rows.map(({ id }) => ({ op: 'delete', in: 'heard', key: [id] })),
    );
  }
}

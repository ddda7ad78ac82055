// Everything a person who has left may still have on, kept as rows of its own: nobody has to go through everyone to find it.
import type { Person } from '../model/person.ts';
import type { PersonPlan } from '../plan/difference.ts';
import type { AccountRow, OpenAccessRow } from '../store/collections.ts';
import type { StoreOp } from '../store/port.ts';
import { scanAll } from '../store/scan.ts';
import type { DecidingSession } from './session.ts';

export interface OpenAccessInput {
  readonly person: Person;
  readonly plan: PersonPlan;
  /** True when they counted as left before. */
  readonly hadLeft: boolean;
  /** True for somebody the store knows nothing of yet. */
  readonly fresh: boolean;
}

/** The steps that write down what is still on; also in targets that are left out of this plan or attached no more. */
export async function openAccessOps(session: DecidingSession, { person, plan, hadLeft, fresh }: OpenAccessInput): Promise<StoreOp[]> {
  if (person.phase !== 'left') return hadLeft ? [{ op: 'delete', in: 'openAccess', key: [person.id] }] : [];
  const open = new Map([...unlinked(plan), ...(fresh ? [] : await accountsOn(session, person.id))]);
  const known = fresh ? new Set<string>() : await writtenDown(session, person.id);
  const since = person.cutAt ?? session.calendar.now;
  const fresher = [...open].filter(([target]) => !known.has(target));
  const over = [...known].filter((target) => !open.has(target));
  return [
    ...fresher.map(
      ([target, accountId]): StoreOp => ({ op: 'put', in: 'openAccess', row: { person: person.id, target, accountId, since } }),
    ),
    ...over.map((target): StoreOp => ({ op: 'delete', in: 'openAccess', key: [person.id, target] })),
  ];
}

/** A cut that the target has not finished, or that nobody has seen, is none yet. */
export const isOff = ({ state, awaits }: AccountRow): boolean => (state === 'disabled' || state === 'gone') && awaits === null;

async function accountsOn({ store, tenant }: DecidingSession, person: string): Promise<[string, string][]> {
  const on: [string, string][] = [];
  for await (const rows of scanAll(store, tenant, 'account', { index: 'person', equals: [person] })) {
    for (const row of rows) if (!isOff(row)) on.push([row.target, row.accountId]);
  }
  return on;
}

async function writtenDown({ store, tenant }: DecidingSession, person: string): Promise<Set<string>> {
  const targets = new Set<string>();
  for await (const rows of scanAll(store, tenant, 'openAccess', { equals: [person] })) for (const { target } of rows) targets.add(target);
  return targets;
}

/** Accounts that seem to be theirs and are not linked yet. */
function unlinked({ changes, questions }: PersonPlan): [string, string][] {
  const adopted = changes.filter(({ class: what }) => what === 'adopt' || what === 'link');
  const asked = questions.filter(({ kind, target }) => kind === 'match' && target !== null);
  return [
    ...adopted.map(({ target, accountId }): [string, string] => [target, accountId ?? '']),
    ...asked.map(({ target, candidates }): [string, string] => {
      const on = candidates.find(({ state }) => state !== 'disabled' && state !== 'gone') ?? candidates[0];
      return [target ?? '', on?.accountId ?? ''];
    }),
  ];
}

/** Whether an account that seems to be somebody's, and is nobody's yet, is on as far as its target was read. */
export async function isUnlinkedAndOn(
  { store, tenant }: Pick<DecidingSession, 'store' | 'tenant'>,
  { target, accountId }: OpenAccessRow,
): Promise<boolean> {
  const [listed] = await store.get(tenant, 'inventory', [[target, accountId]]);
  const owner = await store.scan(tenant, 'account', { index: 'account', equals: [target, accountId], limit: 1 });
  return listed !== undefined && listed.state !== 'disabled' && owner.rows.length === 0;
}

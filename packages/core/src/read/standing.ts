// What the store holds on people beside HR: whether they are managed, what was granted or revoked, what they are losing, and
// the address made for them.
import type { Person } from '../model/person.ts';
import { factsOf } from '../plan/desired.ts';
import { type Activation, plainStanding, type Standing } from '../plan/standing.ts';
import type { ExceptionRow, StandingRow } from '../store/collections.ts';
import type { StoreOp } from '../store/port.ts';
import { scanAll } from '../store/scan.ts';
import type { DecidingSession, Session } from './session.ts';
import type { SeatKeeper, StoredStanding } from './stored-standing.ts';

/** Whether anybody was decided about beside HR: if not, nobody looks. */
export async function hasDecisions({ store, tenant }: Pick<Session, 'store' | 'tenant'>): Promise<boolean> {
  for (const collection of ['exception', 'activation'] as const)
    if ((await store.scan(tenant, collection, { limit: 1 })).rows.length > 0) return true;
  return false;
}

/** One look-up for a batch. People the roster does not know are left out. */
export async function standingsOf(session: DecidingSession, people: readonly string[]): Promise<Map<string, StoredStanding>> {
  const { store, tenant } = session;
  const keys = people.map((id) => [id]);
  const heads = await store.get(tenant, 'employee', keys, ['id', 'activation']);
  const rows = await store.get(tenant, 'standing', keys);
  const chosen = session.excepting ? await store.get(tenant, 'activation', keys) : [];
  const exceptions = session.excepting ? await exceptionsOf(session, people) : new Map<string, ExceptionRow[]>();
  const found = new Map<string, StoredStanding>();
  for (const [index, id] of people.entries()) {
    const head = heads[index];
    if (head === undefined) continue;
    const own = { chosen: chosen[index]?.managed, exceptions: exceptions.get(id) ?? [], row: rows[index] };
    found.set(id, { activation: head.activation, ...own });
  }
  return found;
}

async function exceptionsOf({ store, tenant, policy }: DecidingSession, people: readonly string[]): Promise<Map<string, ExceptionRow[]>> {
  const keys = people.flatMap((person) => policy.targets.map(({ id }) => [person, id]));
  const found = new Map<string, ExceptionRow[]>();
  for (const row of await store.get(tenant, 'exception', keys))
    if (row !== undefined) found.set(row.person, [...(found.get(row.person) ?? []), row]);
  return found;
}

/** The standing a decision starts from. */
export function standingOf(stored: StoredStanding, decided: Activation | null = stored.activation): Standing {
  const { row, exceptions } = stored;
  if (row === undefined && exceptions.length === 0 && decided === 'managed') return plainStanding;
  return { activation: decided ?? 'managed', exceptions, losing: row?.losing ?? {} };
}

/** The person with what their standing adds to what HR says. */
export function withAddress(person: Person, row: StandingRow | undefined): Person {
  return row?.address === null || row?.address === undefined ? person : { ...person, address: row.address };
}

/** The steps that bring the stored row to this; none when it says so already. */
export function standingOps(person: string, before: StandingRow | undefined, after: Omit<StandingRow, 'person'>): StoreOp[] {
  const row: StandingRow = { person, ...after };
  const empty = Object.keys(row.losing).length === 0 && row.address === null && !row.returning;
  if (before === undefined && empty) return [];
  if (before !== undefined && JSON.stringify(inOrder(before)) === JSON.stringify(inOrder(row))) return [];
  return empty ? [{ op: 'delete', in: 'standing', key: [person] }] : [{ op: 'put', in: 'standing', row }];
}

const inOrder = ({ losing, address, addressFrom, returning }: StandingRow) => [
  Object.entries(losing).sort(),
  address,
  addressFrom,
  returning,
];

/** Exceptions that have ended are no more: a rehire, or a way back into the department, does not bring them back. */
export function endedOps(before: readonly ExceptionRow[], after: Standing): StoreOp[] {
  const ended = before.filter((row) => !after.exceptions.includes(row));
  return ended.map(({ person, target }) => ({ op: 'delete', in: 'exception', key: [person, target] }));
}

/** Counts the seats that are taken, where they are limited. Reads the heads of everybody then. */
export async function openSeats(session: Session & Pick<DecidingSession, 'policy' | 'firstImport'>): Promise<SeatKeeper> {
  const { activation } = session.policy;
  const rule = session.firstImport ? 'firstImport' : 'joiners';
  const chosen = activation[rule];
  const cannotSay = activation.unresolved[rule] !== undefined;
  let left = activation.seats === null ? Number.POSITIVE_INFINITY : activation.seats - (await seatsTaken(session));
  const seat = (person: Person): Activation => {
    if (person.phase === 'left') return 'managed';
    if (left <= 0) return 'no-seat';
    left -= 1;
    return 'managed';
  };
  return {
    decide({ activation: current, chosen: said }, person, returning) {
      if (said === false) return 'unmanaged';
      if (current === 'managed' && !returning) return current;
      if (said === undefined && current === 'unmanaged') return current;
      const isOpen = current === null || current === 'no-seat';
      if (said === undefined && isOpen && cannotSay) return person.phase === 'left' ? 'managed' : 'no-seat';
      if (said === undefined && isOpen && !chosen(factsOf(person, session.policy))) return 'unmanaged';
      return seat(person);
    },
  };
}

/** Managed people who have not left. */
export async function seatsTaken({ store, tenant }: Session): Promise<number> {
  let taken = 0;
  const columns = ['id', 'person', 'phase', 'activation'] as const;
  for await (const rows of scanAll(store, tenant, 'employee', { columns })) {
    for (const { id, person, phase, activation } of rows) if (id === person && activation === 'managed' && phase !== 'left') taken += 1;
  }
  return taken;
}

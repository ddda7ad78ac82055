// What the store holds on people beside HR: whether they are managed, what was granted or revoked, what they are losing, and
// the address made for them.
import type { Person } from '../model/person.ts';
import { factsOf } from '../plan/desired.ts';
import { type Activation, plainStanding, type Standing } from '../plan/standing.ts';
import type { StandingRow } from '../store/collections.ts';
import type { StoreOp } from '../store/port.ts';
import { scanAll } from '../store/scan.ts';
import type { DecidingSession, Session } from './session.ts';

/** A person's standing as stored. `activation` null: not decided yet. */
export interface StoredStanding {
  readonly activation: Activation | null;
  readonly row: StandingRow | undefined;
}

/** One look-up for a batch. People without anything of their own are left out. */
export async function standingsOf({ store, tenant }: Session, people: readonly string[]): Promise<Map<string, StoredStanding>> {
  const keys = people.map((id) => [id]);
  const heads = await store.get(tenant, 'employee', keys, ['id', 'activation']);
  const rows = await store.get(tenant, 'standing', keys);
  const found = new Map<string, StoredStanding>();
  for (const [index, id] of people.entries()) {
    const [head, row] = [heads[index], rows[index]];
    if (head !== undefined) found.set(id, { activation: head.activation, row });
  }
  return found;
}

/** The standing a decision starts from. */
export function standingOf({ activation, row }: StoredStanding, decided: Activation | null = activation): Standing {
  if (row === undefined && decided === 'managed') return plainStanding;
  return { activation: decided ?? 'managed', exceptions: row?.exceptions ?? [], losing: row?.losing ?? {} };
}

/** The person with what their standing adds to what HR says. */
export function withAddress(person: Person, row: StandingRow | undefined): Person {
  return row?.address === null || row?.address === undefined ? person : { ...person, address: row.address };
}

/** The steps that bring the stored row to this standing; none when it says so already. */
export function standingOps(person: string, before: StandingRow | undefined, after: Omit<StandingRow, 'person'>): StoreOp[] {
  const row: StandingRow = { person, ...after };
  const empty = row.exceptions.length === 0 && Object.keys(row.losing).length === 0 && row.address === null;
  if (before === undefined && empty) return [];
  if (before !== undefined && JSON.stringify(inOrder(before)) === JSON.stringify(inOrder(row))) return [];
  return empty ? [{ op: 'delete', in: 'standing', key: [person] }] : [{ op: 'put', in: 'standing', row }];
}

const inOrder = ({ exceptions, losing, address, addressFrom }: StandingRow) => [
  exceptions,
  Object.entries(losing).sort(),
  address,
  addressFrom,
];

/** Decides who is managed: chosen once, when a person is first seen; whoever found no seat is asked about again. */
export interface SeatKeeper {
  /** `returning`: the person had left, and with that their seat. */
  decide(current: Activation | null, person: Person, returning: boolean): Activation;
}

/** Counts the seats that are taken, where they are limited. Reads the heads of everybody then. */
export async function openSeats(session: Session & Pick<DecidingSession, 'policy' | 'firstImport'>): Promise<SeatKeeper> {
  const { activation } = session.policy;
  const chosen = session.firstImport ? activation.firstImport : activation.joiners;
  let left = activation.seats === null ? Number.POSITIVE_INFINITY : activation.seats - (await seatsTaken(session));
  const seat = (person: Person): Activation => {
    if (person.phase === 'left') return 'managed';
    if (left <= 0) return 'no-seat';
    left -= 1;
    return 'managed';
  };
  return {
    decide(current, person, returning) {
      if (current === 'unmanaged' || (current === 'managed' && !returning)) return current;
      if (current === null && !chosen(factsOf(person, session.policy))) return 'unmanaged';
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

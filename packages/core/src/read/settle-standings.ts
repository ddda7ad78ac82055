// The standing of a batch of people before they are decided upon: who gets a seat, who gets an address, and how what the
// decision makes of it is written down.
import type { Person, Phase } from '../model/person.ts';
import type { Standing } from '../plan/standing.ts';
import type { StandingRow } from '../store/collections.ts';
import type { StoreOp } from '../store/port.ts';
import { type AddressFinding, findAddress, needsAddress } from './addresses.ts';
import type { KnownPerson } from './people.ts';
import type { DecidingSession } from './session.ts';
import { endedOps, standingOf, standingOps, standingsOf, withAddress } from './standing.ts';
import type { StoredStanding } from './stored-standing.ts';

export interface SettledStanding {
  readonly standing: Standing;
  readonly inQuestion: { readonly target: string; readonly accountIds: readonly string[] } | undefined;
  /** True when the person had been here before the start that lay ahead at the last decision. */
  readonly returning: boolean;
  /** The steps that write down the standing after the decision. */
  after(standing: Standing): StoreOp[];
}

export interface SettledStandings {
  /** The same people, with their addresses. */
  readonly people: ReadonlyMap<string, KnownPerson>;
  readonly standings: ReadonlyMap<string, SettledStanding>;
}

/** `fresh` are people nothing can be in the store about. */
export async function settleStandings(
  session: DecidingSession,
  known: ReadonlyMap<string, KnownPerson>,
  fresh: ReadonlySet<string>,
): Promise<SettledStandings> {
  const stored = await standingsOf(
    session,
    [...known.keys()].filter((id) => !fresh.has(id)),
  );
  const people = new Map<string, KnownPerson>();
  const standings = new Map<string, SettledStanding>();
  const taken = new Map<string, string>();
  for (const [id, each] of known) {
    const own: StoredStanding = stored.get(id) ?? { activation: each.activation, chosen: undefined, exceptions: [], row: undefined };
    const before = own.activation === null ? undefined : (each.before ?? each.headPhase);
    const activation = session.seats.decide(own, each.person, before === 'left' && each.person.phase !== 'left');
    const found = activation === 'managed' ? await addressOf(session, each.person, own.row, taken) : undefined;
    const { address, from } = found?.kind === 'given' ? found : { address: own.row?.address ?? null, from: own.row?.addressFrom ?? null };
    const wasReturning = own.row?.returning ?? false;
    const returning = each.person.phase === 'upcoming' && (wasReturning || hasBeenHere(before));
    const row: StandingRow = { person: id, losing: own.row?.losing ?? {}, address, addressFrom: from, returning };
    people.set(id, { ...each, person: withAddress(each.person, row) });
    standings.set(id, {
      standing: standingOf(own, activation),
      inQuestion: found?.kind === 'in-question' ? { target: found.target, accountIds: found.accountIds } : undefined,
      returning: wasReturning,
      after: (standing) => [
        ...(found?.kind === 'given' ? found.ops : []),
        ...standingOps(id, own.row, { losing: standing.losing, address, addressFrom: from, returning }),
        ...endedOps(own.exceptions, standing),
      ],
    });
  }
  return { people, standings };
}

const hasBeenHere = (phase: Phase | undefined): boolean => phase === 'left' || phase === 'active' || phase === 'on-leave';

/** Standings as the store holds them: for looking again at what was decided. */
export async function settledStandings(session: DecidingSession, people: readonly Person[]): Promise<Map<string, SettledStanding>> {
  const stored = await standingsOf(
    session,
    people.map(({ id }) => id),
  );
  return new Map(
    [...stored].map(([id, own]) => [id, { standing: standingOf(own), inQuestion: undefined, returning: false, after: () => [] }]),
  );
}

async function addressOf(
  session: DecidingSession,
  person: Person,
  row: StandingRow | undefined,
  taken: Map<string, string>,
): Promise<AddressFinding | undefined> {
  const rule = session.policy.addresses;
  if (rule === undefined || !needsAddress(session, person)) return undefined;
  return findAddress(session, rule, person, row, taken);
}

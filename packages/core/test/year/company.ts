// A company of a few thousand people as its HR system sees it: who they are, their employments, and the records HR lists.
import type { Draft, Employee } from '../../src/connector/index.ts';

export type DepartmentId = 'd-eng' | 'd-plat' | 'd-sales' | 'd-fin';

/** One contract. The last day is a date or, for a few, an instant. */
export interface Contract {
  readonly id: string;
  start: string;
  end: string | null;
  /** HR has ticked “terminated”; with a last day to come that is notice. */
  terminated: boolean;
  department: DepartmentId;
  type: 'full-time' | 'contractor' | 'intern';
  /** False once HR has purged the record. */
  listed: boolean;
}

export interface Human {
  readonly number: number;
  readonly first: string;
  family: string;
  /** What HR states; null: the engine makes one. */
  email: string | null;
  zone: string;
  /** HR states the zone itself; otherwise only the city, which is mapped. */
  readonly statesZone: boolean;
  onLeave: boolean;
  readonly contracts: Contract[];
}

/** City by zone: the engine is given the map the other way round. */
export const cities = {
  'Pacific/Auckland': 'Auckland',
  'Pacific/Kiritimati': 'Tabwakea',
  'Asia/Tokyo': 'Tokyo',
  'Asia/Kolkata': 'Pune',
  'Europe/London': 'London',
  'America/New_York': 'New York',
  'America/Santiago': 'Santiago',
  'Pacific/Pago_Pago': 'Pago Pago',
} as const;
export type Zone = keyof typeof cities;
export const zones = Object.keys(cities) as readonly Zone[];

const firstNames = 'Ada Bea Cem Dan Eva Finn Gil Hana Ivo José Kim Lea Max Noa Olu Pia Quin Rui Sia Tom Uma Val Wim Xia Yan Zoë'.split(' ');
const familyNames = 'King Byron Müller Silva Tanaka Okafor Rossi Novák Singh Cohen Larsen Moreau Kaya Adams Baker Clark'.split(' ');

/** Numbers from a seed, the same everywhere. */
export interface Chance {
  below(limit: number): number;
  happens(share: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
}

export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    happens: (share) => next() < share,
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new RangeError('nothing to pick from');
      return item;
    },
  };
}

export const departmentOf = (chance: Chance): DepartmentId =>
  chance.pick(['d-eng', 'd-plat', 'd-sales', 'd-sales', 'd-sales', 'd-fin', 'd-fin']);

/** Ids rise in the order of hiring, so that somebody's first contract has their smallest one. */
export const contractId = (nth: number): string => `c${String(nth).padStart(6, '0')}`;

export function newHuman(number: number, contract: Contract, chance: Chance): Human {
  const [first, family] = [chance.pick(firstNames), chance.pick(familyNames)];
  const email = chance.happens(0.15) ? null : `${plain(first)}.${plain(family)}${10_000 + number}@acme.example`;
  const zone = chance.pick(zones);
  return { number, first, family, email, zone, statesZone: chance.happens(0.7), onLeave: false, contracts: [contract] };
}

export const familyName = (chance: Chance): string => chance.pick(familyNames);

/** A name in plain letters. */
export const plain = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();

/** The records HR lists of somebody, in order of id. */
export function recordsOf(human: Human): Draft<Employee>[] {
  return human.contracts.filter(({ listed }) => listed).map((contract) => recordOf(human, contract));
}

function recordOf(human: Human, contract: Contract): Draft<Employee> {
  const city = cities[human.zone as Zone];
  return {
    id: contract.id,
    employeeNumber: `N${human.number}`,
    firstName: human.first,
    lastName: human.family,
    workEmail: human.email,
    departmentId: contract.department,
    jobTitle: 'Worker',
    timeZone: human.statesZone ? human.zone : null,
    location: { city },
    employmentType: contract.type,
    status: contract.terminated ? 'terminated' : human.onLeave ? 'on-leave' : 'active',
    startDate: contract.start as '2026-01-01',
    endDate: contract.end as '2026-01-01' | null,
  };
}

const dayMs = 86_400_000;
const clocks = new Map<string, { readonly show: (now: number) => string; now: number; shown: string }>();

/** What clocks show there, `2026-01-01 09:30`, by the runtime's own calendar. A day's questions are nearly all about one instant. */
export function wallClock(zone: string, now: number): string {
  const clock = clocks.get(zone) ?? { show: clockOf(zone), now: Number.NaN, shown: '' };
  clocks.set(zone, clock);
  if (clock.now !== now) Object.assign(clock, { now, shown: clock.show(now) });
  return clock.shown;
}

function clockOf(zone: string): (now: number) => string {
  const options = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, ...options });
  return (now) => format.format(now).replace(', ', ' ');
}

export const plusDays = (date: string, days: number): string => new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10);

// What happens at HR on one day, by chance: each happening is a thing a payroll clerk enters, early, late, or by mistake.
import {
  type Chance,
  type Contract,
  contractId,
  departmentOf,
  familyName,
  type Human,
  newHuman,
  plain,
  plusDays,
  zones,
} from './company.ts';

export interface Company {
  readonly humans: Human[];
  contracts: number;
}

/** How often each happens on a busy day; on an average one half as often. */
const perDay = {
  hire: 1.6,
  move: 2.5,
  rename: 0.4,
  marriage: 0.3,
  notice: 1.2,
  lateNotice: 0.3,
  dismissal: 0.2,
  rescind: 0.6,
  awayBegins: 0.8,
  awayEnds: 0.8,
  rehire: 0.4,
  newContract: 0.5,
  conversion: 0.3,
  secondContract: 0.3,
  relocation: 0.5,
  startMoves: 0.6,
  noShow: 0.2,
  addressStated: 0.2,
  addressTakenBack: 0.2,
  purge: 0.5,
  vanish: 0.05,
  restored: 0.05,
} as const;

export type Kind = keyof typeof perDay;

/** Nothing that makes one human of two records, or takes one off the list: for days on which not all of it would be heard. */
export const plainKinds: ReadonlySet<Kind> = new Set([
  'hire',
  'move',
  'rename',
  'marriage',
  'notice',
  'lateNotice',
  'dismissal',
  'rescind',
  'awayBegins',
  'awayEnds',
  'rehire',
  'relocation',
  'startMoves',
  'noShow',
]);

/** Everything that happens on one day, and to whom. `login` is what somebody signs in with, as HR may look it up. */
export function happenToday(
  company: Company,
  today: string,
  chance: Chance,
  login: (human: Human) => string | undefined,
  only?: ReadonlySet<Kind>,
): Set<Human> {
  const touched = new Set<Human>();
  for (const kind of Object.keys(perDay) as Kind[]) {
    let times = perDay[kind] * (chance.below(1_000) / 1_000);
    for (; chance.happens(times); times -= 1) {
      if (only?.has(kind) === false) continue;
      const human =
        kind === 'hire' ? hire(company, plusDays(today, chance.below(35) - 4), chance) : happen(kind, { company, today, chance, login });
      if (human !== undefined) touched.add(human);
    }
  }
  return touched;
}

export function foundCompany(size: number, chance: Chance): Company {
  const company: Company = { humans: [], contracts: 0 };
  for (let number = 1; number <= size; number += 1) {
    const human = hire(company, '2020-01-06', chance);
    const [contract] = human.contracts;
    if (contract !== undefined && chance.happens(0.03)) Object.assign(contract, { end: '2027-01-29', terminated: true });
    human.onLeave = chance.happens(0.03);
  }
  return company;
}

function sign(company: Company, start: string, facts: Pick<Contract, 'department' | 'type'>): Contract {
  company.contracts += 1;
  return { id: contractId(company.contracts), start, end: null, terminated: false, listed: true, ...facts };
}

function hire(company: Company, start: string, chance: Chance): Human {
  const type = chance.happens(0.05) ? 'intern' : chance.happens(0.15) ? 'contractor' : 'full-time';
  const contract = sign(company, start, { department: departmentOf(chance), type });
  const human = newHuman(company.humans.length + 1, contract, chance);
  company.humans.push(human);
  return human;
}

interface Moment {
  readonly company: Company;
  readonly today: string;
  readonly chance: Chance;
  readonly login: (human: Human) => string | undefined;
}

function happen(kind: Exclude<Kind, 'hire'>, moment: Moment): Human | undefined {
  const [fits, what] = happenings[kind];
  const able = moment.company.humans.filter((human) => fits(human, moment.today));
  if (able.length === 0) return undefined;
  const human = moment.chance.pick(able);
  what(human, latest(human), moment);
  return human;
}

type Fits = (human: Human, today: string) => boolean;

const latest = ({ contracts }: Human): Contract => contracts.at(-1) as Contract;
const isOver = ({ start, end, terminated }: Contract, today: string): boolean =>
  end === null || end.slice(0, 10) < start ? terminated : end.slice(0, 10) < today;
const isOpen = ({ listed, end, terminated }: Contract): boolean => listed && end === null && !terminated;

const here: Fits = (human, today) => isOpen(latest(human)) && latest(human).start <= today;
const atWork: Fits = (human, today) => here(human, today) && !human.onLeave;
const away: Fits = (human, today) => here(human, today) && human.onLeave;
const toCome: Fits = (human, today) => isOpen(latest(human)) && latest(human).start > today;
const left: Fits = ({ contracts }, today) => contracts.every((contract) => isOver(contract, plusDays(today, -1)));
const leaving: Fits = (human, today) => {
  const { listed, end, terminated } = latest(human);
  return listed && (end === null ? terminated : end >= plusDays(today, -4));
};

const open = { end: null, terminated: false, listed: true } as const;

function rename(human: Human, chance: Chance): void {
  human.family = familyName(chance);
  if (human.email !== null && chance.happens(0.7))
    human.email = `${plain(human.first)}.${plain(human.family)}${10_000 + human.number}@acme.example`;
}

const happenings: Readonly<Record<Exclude<Kind, 'hire'>, readonly [Fits, (human: Human, present: Contract, moment: Moment) => void]>> = {
  move: [here, (_, present, { chance }) => Object.assign(present, { department: departmentOf(chance) })],
  rename: [here, (human, _, { chance }) => rename(human, chance)],
  marriage: [
    here,
    (human, present, { chance }) => {
      rename(human, chance);
      present.department = departmentOf(chance);
    },
  ],
  notice: [
    here,
    (_, present, { today, chance }) => {
      const day = plusDays(today, chance.below(20));
      const end = chance.happens(0.1) ? `${day}T${String(chance.below(24)).padStart(2, '0')}:30:00Z` : day;
      Object.assign(present, { end, terminated: chance.happens(0.5) });
    },
  ],
  lateNotice: [
    here,
    (_, present, { today, chance }) =>
      Object.assign(present, { end: plusDays(today, -1 - chance.below(10)), terminated: chance.happens(0.8) }),
  ],
  dismissal: [here, (_, present) => Object.assign(present, { terminated: true })],
  rescind: [leaving, (_, present) => Object.assign(present, open)],
  awayBegins: [atWork, (human) => Object.assign(human, { onLeave: true })],
  awayEnds: [away, (human) => Object.assign(human, { onLeave: false })],
  // Under the same id; the old last day is not always taken away, and the first day may lie ahead.
  rehire: [
    left,
    (human, present, { today, chance }) => {
      human.onLeave = false;
      const start = plusDays(today, chance.happens(0.5) ? chance.below(15) : -1);
      const stays = !present.terminated && present.end !== null && present.end.slice(0, 10) < start && chance.happens(0.5);
      Object.assign(present, stays ? { listed: true } : open, { start });
    },
  ],
  newContract: [
    left,
    (human, { type, department }, { company, today, chance }) => {
      human.onLeave = false;
      const start = plusDays(today, chance.happens(0.5) ? chance.below(15) : -1);
      human.contracts.push(sign(company, start, { department: chance.happens(0.5) ? departmentOf(chance) : department, type }));
    },
  ],
  // Under the same id, or a contract that ends and one that begins: with days between, side by side, or at once.
  conversion: [
    (human, today) => atWork(human, today) && latest(human).type === 'contractor',
    (human, present, { company, today, chance }) => {
      if (chance.happens(0.4)) return Object.assign(present, { type: 'full-time' });
      const end = plusDays(today, chance.below(12));
      human.contracts.push(sign(company, plusDays(end, chance.below(8) - 2), { department: present.department, type: 'full-time' }));
      return Object.assign(present, { end });
    },
  ],
  secondContract: [
    atWork,
    (human, { type }, { company, today, chance }) => {
      human.contracts.push(sign(company, plusDays(today, chance.below(10) - 3), { department: departmentOf(chance), type }));
    },
  ],
  relocation: [
    (human, today) => here(human, today) || leaving(human, today),
    (human, _, { chance }) => Object.assign(human, { zone: chance.pick(zones) }),
  ],
  startMoves: [toCome, (_, present, { today, chance }) => Object.assign(present, { start: plusDays(today, chance.below(25) - 3) })],
  noShow: [
    toCome,
    (_, present, { chance }) => Object.assign(present, { terminated: true, end: chance.happens(0.5) ? present.start : null }),
  ],
  addressStated: [
    (human) => human.email === null && isOpen(latest(human)),
    (human, _, { chance, login }) => {
      const own = chance.happens(0.5) ? login(human) : undefined;
      human.email = own ?? `${plain(human.first)}.${plain(human.family)}${10_000 + human.number}@acme.example`;
    },
  ],
  addressTakenBack: [(human, today) => human.email !== null && here(human, today), (human) => Object.assign(human, { email: null })],
  purge: [
    (human, today) => left(human, plusDays(today, -40)) && latest(human).listed,
    (human) => {
      for (const contract of human.contracts) contract.listed = false;
    },
  ],
  // Somebody deletes the record of a person who works here, and puts it back later.
  vanish: [here, (_, present) => Object.assign(present, { listed: false })],
  restored: [
    (human, today) => !latest(human).listed && !isOver(latest(human), today),
    (_, present) => Object.assign(present, { listed: true }),
  ],
};

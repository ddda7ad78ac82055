// Who works at the company of the crash tests, and what its export says on three days.

/** `import`: the first reading. `before`: what has to have happened earlier. `crash`: a month later, the day of all the changes. */
export type Day = 'import' | 'before' | 'crash';

/** What happens to people on the day of the changes, with how many of each there are. */
const crowd = {
  leaves: 10,
  moves: 10,
  titled: 7,
  /** Left a month ago: it is time to delete them. */
  deleted: 7,
  /** Back from leave. */
  returns: 7,
  /** Prepared weeks ago, begins today. */
  starts: 6,
  joins: 8,
  /** Joins and has accounts already, which nobody made for this. */
  found: 8,
} as const;

type Kind = keyof typeof crowd;

interface Member {
  readonly number: number;
  readonly kind: Kind;
  /** In the order of the list, which is the order of the work within one kind of change. */
  readonly half: Half;
}

export type Half = 'early' | 'late';

const members: readonly Member[] = (Object.entries(crowd) as [Kind, number][])
  .flatMap(([kind, count]) => Array.from({ length: count }, (_, rank) => ({ kind, half: rank < count / 2 ? 'early' : 'late' }) as const))
  .map((member, number) => ({ ...member, number }));

const idOf = (number: number): string => `E${String(number).padStart(3, '0')}`;
const loginOf = (number: number): string => `person${number}@example.com`;
const firstNameOf = (number: number): string => `First${number}`;
const lastNameOf = (number: number): string => `Last${number}`;

const halves: ReadonlyMap<string, Half> = new Map(members.map(({ number, half }) => [idOf(number), half]));

/** Whether somebody is among the first or the last of those to whom the same happens. Undefined for anybody else. */
export const halfOf = (person: string): Half | undefined => halves.get(person);

/** Those who have accounts before the company ever gave them one, as the targets know them. */
export const found = members
  .filter(({ kind }) => kind === 'found')
  .map(({ number }) => ({ login: loginOf(number), firstName: firstNameOf(number), lastName: lastNameOf(number) }));

const dayMs = 86_400_000;
const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** How far the clock of a day is ahead of the machine's. */
export const shiftOf = (day: Day): number => (day === 'crash' ? 31 * dayMs : 0);

const listedFrom: Readonly<Partial<Record<Kind, Day>>> = { starts: 'before', joins: 'crash', found: 'crash' };
const days: readonly Day[] = ['import', 'before', 'crash'];

/** The export of a day; `now` is the machine's clock on the day of the import. */
export function peopleOn(day: Day, now: number): string {
  const later = (than: Day): boolean => days.indexOf(day) >= days.indexOf(than);
  const lines = members
    .filter(({ kind }) => later(listedFrom[kind] ?? 'import'))
    .map(({ number, kind }) => {
      const left = (kind === 'leaves' && later('crash')) || (kind === 'deleted' && later('before'));
      const status = left ? 'terminated' : kind === 'returns' && day === 'before' ? 'on-leave' : 'active';
      const moved = kind === 'moves' && later('crash');
      const department = (number % 2 === 0) === moved ? 'Sales' : 'Engineering';
      const title = kind === 'titled' && later('crash') ? 'Lead' : 'Worker';
      const start = kind === 'starts' ? isoDay(now + 20 * dayMs) : '2020-01-06';
      const names = `${firstNameOf(number)},${lastNameOf(number)}`;
      return `${idOf(number)},${names},${loginOf(number)},${department},${title},${status},${start}`;
    });
  return `Employee ID,First Name,Last Name,Work Email,Department,Job Title,Status,Start Date\n${lines.join('\n')}\n`;
}

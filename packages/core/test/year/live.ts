// One year lived day by day: HR changes, people decide, the engine runs, and every day ends as the oracle expects.
import type { Draft, Employee } from '../../src/connector/index.ts';
import type { Lifecycle } from '../../src/index.ts';
import { type Chance, chanceFrom, type Human, recordsOf } from './company.ts';
import { type Company, foundCompany, happenToday, plainKinds } from './happenings.ts';
import { createOracle, type Oracle } from './oracle.ts';
import type { Rules, Subject, TargetId } from './rules.ts';
import {
  differenceByHand,
  firstDifference,
  type Heard,
  type Hiccup,
  hiccups,
  openSystems,
  publish,
  publishBadly,
  type Systems,
} from './systems.ts';

export interface YearOptions {
  readonly seed: number;
  readonly people: number;
  readonly days: number;
  /** Every so many days a second plan is made, which must be empty. */
  readonly plansAgainEvery: number;
}

const dayMs = 86_400_000;
const begin = Date.parse('2027-03-01T12:00:00Z');

/** In the middle of the year the company changes its hours. */
const rulesOn = (nth: number): Rules =>
  nth < 200 ? { cutAt: '17:00', graceDays: 5, deleteAfterDays: 30 } : { cutAt: '18:30', graceDays: 3, deleteAfterDays: 20 };

/** What a day is lived with. */
interface Year {
  readonly company: Company;
  readonly chance: Chance;
  readonly oracle: Oracle;
  readonly systems: Systems;
  readonly records: Map<Human, readonly Draft<Employee>[]>;
  readonly plansAgainEvery: number;
}

interface Day {
  readonly nth: number;
  readonly now: number;
  /** When the engine ran last. */
  readonly last: number;
  readonly rules: Rules;
}

/** @throws an error that names the seed, the day and the first difference. */
export async function liveAYear({ seed, people, days, plansAgainEvery }: YearOptions): Promise<void> {
  const chance = chanceFrom(seed);
  const company = foundCompany(people, chance);
  const systems = openSystems(begin);
  const year: Year = { company, chance, oracle: createOracle(), systems, records: new Map(), plansAgainEvery };
  const { hands } = systems;
  let lifecycle = systems.open(rulesOn(0));
  for (let nth = 0, last = begin; nth < days; nth += 1) {
    const day = { nth, now: hands.now(), last, rules: rulesOn(nth) };
    if (nth > 0 && rulesOn(nth) !== rulesOn(nth - 1)) lifecycle = systems.open(day.rules);
    const hiccup = nth > 0 && chance.happens(0.15) ? chance.pick(hiccups) : undefined;
    const problem = await liveADay(year, day, lifecycle, hiccup);
    if (problem !== undefined)
      throw new Error(`seed ${seed}, day ${nth}, ${new Date(day.now).toISOString()}, ${hiccup ?? 'a good day'}: ${problem}`);
    last = day.now;
    hands.advance((20 + chance.below(17) / 2) * 3_600_000);
  }
}

async function liveADay(year: Year, day: Day, lifecycle: Lifecycle, hiccup: Hiccup | undefined): Promise<string | undefined> {
  const { oracle, systems } = year;
  const { now, last, rules } = day;
  const { published, decided, heard } = await beforeTheRun(year, day, lifecycle, hiccup);
  const { plan, run } = await lifecycle.sync();
  for (const { hash } of plan.header.held) await lifecycle.approve(hash, { by: 'ana' });
  if (plan.header.held.length > 0) await lifecycle.apply(plan);
  oracle.listen(heard, published, { last, now, rules });
  oracle.moveOn(now, rules, decided);
  if (run.counts.failed > 0) return `${run.counts.failed} changes failed`;
  const difference = firstDifference(systems, oracle.subjects.values()) ?? (await differenceByHand(lifecycle, oracle.subjects.values()));
  if (difference !== undefined) return `${difference}\n${tell(difference, oracle.subjects.values())}`;
  if (day.nth % year.plansAgainEvery !== 0) return undefined;
  const second = await lifecycle.plan();
  return second.header.total === 0 ? undefined : `the second plan is not empty\n${second.toMarkdown()}`;
}

/** What HR enters and people decide on this day, and how the reading goes. */
async function beforeTheRun(year: Year, day: Day, lifecycle: Lifecycle, hiccup: Hiccup | undefined) {
  const { company, chance, oracle, systems, records } = year;
  const { nth, now, rules } = day;
  const login = ({ number }: Human): string | undefined => oracle.subjects.get(number)?.address?.text;
  const today = new Date(now).toISOString().slice(0, 10);
  const kinds = hiccup === undefined ? undefined : plainKinds;
  const touched = nth === 0 ? new Set(company.humans) : happenToday(company, today, chance, login, kinds);
  for (const human of touched) records.set(human, recordsOf(human));
  const published = company.humans.flatMap((human) => records.get(human) ?? []);
  const decided = nth === 0 ? new Set<string>() : await decideSomething(lifecycle, year, day);
  await workByHand(lifecycle, year);
  const isPlain = (human: Human): boolean => !touched.has(human) && human.contracts.length === 1 && oracle.isHere(human.number, now, rules);
  const untouched = Array.from({ length: 5 }, () => chance.pick(company.humans)).filter(isPlain);
  const ids = untouched.map(({ contracts: [only] }) => String(only?.id));
  const heard: Heard = hiccup === undefined ? publish(systems, published) : publishBadly(systems, hiccup, published, oracle.lastSaid, ids);
  return { published, decided, heard };
}

/** What people decide beside HR: given to the engine and to the oracle alike. */
async function decideSomething(lifecycle: Lifecycle, year: Year, day: Day): Promise<Set<string>> {
  const { oracle, chance } = year;
  const decided = new Set<string>();
  const everybody = [...oracle.subjects.values()];
  for (let times = chance.below(4); times > 0; times -= 1) {
    const subject = chance.pick(everybody);
    const what = chance.pick(['grant', 'grant', 'revoke', 'withdraw', 'activate', 'deactivate'] as const);
    if (what === 'deactivate' && !chance.happens(0.3)) continue;
    decided.add(subject.id);
    if (what === 'activate' || what === 'deactivate') {
      await lifecycle[what](subject.id, { by: 'ana' });
      subject.managed = what === 'activate';
    } else await decideAccess(lifecycle, what, subject, year, day);
  }
  return decided;
}

/** Some of what is to be done by hand is done today, the rest on a later day. */
async function workByHand(lifecycle: Lifecycle, { oracle, chance }: Year): Promise<void> {
  const badges = new Map([...oracle.subjects.values()].map(({ id, accounts }) => [id, accounts.get('badge')]));
  for await (const task of lifecycle.tasks({ owner: 'facilities' })) {
    const badge = badges.get(task.person);
    if (badge === undefined || !chance.happens(0.3)) continue;
    await lifecycle.completeTask(task, { by: 'frank' });
    Object.assign(badge, { state: task.kind === 'give' ? 'active' : 'disabled', toCollect: false });
  }
}

async function decideAccess(
  lifecycle: Lifecycle,
  what: 'grant' | 'revoke' | 'withdraw',
  subject: Subject,
  { oracle, chance }: Year,
  { now, rules }: Day,
) {
  const { id, exceptions } = subject;
  const target = chance.pick<TargetId>(['chat', 'vault', 'code', 'okta', 'vault', 'badge']);
  if (what === 'withdraw') {
    if (exceptions.delete(target)) await lifecycle.withdraw(id, target, { by: 'ana' });
    return;
  }
  const until = chance.happens(0.6) ? now + chance.below(20) * dayMs + 3_600_000 : undefined;
  const untilMove = chance.happens(0.4);
  await lifecycle[what](id, target, { by: 'ana', reason: 'because', until, untilMove });
  exceptions.set(target, { kind: what, until: until ?? null, department: untilMove ? oracle.departmentOf(subject, now, rules) : null });
}

/** What the oracle knows of whoever the difference is about. */
function tell(difference: string, subjects: Iterable<Subject>): string {
  const subject = [...subjects].find(({ id }) => difference.includes(id));
  return JSON.stringify(subject, (_, value) => (value instanceof Map ? Object.fromEntries(value) : value), 1);
}

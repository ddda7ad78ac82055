// What the targets should hold, worked out from the rules in words and from none of the engine's code: people are here
// or not, whoever is here has what their department gives, and whoever is not keeps everything switched off.
import type { Draft, Employee } from '../src/connector/index.ts';
import { worker } from './world.ts';

/** One human being and all HR has said about them so far. */
export interface Human {
  readonly number: number;
  readonly zone: string;
  family: string;
  email: string;
  department: 'd-eng' | 'd-plat' | 'd-sales';
  onLeave: boolean;
  /** One per employment; the last is the present one. */
  readonly employments: { id: string; start: string; end: string | null; terminated: boolean; listed: boolean }[];
}

interface Expected {
  state: string;
  profile: string;
  groups: string;
}

export interface Expectation {
  readonly okta: Map<number, Expected>;
  readonly chat: Map<number, Expected>;
  readonly code: Map<number, Expected>;
}

export const nothingExpected = (): Expectation => ({ okta: new Map(), chat: new Map(), code: new Map() });

/** The date at an instant in a zone, by the runtime's own calendar. */
export function dateIn(zone: string, now: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now);
}

/** What HR's export holds about a human: every employment that is still listed. */
export function recordsOf(human: Human): Draft<Employee>[] {
  const present = human.employments.at(-1);
  return human.employments
    .filter(({ listed }) => listed)
    .map((employment) =>
      worker(human.number, {
        id: employment.id,
        lastName: human.family,
        workEmail: human.email,
        departmentId: human.department,
        timeZone: human.zone,
        startDate: employment.start as '2026-01-01',
        endDate: employment.end as '2026-01-01' | null,
        status: employment.terminated ? 'terminated' : employment === present && human.onLeave ? 'on-leave' : 'active',
      }),
    );
}

/** An employment HR no longer lists, and does not know when asked, is over. */
export function whereabouts(human: Human, now: number): 'here' | 'to come' | 'gone' {
  const today = dateIn(human.zone, now);
  const lasting = human.employments.filter(({ end, terminated, listed }) => listed && (end === null ? !terminated : end >= today));
  if (lasting.some(({ start }) => start <= today)) return 'here';
  return lasting.length > 0 ? 'to come' : 'gone';
}

const daysUntil = (today: string, date: string): number => Math.round((Date.parse(date) - Date.parse(today)) / 86_400_000);

/** Moves the expectation on to what must be true once everything has been applied at `now`. */
export function expectAt(expected: Expectation, humans: readonly Human[], now: number, rules: { window: number; suspend: boolean }): void {
  for (const human of humans) {
    const where = whereabouts(human, now);
    const profile = `${human.email} ${human.family}`;
    const group = human.department === 'd-sales' ? 'g-Sales-Access' : 'g-Engineering-Core';
    // HR has one word for each record: whoever is leaving is not called away any more.
    const away = human.onLeave && rules.suspend && human.employments.at(-1)?.terminated !== true;
    const turnOff = (account: Expected | undefined): void => {
      if (account !== undefined) account.state = 'disabled';
    };
    if (where === 'gone') {
      turnOff(expected.okta.get(human.number));
      turnOff(expected.chat.get(human.number));
      continue;
    }
    if (where === 'to come') {
      const start = human.employments.at(-1)?.start ?? '';
      const soon = rules.window > 0 && daysUntil(dateIn(human.zone, now), start) <= rules.window;
      if (soon) expected.okta.set(human.number, { state: 'pending', profile, groups: group });
      continue;
    }
    const user = expected.okta.get(human.number);
    if (!away) expected.okta.set(human.number, { state: 'active', profile, groups: group });
    else turnOff(user);
    expected.chat.set(human.number, { state: 'active', profile, groups: '' });
    if (human.department !== 'd-sales') expected.code.set(human.number, { state: 'active', profile, groups: '' });
  }
}

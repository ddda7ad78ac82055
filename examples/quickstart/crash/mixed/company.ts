// What the parent and the children of the crash tests agree on: a company on three days, and the lifecycle over three targets.
import { scimApp } from '@tenure/connector-apps';
import { fileSource } from '@tenure/connector-file';
import { oktaProvider } from '@tenure/connector-okta';
import { createLifecycle, everyone, type GuardLimits, type Lifecycle, type Store } from '@tenure/core';

export interface Addresses {
  readonly employees: string;
  readonly okta: { readonly url: string; readonly token: string };
  readonly chat: { readonly url: string; readonly token: string };
  readonly desk: { readonly url: string; readonly token: string };
}

/** `import`: the first reading. `before`: what has to have happened earlier. `crash`: a month later, the day of all the changes. */
export type Day = 'import' | 'before' | 'crash';

/** What happens to people on the day of the changes, with how many of each there are. */
const crowd = {
  leaves: 14,
  moves: 14,
  titled: 12,
  /** Left a month ago: it is time to delete them. */
  deleted: 10,
  /** Back from leave. */
  returns: 10,
  /** Prepared weeks ago, begins today. */
  starts: 8,
  joins: 10,
  /** Joins and has accounts already, which nobody made for this. */
  found: 10,
} as const;

type Kind = keyof typeof crowd;

interface Member {
  readonly number: number;
  readonly kind: Kind;
}

const members: readonly Member[] = (Object.entries(crowd) as [Kind, number][])
  .flatMap(([kind, count]) => Array.from({ length: count }, () => kind))
  .map((kind, number) => ({ number, kind }));

export const loginOf = (number: number): string => `person${number}@example.com`;

/** Logins of those who have accounts before the company ever gave them one. */
export const foundLogins: readonly string[] = members.filter(({ kind }) => kind === 'found').map(({ number }) => loginOf(number));

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
      return `E${number},First${number},Last${number},${loginOf(number)},${department},${title},${status},${start}`;
    });
  return `Employee ID,First Name,Last Name,Work Email,Department,Job Title,Status,Start Date\n${lines.join('\n')}\n`;
}

const open = { floor: 1_000, share: 1 };
const guards: GuardLimits = { disable: open, delete: open, 'group-removal': open, create: open, adopt: open, clear: open, rename: open };

export interface LifecycleParts {
  readonly store: Store;
  readonly shiftMs: number;
}

/** The desk waits for the identity provider's user; the chat does not. */
export function targetsOf({ okta, chat, desk }: Addresses, fetch: typeof globalThis.fetch) {
  const http = { fetch };
  const removal = 'disable-and-delete';
  return {
    okta: oktaProvider({ orgUrl: okta.url, token: okta.token, http }),
    chat: scimApp({ id: 'chat', baseUrl: chat.url, token: chat.token, removal, allowIrreversible: true, http }),
    desk: {
      ...scimApp({ id: 'desk', baseUrl: desk.url, token: desk.token, removal, allowIrreversible: true, http }),
      dependsOn: 'identity' as const,
    },
  };
}

export function lifecycleOf(employees: string, { okta, chat, desk }: ReturnType<typeof targetsOf>, parts: LifecycleParts): Lifecycle {
  const schedule = { onLeave: 'suspend' } as const;
  return createLifecycle({
    timeZone: 'Europe/London',
    source: fileSource({ employees }),
    identityProvider: okta,
    groups: { Engineering: ['Engineering-Core'], Sales: ['Sales-Access'] },
    apps: [
      { app: chat, policy: 'both', for: everyone(), schedule },
      { app: desk, policy: 'both', for: everyone(), schedule },
    ],
    schedule: { createDaysBeforeStart: 30, deleteAfterDays: 30, onLeave: 'suspend' },
    guards,
    store: parts.store,
    clock: { now: () => Date.now() + parts.shiftMs },
  });
}

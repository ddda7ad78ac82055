// The sample company: who was there before Tenure, and what its policy says.
import { scimApp } from '@tenure/connector-apps';
import { oktaProvider } from '@tenure/connector-okta';
import { type AppRule, everyone, type IdentityProvider, inDepartment, type LifecycleOptions, type PolicyDocument } from '@tenure/core';
import type { Systems } from './servers.ts';

export const firstMorning = '2026-11-23T13:00:00Z';
export const firstEvening = '2026-11-23T18:00:00Z';
export const nextDayNoon = '2026-11-24T12:00:00Z';

/** An empty `Termination Date` means that there is none: somebody who is hired again has lost theirs. */
export const emptyClears = ['endDate'] as const;

export const groups = {
  Sales: ['Sales-App-Access'],
  Engineering: ['Engineering-Core'],
  Finance: ['Finance-Secure'],
} satisfies LifecycleOptions['groups'];

export const schedule = { createDaysBeforeStart: 3, cutAccessAt: 'end-of-last-day', deleteAfterDays: 30 } as const;

/** Accounts that exist before the first import: of people who work here, of two who have left, and of nobody in HR. */
export function seedSystems({ okta, books }: Systems): void {
  for (const names of Object.values(groups)) for (const name of names) okta.backend.seedGroup({ name });
  const here = ['lamar.guthrie', 'elif.lowe', 'jasper.crowther', 'carlos.kowalski', 'ezekiel.castaneda'];
  for (const name of [...here, 'harriet.colebrook', 'backup.robot']) okta.backend.seedUser({ login: `${name}@example.com` });
  const inBooks = ['cagla.bottcher', 'dolores.delacroix', 'priya.fairclough', 'rosalind.peake', 'outside.auditor'];
  books.server.seed(inBooks.map((name) => ({ userName: `${name}@example.com`, emails: [{ value: `${name}@example.com`, type: 'work' }] })));
}

export function identityProvider({ okta }: Systems): IdentityProvider {
  return oktaProvider({ orgUrl: okta.url, token: okta.token });
}

/** One app for each of three policies. */
export function apps({ chat, code, books }: Systems): AppRule[] {
  return [
    { app: scimApp({ id: 'chat', baseUrl: chat.server.url, token: chat.token }), policy: 'both', for: everyone() },
    { app: scimApp({ id: 'code', baseUrl: code.server.url, token: code.token }), policy: 'create-only', for: inDepartment('Engineering') },
    { app: scimApp({ id: 'books', baseUrl: books.server.url, token: books.token }), policy: 'delete-only', for: inDepartment('Finance') },
  ];
}

/** Another policy, as a settings page would store it: Code also removes and leaves contractors out, Books also creates. */
export const anotherPolicy: PolicyDocument = {
  version: 1,
  apps: {
    chat: { policy: 'both' },
    code: {
      policy: 'both',
      for: {
        rule: 'allOf',
        args: [
          { rule: 'inDepartment', args: ['Engineering'] },
          { rule: 'not', args: [{ rule: 'withEmploymentType', args: ['contractor'] }] },
        ],
      },
    },
    books: { policy: 'both', for: { rule: 'inDepartment', args: ['Finance'] } },
  },
  groups: Object.entries(groups).map(([department, names]) => ({ for: { rule: 'inDepartment', args: [department] }, groups: names })),
  schedule,
};

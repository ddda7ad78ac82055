// What the parent and the child of the crash tests agree on: a company on two days, and the lifecycle over three targets.
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

/** People on the first day; a third of them leaves, moves or gets another title on the second, and as many join. */
const before = 60;
const each = 20;

/** Rows of the export. On the second day 20 leave, 20 move to the other department, 20 get another title, 20 join. */
export function peopleOn(day: 1 | 2): string {
  const lines = Array.from({ length: day === 1 ? before : before + each }, (_, index) => {
    const kind = day === 1 || index >= before ? 'same' : (['leaves', 'moves', 'titled'] as const)[index % 3];
    const status = kind === 'leaves' ? 'terminated' : 'active';
    const department = (index % 2 === 0) === (kind !== 'moves') ? 'Engineering' : 'Sales';
    const title = kind === 'titled' ? 'Lead' : 'Worker';
    return `E${index},First${index},Last${index},person${index}@example.com,${department},${title},${status},2020-01-06`;
  });
  return `Employee ID,First Name,Last Name,Work Email,Department,Job Title,Status,Start Date\n${lines.join('\n')}\n`;
}

const open = { floor: 1_000, share: 1 };
const guards: GuardLimits = { disable: open, 'group-removal': open, create: open, clear: open, rename: open };

export function lifecycleOf({ employees, okta, chat, desk }: Addresses, store: Store, fetch: typeof globalThis.fetch): Lifecycle {
  const http = { fetch };
  return createLifecycle({
    timeZone: 'Europe/London',
    source: fileSource({ employees }),
    identityProvider: oktaProvider({ orgUrl: okta.url, token: okta.token, http }),
    groups: { Engineering: ['Engineering-Core'], Sales: ['Sales-Access'] },
    apps: [
      { app: scimApp({ id: 'chat', baseUrl: chat.url, token: chat.token, http }), policy: 'both', for: everyone() },
      { app: scimApp({ id: 'desk', baseUrl: desk.url, token: desk.token, http }), policy: 'both', for: everyone() },
    ],
    guards,
    store,
  });
}

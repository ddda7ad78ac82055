// The lifecycle that the processes of the crash tests run: three targets, and nothing that holds a crowd back.
import { scimApp } from '@tenure/connector-apps';
import { fileSource } from '@tenure/connector-file';
import { oktaProvider } from '@tenure/connector-okta';
import { createLifecycle, everyone, type GuardLimits, type Lifecycle, type Store } from '@tenure/core';
import type { Addresses } from './orders.ts';

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

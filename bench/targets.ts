// Targets that cost next to nothing, so that what is measured is the engine. They keep ids and states only.
import type { AppProvisioner, FindAnswer, IdentityProvider, ProfileAttribute } from '@tenure/core/connector';

const absent: FindAnswer = { kind: 'absent' };

/** An identity provider with these groups. */
export function openDoor(groups: readonly string[], attributes: readonly ProfileAttribute[]): IdentityProvider {
  let made = 0;
  return {
    id: 'door',
    contract: 1,
    attributes,
    limits: { concurrency: 64 },
    check: async () => ({ system: 'door', items: [] }),
    users: {
      find: async () => absent,
      get: async ({ accountId }) => ({ id: accountId, state: 'active' }),
      list: async () => ({ items: [] }),
      create: async ({ state }) => ({
        outcome: 'changed',
        account: { id: `u${++made}`, state: state === 'active' ? 'active' : 'pending' },
      }),
      update: async () => ({ outcome: 'changed' }),
      disable: async () => ({ outcome: 'changed' }),
      enable: async () => ({ outcome: 'changed' }),
      groups: async () => ({ items: [] }),
    },
    groups: {
      list: async ({ name }) => ({
        items: groups.flatMap((each, index) => (name === undefined || name === each ? [{ id: `g${index}`, name: each }] : [])),
      }),
      members: async () => ({ items: [] }),
      add: async () => ({ outcome: 'changed' }),
      remove: async () => ({ outcome: 'changed' }),
    },
  };
}

/** An application. */
export function openDesk(id: string): AppProvisioner {
  let made = 0;
  return {
    id,
    contract: 1,
    attributes: [],
    limits: { concurrency: 64 },
    check: async () => ({ system: id, items: [] }),
    accounts: {
      find: async () => absent,
      create: async () => ({ outcome: 'changed', account: { id: `${id}${++made}`, state: 'active' } }),
      update: async () => ({ outcome: 'changed' }),
      disable: async () => ({ outcome: 'changed' }),
    },
  };
}

// One human whom HR has twice and no rule knows for one, for tests about joining them.
import type { Draft, Employee } from '../src/connector/index.ts';
import type { Store } from '../src/index.ts';
import { collect, noGuards, settledWorld, type World, worker } from './world.ts';

export const left = { status: 'terminated', endDate: '2026-11-20' } as const;
export const word = { by: 'ana', reason: 'the same passport' } as const;

/** Her second contract came under a new name and without a number, at the address she has: it waits for her own login. */
export const renamed = (facts: Partial<Draft<Employee>> = {}): Draft<Employee> =>
  worker(12, { workEmail: 'person2@example.com', employeeNumber: null, lastName: 'Married', ...facts });

/** e0002 holds every account, e0012 none. */
export const bride = (first: Partial<Draft<Employee>> = {}, second: Partial<Draft<Employee>> = {}): Promise<World> =>
  settledWorld([worker(1), worker(2, first), renamed(second)], { guards: noGuards });

export const storeOf = ({ options }: World): Store => options.store as Store;
export const idsOf = async ({ lifecycle }: World): Promise<string[]> => (await collect(lifecycle.people())).map(({ id }) => id).sort();
export const linksOf = async ({ lifecycle }: World, person: string) =>
  (await collect(lifecycle.accounts({ person }))).map(({ target, accountId, provenance, state }) => [target, accountId, provenance, state]);
/** Who still has anything on; what policy never removes left out. */
export const stillOn = async ({ lifecycle }: World): Promise<string[]> =>
  (await collect(lifecycle.openAccess())).filter(({ why }) => why !== 'manual').map(({ person, target }) => `${person} ${target}`);
export const chatState = ({ chat }: World, userName: string): string | undefined =>
  [...chat.accounts.values()].find(({ profile }) => profile.userName === userName)?.state;

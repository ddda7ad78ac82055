// A SCIM app over the permissive server as a world for the promises that all apps keep.
import type { TestedApp } from './apps.ts';
import type { AskedOf, PromiseWorld, Promising } from './promises.ts';
import { type Answer, type Asked, listOf, notFound, type Stub, startStub, uniqueness } from './stub.ts';

export const token = 'scim-token-never-shown';

const scimError = (status: number): Answer => ({
  status,
  body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: String(status) },
});

/** A list without a filter is a page of everybody; what stands beside the users is asked by nobody but a check. */
function kindOf({ method, path, query }: Asked): AskedOf['kind'] {
  if (method === 'GET') return path === '/Users' && !query.has('filter') ? 'list' : 'look';
  return method === 'POST' ? 'create' : 'write';
}

export const scimPromising = (tested: TestedApp): Promising => ({
  description: tested.profile,
  start: async (now = () => 0) => scimWorld(tested, await startStub(), now),
});

function scimWorld({ app }: TestedApp, stub: Stub, now: () => number): PromiseWorld {
  const times: number[] = [];
  let broken: (asked: Asked) => Answer | undefined = () => undefined;
  stub.script((asked) => {
    times.push(now());
    return broken(asked);
  });
  const breaking = (answer: typeof broken): void => {
    broken = answer;
  };
  return {
    app: (options) => app({ token, baseUrl: stub.url, http: { maxRetries: 0 }, ...options }),
    people: () => [...stub.users.values()].map(({ id, active }) => ({ id, on: active === true })),
    asked: () => stub.asked.map((asked, index) => ({ kind: kindOf(asked), at: times[index] ?? 0 })),
    loseNextCreation: () => stub.lose('POST'),
    ignoreChanges: () => breaking(({ method, path }) => (method === 'GET' || path === '/Users' ? undefined : { status: 204 })),
    refuse: (status) => breaking(() => scimError(status)),
    misplace: () => breaking(() => notFound),
    heal: () => breaking(() => undefined),
    reserve: () => breaking(({ method }) => (method === 'POST' ? uniqueness : undefined)),
    useUpSeats: () =>
      breaking(({ method }) => (method === 'POST' ? { status: 403, body: { detail: 'No licenses available' } } : undefined)),
    showInstead: (other) => {
      const stranger = { id: 'u9', userName: other, externalId: 'P-10', emails: [{ value: other, primary: true }], active: true };
      breaking(({ path }) => (path === '/Users' ? { status: 200, body: listOf([stranger]) } : undefined));
    },
    close: stub.close,
  };
}

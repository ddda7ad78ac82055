// The memory connectors as worlds of the contract suite: its own proof, and the shortest example of a world.
import { type ErrorDetails, type ProfileAttribute, profileAttributes, TenureError } from '../../connector/index.ts';
import { type AppWorld, type IdentityWorld, type InjectableFault, injectableFaults, type SourceWorld } from '../rules/world.ts';
import { memoryApp } from './app.ts';
import type { MemoryDesk, MemoryFault } from './faults.ts';
import { memoryIdentityProvider } from './identity.ts';
import { memorySource } from './source.ts';

const faultCodes = {
  unauthenticated: 'CONNECTOR_UNAUTHENTICATED',
  forbidden: 'CONNECTOR_FORBIDDEN',
  'rate-limited': 'CONNECTOR_RATE_LIMITED',
  'rate-limited-no-header': 'CONNECTOR_RATE_LIMITED',
  'server-error': 'CONNECTOR_UNAVAILABLE',
  'lost-answer-before': 'CONNECTOR_OUTCOME_UNKNOWN',
  truncated: 'CONNECTOR_RESPONSE_UNREADABLE',
  html: 'CONNECTOR_RESPONSE_UNREADABLE',
  redirect: 'CONNECTOR_RESPONSE_UNREADABLE',
} as const;

function memoryFault(fault: InjectableFault): MemoryFault | undefined {
  if (fault === 'unknown-fields') return undefined;
  if (fault === 'lost-answer-after') return { kind: 'after' };
  const details: ErrorDetails['CONNECTOR_RATE_LIMITED'] & { readonly expected: string } = { retryAfterMs: 1_000, expected: 'an answer' };
  return { kind: 'before', error: new TenureError(faultCodes[fault], { system: 'memory', verb: 'call', fact: fault, details }) };
}

function injector<Verb extends string>(desk: MemoryDesk<Verb>, verbs: readonly Verb[]): (fault: InjectableFault | undefined) => void {
  return (fault) => {
    desk.heal();
    const planned = fault === undefined ? undefined : memoryFault(fault);
    if (planned !== undefined) for (const verb of verbs) desk.fail(verb, 'every', planned);
  };
}

const tellable: readonly ProfileAttribute[] = [...profileAttributes, 'customFields.costCenter'];

/** A fresh memory source in an empty HR system. */
export function memorySourceWorld(): SourceWorld {
  const { source, backend } = memorySource();
  let made = 0;
  const nextId = (kind: string) => {
    made += 1;
    return `${kind}-${made}`;
  };
  return {
    kind: 'source',
    connector: source,
    faults: injectableFaults,
    inject: injector(backend, ['check', 'employees.list', 'employees.get', 'departments.list', 'evidence']),
    backend: {
      seedEmployees: (employees) =>
        employees.map((employee) => {
          const id = nextId('employee');
          backend.putEmployee({ id, ...employee, status: 'active' });
          return id;
        }),
      seedDepartments: (names) => {
        const departments = names.map((name) => ({ id: nextId('department'), name }));
        backend.setDepartments(departments);
        return departments.map(({ id }) => id);
      },
      seedUnreadable: () =>
        backend.setEmployeeRecords([...backend.employees, { kind: 'unreadable', where: 'item 9', reason: 'the record has no id' }]),
      snapshot: () => structuredClone({ employees: backend.employees, departments: backend.departments }),
    },
  };
}

/** A fresh memory identity provider without users or groups. */
export function memoryIdentityWorld(): IdentityWorld {
  const { provider, backend } = memoryIdentityProvider({ attributes: tellable });
  return {
    kind: 'identity-provider',
    connector: provider,
    faults: injectableFaults,
    inject: injector(backend, [
      'check',
      ...(['find', 'get', 'list', 'create', 'update', 'disable', 'enable', 'groups', 'endSessions', 'delete'] as const).map(
        (verb) => `users.${verb}` as const,
      ),
      ...(['list', 'members', 'add', 'remove', 'create'] as const).map((verb) => `groups.${verb}` as const),
    ]),
    backend: {
      seedUser: ({ profile, state, groups }) => backend.addUser(profile, { state, groups }).id,
      seedGroup: (name) => backend.addGroup(name).id,
      seedSession: (userId) => {
        const user = backend.users.get(userId);
        if (user !== undefined) user.sessions += 1;
      },
      snapshot: () => ({
        users: [...backend.users.values()].map(({ id, state, profile, groups, sessions }) => ({
          id,
          state,
          profile,
          groups: [...groups],
          sessions,
        })),
        groups: [...backend.groups.values()],
      }),
    },
  };
}

/** A fresh memory app without accounts. */
export function memoryAppWorld(): AppWorld {
  const { app, backend } = memoryApp({ attributes: tellable });
  return {
    kind: 'app',
    connector: app,
    faults: injectableFaults,
    inject: injector(backend, [
      'check',
      ...(['find', 'get', 'list', 'create', 'update', 'disable', 'enable', 'delete'] as const).map((verb) => `accounts.${verb}` as const),
    ]),
    backend: {
      seedAccount: ({ profile, state }) => backend.addAccount(profile, { state }).id,
      snapshot: () => ({ accounts: [...backend.accounts.values()].map(({ id, state, profile }) => ({ id, state, profile })) }),
    },
  };
}

// A manual application as a target like any other: its accounts are what its tasks say.
import type { ConnectorContext, Page, PageRequest } from '../connector/context.ts';
import type { AppProvisioner, FindAnswer, WriteAnswer } from '../connector/target.ts';
import type { Account, AccountState } from '../model/account.ts';
import type { ManualTaskRow } from '../store/collections.ts';
import type { Store, StoreOp } from '../store/port.ts';
import type { ManualApp } from './app.ts';

export type TaskKind = ManualTaskRow['kind'];

interface Tasks {
  readonly give: ManualTaskRow | undefined;
  readonly take: ManualTaskRow | undefined;
}

/** Reads and writes the store only. Its account ids are the ids of people. */
export function manualProvisioner(app: ManualApp, store: Store, tenant: string): AppProvisioner {
  const { id: target, manual } = app;
  const tasksOf = async (person: string): Promise<Tasks> => {
    const [give, take] = await store.get(tenant, 'manualTask', [
      [target, person, 'give'],
      [target, person, 'take'],
    ]);
    return { give, take };
  };
  const opened = (person: string, kind: TaskKind, context: ConnectorContext): StoreOp => {
    const row: ManualTaskRow = { target, person, kind, owner: manual.owner, what: manual[kind], openedAt: context.now(), ...open };
    return { op: 'put', in: 'manualTask', row };
  };
  const closed = (person: string, kind: TaskKind, context: ConnectorContext): StoreOp => ({
    op: 'update',
    in: 'manualTask',
    key: [target, person, kind],
    set: { state: 'dropped', closedAt: context.now() },
  });
  const dropped = (person: string, kind: TaskKind): StoreOp => ({ op: 'delete', in: 'manualTask', key: [target, person, kind] });
  /** Asks for the account, and takes back what was to be done about its end. */
  const give = async (person: string, context: ConnectorContext): Promise<WriteAnswer> => {
    const { give: known, take } = await tasksOf(person);
    const state = stateOf({ give: known, take });
    if (state === 'pending') return { outcome: 'pending' };
    // Nobody has begun to take it: then there is nothing to give either.
    if (state === 'active') {
      if (take === undefined) return { outcome: 'unchanged' };
      await store.commit(tenant, [dropped(person, 'take')]);
      return { outcome: 'changed' };
    }
    await store.commit(tenant, [dropped(person, 'take'), opened(person, 'give', context)]);
    return { outcome: 'pending' };
  };
  return {
    id: target,
    contract: 1,
    attributes: ['externalId'],
    effects: { create: manual.give, disable: manual.take, unverified: ['what the owner reports is believed'] },
    check: async () => ({ system: target, items: [{ title: 'done by hand', state: 'ok', detail: `by ${manual.owner}` }] }),
    accounts: {
      async find({ externalId }): Promise<FindAnswer> {
        const tasks = externalId === undefined ? undefined : await tasksOf(externalId);
        if (externalId === undefined || tasks?.give === undefined) return { kind: 'absent' };
        return { kind: 'found', accounts: [accountOf(externalId, tasks)] };
      },
      async get({ accountId }) {
        const tasks = await tasksOf(accountId);
        return tasks.give === undefined ? undefined : accountOf(accountId, tasks);
      },
      async list({ cursor, limit }: PageRequest): Promise<Page<Account>> {
        const after = cursor === undefined ? undefined : [target, cursor, 'give'];
        const page = await store.scan(tenant, 'manualTask', { equals: [target], after, limit: Math.min(limit, 500) });
        const people = [...new Set(page.rows.filter(({ kind }) => kind === 'give').map(({ person }) => person))];
        const items = await Promise.all(people.map(async (person) => accountOf(person, await tasksOf(person))));
        const last = page.rows.at(-1)?.person;
        return page.next === undefined || last === undefined ? { items } : { items, next: last };
      },
      async create({ profile: { externalId } }, context) {
        const person = externalId ?? '';
        const answer = await give(person, context);
        return { ...answer, account: accountOf(person, await tasksOf(person)) };
      },
      enable: ({ accountId }, context) => give(accountId, context),
      async disable({ accountId }, context) {
        const tasks = await tasksOf(accountId);
        const state = stateOf(tasks);
        if (state === 'disabled') return { outcome: 'unchanged', seen: 'disabled' };
        if (state === 'pending') {
          // It was never handed out: nobody has to take anything.
          await store.commit(tenant, [closed(accountId, 'give', context)]);
          return { outcome: 'changed', seen: 'disabled' };
        }
        if (tasks.take?.state !== 'open') await store.commit(tenant, [opened(accountId, 'take', context)]);
        return { outcome: 'pending' };
      },
    },
  };
}

const open = { state: 'open', closedAt: null, closedBy: null } as const;

function stateOf({ give, take }: Tasks): AccountState {
  if (give === undefined || give.state === 'dropped') return 'disabled';
  if (give.state === 'open') return 'pending';
  return take?.state === 'done' ? 'disabled' : 'active';
}

const accountOf = (person: string, tasks: Tasks): Account => ({ id: person, externalId: person, state: stateOf(tasks) });

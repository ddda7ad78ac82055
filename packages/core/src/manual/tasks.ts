// What waits for somebody's hands, and that it was done.

import { decide } from '../ask/decisions.ts';
import type { Decider } from '../ask/desk.ts';
import { commitAudited } from '../audit/record.ts';
import { type Instant, toInstant } from '../model/dates.ts';
import type { Session } from '../read/session.ts';
import type { ManualTaskRow } from '../store/collections.ts';
import { scanAll } from '../store/scan.ts';

/** One task for the owner of a manual application. */
export interface ManualTask {
  /** Names the task for `completeTask`; the same task opened again has the same id. */
  readonly id: string;
  readonly target: string;
  readonly person: string;
  readonly kind: 'give' | 'take';
  readonly owner: string;
  /** What is to be done, as the application was configured. */
  readonly what: string;
  readonly openedAt: Instant;
}

/** Which open tasks. Default all. */
export interface ManualTaskFilter {
  readonly owner?: string | undefined;
  readonly target?: string | undefined;
  readonly person?: string | undefined;
}

export interface TaskDesk {
  /** Open tasks of manual applications, leavers' first, then oldest first within an application. Reads the store. */
  tasks(filter?: ManualTaskFilter): AsyncIterable<ManualTask>;
  /**
   * Says that a task was done, by its id or itself. The next plan sees the account as given or taken.
   *
   * @throws {TenureError} `OPTIONS_INVALID` when no such task is open.
   */
  completeTask(task: ManualTask | string, decider: Decider): Promise<void>;
}

/** No I/O until a method is called. */
export function openTasks(open: () => Promise<Session>): TaskDesk {
  return {
    async *tasks(filter = {}) {
      const session = await open();
      for (const kind of ['take', 'give'] as const) yield* openTasksOf(session, kind, filter);
    },
    async completeTask(task, { by }) {
      const session = await open();
      const data = { task: typeof task === 'string' ? task : task.id, by };
      const { ops, audit } = await decide(session, 'completeTask', data, session.context.now());
      await commitAudited(session, ops, audit);
    },
  };
}

async function* openTasksOf({ store, tenant }: Session, kind: ManualTask['kind'], filter: ManualTaskFilter): AsyncGenerator<ManualTask> {
  for await (const rows of scanAll(store, tenant, 'manualTask', { index: 'open', equals: ['open', kind] })) {
    for (const row of rows) if (isWanted(row, filter)) yield taskOf(row);
  }
}

function isWanted(row: ManualTaskRow, { owner, target, person }: ManualTaskFilter): boolean {
  return (owner ?? row.owner) === row.owner && (target ?? row.target) === row.target && (person ?? row.person) === row.person;
}

function taskOf({ target, person, kind, owner, what, openedAt }: ManualTaskRow): ManualTask {
  return { id: taskId(target, kind, person), target, person, kind, owner, what, openedAt: toInstant(openedAt) };
}

const taskId = (target: string, kind: string, person: string): string => `${target}/${kind}/${person}`;

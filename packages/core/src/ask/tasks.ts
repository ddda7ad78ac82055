// A manual task that its owner reports as done.
import type { Session } from '../read/session.ts';
import { refused } from './decline.ts';
import type { Effect } from './effect.ts';
import type { DecisionOf } from './inbox-entries.ts';

export const taskDeciders = {
  async completeTask({ store, tenant }: Session, { task, by }: DecisionOf<'completeTask'>, at: number): Promise<Effect> {
    const [target = '', kind = '', ...rest] = task.split('/');
    const person = rest.join('/');
    const key = [target, person, kind];
    const [row] = await store.get(tenant, 'manualTask', [key]);
    if (row?.state !== 'open') throw refused('completeTask', 'task', 'no such task is open');
    const [head] = await store.get(tenant, 'employee', [[person]], ['id']);
    // The account goes by this id whoever it belongs to: they may have been joined with somebody since.
    const {
      rows: [account],
    } = await store.scan(tenant, 'account', { index: 'account', equals: [target, person], limit: 1 });
    const isGiven = kind === 'give' && account?.state === 'pending';
    return {
      ops: [
        { op: 'update', in: 'manualTask', key, set: { state: 'done', closedAt: at, closedBy: by }, when: { state: 'open' } },
        ...(isGiven ? [{ op: 'update', in: 'account', key: [target, account.person], set: { state: 'active' } } as const] : []),
        ...(head === undefined ? [] : [{ op: 'put', in: 'recheck', row: { person } } as const]),
      ],
      audit: [{ kind: 'task', person, facts: { by, target, task: kind } }],
    };
  },
};

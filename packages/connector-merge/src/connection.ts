// The customer's connection as a settings page shows it: how it stands, a sync on demand, and its end.
import { type Connection, type ConnectionState, type ConnectorContext, isTenureError, TenureError } from '@tenure/core/connector';
import { askWithoutAccount, deleteAccount, getAccount, listSyncStatus, requestSync } from './api/account.ts';
import type { MergeAccount, MergeSyncStatus } from './api/wire.ts';
import { misses } from './errors.ts';
import { freshAtOf } from './evidence.ts';
import { modelOf, wordOf } from './models.ts';
import type { MergeHttp } from './transport/open.ts';

export function connectionOf(http: MergeHttp): Connection {
  return {
    state: async (context) => {
      try {
        const account = await getAccount(http.account, context);
        return stateOf(account, await listSyncStatus(http.account, context));
      } catch (error) {
        if (await onlyAccountRefused(http, error, context)) {
          return { state: 'disconnected', detail: 'Merge accepts the API key and refuses the account token' };
        }
        throw error;
      }
    },
    refresh: (context) => requestSync(http.account, context),
    disconnect: async (context) => {
      if (await deleteAccount(http.account, context)) return;
      const { problem } = await askWithoutAccount(http.organisation, context);
      if (misses(problem)) return;
      const fact = 'the API key was refused (401)';
      throw new TenureError('CONNECTOR_UNAUTHENTICATED', { system: 'merge', verb: 'delete account', fact, details: { status: 401 } });
    },
  };
}

/** Whether an error means that the account token alone is refused: the account was unlinked, and the API key is good. */
export async function onlyAccountRefused(http: MergeHttp, error: unknown, context: ConnectorContext): Promise<boolean> {
  if (!isTenureError(error) || error.code !== 'CONNECTOR_UNAUTHENTICATED') return false;
  return misses((await askWithoutAccount(http.organisation, context)).problem);
}

/** Pure. */
export function stateOf({ status, integration }: MergeAccount, statuses: readonly MergeSyncStatus[]): ConnectionState {
  const employees = statuses.find((row) => modelOf(row) === 'Employee');
  const freshAt = employees === undefined ? undefined : freshAtOf(employees);
  const facts = {
    ...(typeof integration === 'string' ? { system: integration } : {}),
    ...(freshAt === undefined ? {} : { freshAt }),
  };
  switch (wordOf(status)) {
    case 'RELINK_NEEDED':
      return { ...facts, state: 'relink-needed', detail: 'Merge can no longer sign in at the HR system; what was read stays' };
    case 'INCOMPLETE':
      return { ...facts, state: 'relink-needed', detail: 'the connection was begun and not finished' };
    case 'IDLE':
      return { ...facts, state: 'frozen', detail: 'Merge paused the account because nobody asked for its data' };
    case 'COMPLETE':
      return connected(facts, employees);
    default:
      return { ...facts, state: 'unknown', detail: 'Merge names a state we do not know' };
  }
}

function connected(facts: Omit<ConnectionState, 'state'>, employees: MergeSyncStatus | undefined): ConnectionState {
  const status = wordOf(employees?.status);
  if (employees?.is_initial_sync === true) return { ...facts, state: 'syncing', detail: 'the first sync is not finished' };
  if (status === 'SYNCING') return { ...facts, state: 'syncing' };
  if (status === 'PAUSED') return { ...facts, state: 'frozen', detail: 'Merge paused the sync of employees' };
  if (status === 'DISABLED') return { ...facts, state: 'frozen', detail: 'employees are switched off in the scopes' };
  if (status === 'FAILED' || status === 'PARTIALLY_SYNCED') {
    return { ...facts, state: 'connected', detail: `the last sync of employees is ${status}` };
  }
  return { ...facts, state: 'connected' };
}

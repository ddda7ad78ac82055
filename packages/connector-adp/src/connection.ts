// The customer's connection as a settings page shows it. It is ended at ADP, not here.
import { type Connection, type ConnectionState, isTenureError } from '@tenure/core/connector';
import { listWorkers } from './api/workers.ts';
import type { AdpSettings } from './options.ts';
import type { AdpHttp } from './transport/open.ts';

export function connectionOf({ data }: AdpHttp, { roleCode }: AdpSettings): Connection {
  return {
    async state(context) {
      try {
        await listWorkers(data, { skip: 0, top: 1, select: 'workers/associateOID', roleCode }, context);
        return { state: 'connected', system: 'ADP' };
      } catch (error) {
        context.signal.throwIfAborted();
        const state = stateBy(error);
        if (state === undefined) throw error;
        return state;
      }
    },
  };
}

/** What a refusal says of the connection; `undefined` where it says nothing. Pure. */
export function stateBy(error: unknown): ConnectionState | undefined {
  if (!isTenureError(error)) return undefined;
  if (error.code === 'CONNECTOR_FORBIDDEN') {
    return { state: 'frozen', system: 'ADP', detail: 'ADP shows nobody: ask the customer to consent again; what was read stays' };
  }
  if (error.code === 'CONNECTOR_UNAUTHENTICATED') {
    return { state: 'relink-needed', system: 'ADP', detail: 'ADP refuses the credentials; what was read stays' };
  }
  return undefined;
}

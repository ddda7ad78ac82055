// Turning off and ending sessions: the one does not do the other, and an answer that is lost between them is no reason to leave sessions open.
import { type Account, isTenureError, type WriteContext } from '@tenure/core/connector';
import type { Done, NativeApi } from './api.ts';

/** `read`: the account as it is now. An unknown outcome stays one unless the account shows that it is off. */
export async function turnOff(
  api: NativeApi,
  account: Account,
  read: () => Promise<Account | undefined>,
  context: WriteContext,
): Promise<Done> {
  const done = await switchedOff(api, account, read, context);
  // Whoever has not come yet has no sessions.
  if (done === 'nobody' || account.state === 'pending') return done;
  return [...done, ...(await withoutSessions(api, account, context))];
}

/** Ends the account's sessions. Being off holds by itself: that sessions could not be ended besides is said and undoes nothing. */
export async function withoutSessions(api: NativeApi, account: Account, context: WriteContext): Promise<readonly string[]> {
  try {
    await api.endSessions?.(account.id, context);
    return [];
  } catch (error) {
    if (!isTenureError(error)) throw error;
    return [`open sessions could not be ended besides (${error.code})`];
  }
}

async function switchedOff(
  api: NativeApi,
  account: Account,
  read: () => Promise<Account | undefined>,
  context: WriteContext,
): Promise<Done> {
  try {
    return (await api.disable?.(account, context)) ?? [];
  } catch (error) {
    const lost = isTenureError(error) && error.code === 'CONNECTOR_OUTCOME_UNKNOWN';
    // The engine would look, see it off, and know nothing of sessions.
    if (lost && api.endSessions !== undefined && (await isOff(read))) return [];
    throw error;
  }
}

async function isOff(read: () => Promise<Account | undefined>): Promise<boolean> {
  try {
    return (await read())?.state === 'disabled';
  } catch (error) {
    if (isTenureError(error)) return false;
    throw error;
  }
}

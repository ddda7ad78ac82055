// Turning accounts off and on, and deleting them. Each looks first and believes the account, not the answer.
import { type AccountState, type ConnectorContext, isTenureError, TenureError, type WriteAnswer } from '@tenure/core/connector';
import { deleteUser, getUser, patchUser, type ScimServer } from './api.ts';
import { noAccount } from './create.ts';
import { accountOf } from './resource.ts';

export async function disableAccount(server: ScimServer, id: string, context: ConnectorContext): Promise<WriteAnswer> {
  const verb = 'disable account';
  const before = await stateNow(server, verb, id, context);
  if (before === 'gone' || before === 'disabled') return { outcome: 'unchanged' };
  const patched = await switchTo(server, verb, id, false, context);
  const after = patched ? await stateNow(server, verb, id, context) : 'gone';
  if (after === 'gone' || after === 'disabled') return { outcome: 'changed' };
  throw notEffective(server, verb, id, after, 'an account that is off');
}

export async function enableAccount(server: ScimServer, id: string, context: ConnectorContext): Promise<WriteAnswer> {
  const verb = 'enable account';
  const before = await stateNow(server, verb, id, context);
  if (before === 'active') return { outcome: 'unchanged' };
  const patched = before !== 'gone' && (await switchTo(server, verb, id, true, context));
  if (!patched) throw noAccount(server, verb, id);
  const after = await stateNow(server, verb, id, context);
  if (after === 'active') return { outcome: 'changed' };
  throw notEffective(server, verb, id, after, 'an account that is on');
}

export async function deleteAccount(server: ScimServer, id: string, context: ConnectorContext): Promise<WriteAnswer> {
  const verb = 'delete account';
  if ((await stateNow(server, verb, id, context)) === 'gone') return { outcome: 'unchanged' };
  try {
    await deleteUser(server, id, context);
  } catch (error) {
    if (!(await isGoneAllTheSame(server, id, error, context))) throw error;
  }
  return { outcome: 'changed' };
}

async function stateNow(server: ScimServer, verb: string, id: string, context: ConnectorContext): Promise<AccountState> {
  const resource = await getUser(server, verb, id, context);
  return resource === undefined ? 'gone' : accountOf(resource, server.profile).state;
}

function switchTo(server: ScimServer, verb: string, id: string, active: boolean, context: ConnectorContext): Promise<boolean> {
  return patchUser(server, verb, id, [{ op: 'replace', path: 'active', value: active }], context);
}

/** Some servers fail on a delete that took effect; the account itself tells. A refusal of the credential is one. */
async function isGoneAllTheSame(server: ScimServer, id: string, error: unknown, context: ConnectorContext): Promise<boolean> {
  if (!isTenureError(error)) return false;
  const open = error.code === 'CONNECTOR_OUTCOME_UNKNOWN' || error.code === 'CONNECTOR_UNAVAILABLE' || error.code === 'CONNECTOR_REJECTED';
  if (!open) return false;
  try {
    return (await getUser(server, 'delete account', id, context)) === undefined;
  } catch (reading) {
    if (isTenureError(reading)) return false;
    throw reading;
  }
}

function notEffective({ system }: ScimServer, verb: string, id: string, state: AccountState, expected: string): TenureError {
  const fact = `the app said yes and shows the account as ${state}`;
  return new TenureError('CONNECTOR_NOT_EFFECTIVE', { system, verb, id, fact, details: { expected } });
}

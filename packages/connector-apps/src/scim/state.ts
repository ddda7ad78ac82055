// Turning accounts off and on, and removing them. Each looks first and believes the account, not the answer.
import { type AccountState, type ConnectorContext, isTenureError, type WriteAnswer } from '@tenure/core/connector';
import { getUser } from './api.ts';
import { switchOf } from './patch.ts';
import type { ScimProfile } from './profile.ts';
import { accountOf, type Resource } from './resource.ts';
import type { ScimServer } from './server.ts';
import { noAccount, notEffective } from './trouble.ts';
import { writeAsOf } from './update.ts';

export type Disabling = NonNullable<ScimProfile['disable']>;
export type Deleting = NonNullable<ScimProfile['delete']>;

const off: ReadonlySet<AccountState> = new Set(['disabled', 'gone']);
const on: ReadonlySet<AccountState> = new Set(['active']);
const gone: ReadonlySet<AccountState> = new Set(['gone']);

export function disableAccount(server: ScimServer, how: Disabling, id: string, context: ConnectorContext): Promise<WriteAnswer> {
  const verb = 'disable account';
  return server.inTurn(id, async () => {
    const before = await getUser(server, verb, id, context);
    if (before === undefined) return { outcome: 'unchanged', seen: 'gone' };
    if (accountOf(before, server.profile).state === 'disabled') return { outcome: 'unchanged', seen: 'disabled' };
    const write = (now: Resource) => switchOf(now, false, how.form, server.profile);
    const written = await writeAsOf(server, verb, before, write, context);
    if (!written) return { outcome: 'changed', seen: 'gone' };
    return confirmed(server, verb, id, { met: off, words: 'an account that is off', settlesMs: how.settlesMs }, context);
  });
}

export function enableAccount(server: ScimServer, how: Disabling, id: string, context: ConnectorContext): Promise<WriteAnswer> {
  const verb = 'enable account';
  return server.inTurn(id, async () => {
    const before = await getUser(server, verb, id, context);
    if (before === undefined) throw noAccount(server, verb, id);
    if (accountOf(before, server.profile).state === 'active') return { outcome: 'unchanged', seen: 'active' };
    const write = (now: Resource) => switchOf(now, true, how.form, server.profile);
    if (!(await writeAsOf(server, verb, before, write, context))) throw noAccount(server, verb, id);
    return confirmed(server, verb, id, { met: on, words: 'an account that is on', settlesMs: how.settlesMs }, context);
  });
}

export function deleteAccount(server: ScimServer, how: Deleting, id: string, context: ConnectorContext): Promise<WriteAnswer> {
  const verb = 'delete account';
  const { form } = how;
  return server.inTurn(id, async () => {
    const before = await getUser(server, verb, id, context);
    if (before === undefined || accountOf(before, server.profile).state === 'gone') return { outcome: 'unchanged', seen: 'gone' };
    const write = (now: Resource) => (form === 'delete' ? ({ method: 'DELETE' } as const) : switchOf(now, false, form, server.profile));
    try {
      await writeAsOf(server, verb, before, write, context);
    } catch (error) {
      if (!(await isGoneAllTheSame(server, id, error, context))) throw error;
      return { outcome: 'changed', seen: 'gone' };
    }
    return confirmed(server, verb, id, { met: gone, words: 'no account any more', settlesMs: how.settlesMs }, context);
  });
}

interface Expectation {
  readonly met: ReadonlySet<AccountState>;
  readonly words: string;
  readonly settlesMs: number;
}

/**
 * The answer to a write that the app accepted: the account is looked at until it is as wanted, or the app has had its
 * time. A look that fails takes nothing back; the engine looks itself then.
 *
 * @throws {TenureError} `CONNECTOR_NOT_EFFECTIVE` when the account goes on showing the old state.
 */
async function confirmed(
  server: ScimServer,
  verb: string,
  id: string,
  { met, words, settlesMs }: Expectation,
  context: ConnectorContext,
): Promise<WriteAnswer> {
  for (let waitedMs = 0; ; waitedMs += 1_000) {
    const seen = await stateNow(server, verb, id, context);
    if (seen === undefined) return { outcome: 'changed' };
    if (met.has(seen)) return { outcome: 'changed', seen };
    if (waitedMs >= settlesMs) throw notEffective(server, verb, id, seen, words);
    await context.sleep(1_000);
  }
}

async function stateNow(server: ScimServer, verb: string, id: string, context: ConnectorContext): Promise<AccountState | undefined> {
  try {
    const resource = await getUser(server, verb, id, context);
    return resource === undefined ? 'gone' : accountOf(resource, server.profile).state;
  } catch (error) {
    if (isTenureError(error)) return undefined;
    throw error;
  }
}

/** Some servers fail on a removal that took effect; the account itself tells. A refusal of the credential is one. */
async function isGoneAllTheSame(server: ScimServer, id: string, error: unknown, context: ConnectorContext): Promise<boolean> {
  if (!isTenureError(error)) return false;
  const open = error.code === 'CONNECTOR_OUTCOME_UNKNOWN' || error.code === 'CONNECTOR_UNAVAILABLE' || error.code === 'CONNECTOR_REJECTED';
  if (!open) return false;
  try {
    const now = await getUser(server, 'delete account', id, context);
    return now === undefined || accountOf(now, server.profile).state === 'gone';
  } catch (reading) {
    if (isTenureError(reading)) return false;
    throw reading;
  }
}

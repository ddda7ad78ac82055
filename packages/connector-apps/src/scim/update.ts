// Changing and switching accounts: each looks first, and writes once more where the server wants to be told a version.
import type { AccountProfile, ConnectorContext, WriteAnswer } from '@tenure/core/connector';
import { TenureError } from '@tenure/core/connector';
import { withHolders } from '../verbs/holders.ts';
import { incomplete, noAccount } from '../verbs/trouble.ts';
import { getUser, type UserWrite, writeUser } from './api.ts';
import { differing, toldOf } from './body.ts';
import { holdingOf } from './find.ts';
import { changeOf } from './patch.ts';
import type { SwitchForm } from './profile.ts';
import { isRecord, type Resource } from './resource.ts';
import type { ScimServer } from './server.ts';

export function updateAccount(
  server: ScimServer,
  form: SwitchForm,
  id: string,
  attributes: AccountProfile,
  context: ConnectorContext,
): Promise<WriteAnswer> {
  const verb = 'update account';
  return server.inTurn(id, async () => {
    const cleared = server.profile.required.filter((name) => attributes[name] === null || attributes[name] === '');
    if (cleared.length > 0) throw incomplete(server, verb, id, cleared);
    const current = await getUser(server, verb, id, context);
    if (current === undefined) throw noAccount(server, verb, id);
    const told = toldOf(attributes, server.profile);
    if (differing(current, told).length === 0) return { outcome: 'unchanged' };
    const write = (now: Resource) => changeOf(now, differing(now, told), form, server.profile);
    const written = await withHolders(holdingOf(server), verb, id, attributes, context, () =>
      writeAsOf(server, verb, current, write, context),
    );
    if (!written) throw noAccount(server, verb, id);
    return { outcome: 'changed' };
  });
}

/** Writes over the user as it was read, and once more over a newer reading where the server says that it has changed. */
export async function writeAsOf(
  server: ScimServer,
  verb: string,
  current: Resource,
  write: (now: Resource) => UserWrite,
  context: ConnectorContext,
): Promise<boolean> {
  const version = server.profile.versions === 'always' ? versionOf(current) : undefined;
  const first = await writeUser(server, verb, current.id, write(current), version, context);
  if (first !== 'stale') return first === 'done';
  const now = await getUser(server, verb, current.id, context);
  if (now === undefined) return false;
  const second = await writeUser(server, verb, now.id, write(now), versionOf(now) ?? '*', context);
  if (second !== 'stale') return second === 'done';
  const fact = 'somebody else keeps changing the account';
  throw new TenureError('CONNECTOR_UNAVAILABLE', {
    system: server.system,
    verb,
    id: server.shown(current.id),
    fact,
    details: { status: 412 },
  });
}

function versionOf({ meta }: Resource): string | undefined {
  const version = isRecord(meta) ? meta['version'] : undefined;
  return typeof version === 'string' && version !== '' ? version : undefined;
}

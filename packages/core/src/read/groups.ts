// Names of the group map become ids once and stay pinned to them: a rename follows, a vanished name is an error.
import type { CheckItem } from '../connector/context.ts';
import { TenureError } from '../connector/errors.ts';
import type { Group, IdentityProvider } from '../connector/target.ts';
import type { GroupReference } from '../policy/compile.ts';
import type { Policy } from '../policy/policy.ts';
import type { StoreOp } from '../store/port.ts';
import { walkPages } from './pages.ts';
import { readSetting, type Session, settingOp } from './session.ts';

const setting = 'pins:groups';

export interface ResolvedGroups {
  /** By the name or id the policy uses. */
  readonly groups: ReadonlyMap<string, GroupReference>;
  /** The steps that pin names resolved now; a plan takes them, a look does not. */
  readonly pins: readonly StoreOp[];
}

/** A name of the map that leads to no group, or to none whose members may be changed. */
interface Unresolved {
  readonly isMissing: boolean;
  readonly reason: string;
}

/**
 * The groups a policy names, by the name or id it uses. I/O: nothing for pinned ones, else one look-up by name, and a
 * walk over all groups only for what may be an id.
 *
 * @throws {TenureError} `OPTIONS_INVALID` naming every name that fits no group or two, or a group that may not be changed.
 */
export async function resolveGroups(session: Session, provider: IdentityProvider, policy: Policy): Promise<ResolvedGroups> {
  const names = namesIn(policy);
  const pins = await pinnedGroups(session);
  const found = new Map<string, GroupReference>();
  const problems: { readonly path: string; readonly reason: string }[] = [];
  for (const name of names) {
    const group = pins.get(name) ?? (await lookUp(session, provider, name));
    if ('reason' in group) problems.push({ path: `groups: ${name}`, reason: group.reason });
    else found.set(name, group);
  }
  if (problems.length > 0) throw unresolved(provider, problems);
  const fresh = names.some((name) => !pins.has(name));
  return { groups: found, pins: fresh ? [settingOp(setting, { ...Object.fromEntries(pins), ...Object.fromEntries(found) })] : [] };
}

/** The names of the map that no group has, as they stand now. Reads only. */
export async function missingGroups(session: Session, provider: IdentityProvider, policy: Policy): Promise<readonly string[]> {
  const pins = await pinnedGroups(session);
  const missing: string[] = [];
  for (const name of namesIn(policy).filter((one) => !pins.has(one))) {
    const group = await lookUp(session, provider, name);
    if ('reason' in group && group.isMissing) missing.push(name);
  }
  return missing;
}

/** A line for the groups of the map and one for each of them that cannot be used. Reads only. */
export async function checkGroups(session: Session, provider: IdentityProvider, policy: Policy): Promise<readonly CheckItem[]> {
  const names = namesIn(policy);
  const pins = await pinnedGroups(session);
  const items: CheckItem[] = [];
  for (const name of names) {
    const pin = pins.get(name);
    const group = pin === undefined ? await lookUp(session, provider, name) : await lookForPinned(session, provider, pin);
    if ('reason' in group) items.push({ title: `the group ${name} can be used`, state: 'problem', detail: group.reason });
  }
  if (items.length > 0 || names.length === 0) return items;
  return [{ title: 'the groups of the map can be used', state: 'ok', detail: `${names.length} groups` }];
}

const namesIn = (policy: Policy): string[] => [...new Set(policy.groups.flatMap(({ groups }) => groups))].sort();

/** In a map: a group may be called like something every object has. */
async function pinnedGroups(session: Session): Promise<ReadonlyMap<string, GroupReference>> {
  return new Map(Object.entries((await readSetting<Record<string, GroupReference>>(session, setting)) ?? {}));
}

async function lookUp(session: Session, provider: IdentityProvider, name: string): Promise<GroupReference | Unresolved> {
  const byName = await groupsWhere(session, provider, name, (group) => group.name === name);
  const groups = byName.length > 0 ? byName : await groupsWhere(session, provider, undefined, (group) => group.id === name);
  const [group, ...more] = groups;
  if (group === undefined) return { isMissing: true, reason: 'the identity provider has no group of this name or id' };
  if (more.length > 0) return { isMissing: false, reason: `${groups.length} groups have this name; use the id` };
  if (group.readOnlyBecause !== undefined) return { isMissing: false, reason: `its members may not be changed: ${group.readOnlyBecause}` };
  return { id: group.id, name: group.name };
}

/** A group that was found once, under whatever name it has now. */
async function lookForPinned(session: Session, provider: IdentityProvider, pin: GroupReference): Promise<GroupReference | Unresolved> {
  const isSame = ({ id }: Group): boolean => id === pin.id;
  const byName = await groupsWhere(session, provider, pin.name, isSame);
  const [group] = byName.length > 0 ? byName : await groupsWhere(session, provider, undefined, isSame);
  if (group === undefined) return { isMissing: false, reason: `the group it was (${pin.id}) is not there any more` };
  return group.readOnlyBecause === undefined
    ? pin
    : { isMissing: false, reason: `its members may not be changed: ${group.readOnlyBecause}` };
}

async function groupsWhere(
  session: Session,
  provider: IdentityProvider,
  name: string | undefined,
  fits: (group: Group) => boolean,
): Promise<Group[]> {
  const found: Group[] = [];
  const walk = {
    system: provider.id,
    verb: 'list groups',
    limit: 200,
    context: session.context,
    list: (request: { readonly cursor?: string | undefined; readonly limit: number }) =>
      provider.groups.list(name === undefined ? request : { ...request, name }, session.context),
  };
  for await (const groups of walkPages<Group>(walk)) found.push(...groups.filter(fits));
  return found;
}

function unresolved(provider: IdentityProvider, problems: readonly { readonly path: string; readonly reason: string }[]): TenureError {
  const fact = problems.map(({ path, reason }) => `${path}: ${reason}`).join('; ');
  return new TenureError('OPTIONS_INVALID', { system: provider.id, verb: 'resolve group', fact, details: { problems } });
}

// Names of the group map become ids once and stay pinned to them: a rename follows, a vanished name is an error.
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

/**
 * The groups a policy names, by the name or id it uses. I/O: nothing for pinned ones, else one look-up by name, and a
 * walk over all groups only for what may be an id.
 *
 * @throws {TenureError} `OPTIONS_INVALID` when a name fits no group or two, or a group that may not be changed.
 */
export async function resolveGroups(session: Session, provider: IdentityProvider, policy: Policy): Promise<ResolvedGroups> {
  const names = [...new Set(policy.groups.flatMap(({ groups }) => groups))].sort();
  const pins = (await readSetting<Record<string, GroupReference>>(session, setting)) ?? {};
  const found = new Map<string, GroupReference>();
  // A group may be called like something every object has.
  const pinned = (name: string): GroupReference | undefined => (Object.hasOwn(pins, name) ? pins[name] : undefined);
  for (const name of names) found.set(name, pinned(name) ?? (await lookUp(session, provider, name)));
  const fresh = names.some((name) => pinned(name) === undefined);
  return { groups: found, pins: fresh ? [settingOp(setting, { ...pins, ...Object.fromEntries(found) })] : [] };
}

async function lookUp(session: Session, provider: IdentityProvider, name: string): Promise<GroupReference> {
  const byName = await groupsWhere(session, provider, name, (group) => group.name === name);
  const groups = byName.length > 0 ? byName : await groupsWhere(session, provider, undefined, (group) => group.id === name);
  const [group, ...more] = groups;
  if (group === undefined) throw groupProblem(provider, name, 'the identity provider has no group of this name or id');
  if (more.length > 0) throw groupProblem(provider, name, `${groups.length} groups have this name; use the id`);
  if (group.readOnlyBecause !== undefined) throw groupProblem(provider, name, `its members may not be changed: ${group.readOnlyBecause}`);
  return { id: group.id, name: group.name };
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

function groupProblem(provider: IdentityProvider, name: string, reason: string): TenureError {
  const problem = { path: `groups: ${name}`, reason };
  return new TenureError('OPTIONS_INVALID', {
    system: provider.id,
    verb: 'resolve group',
    fact: `${problem.path}: ${reason}`,
    details: { problems: [problem] },
  });
}

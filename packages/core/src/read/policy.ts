// A policy and the world it is about, put together: departments and groups resolved, abilities of the targets known.
import { isTenureError } from '../connector/errors.ts';
import type { AppProvisioner, IdentityProvider, Target } from '../connector/target.ts';
import { type CompiledPolicy, compilePolicy, type TargetAbilities } from '../policy/compile.ts';
import type { DepartmentTree } from '../policy/departments.ts';
import type { Policy } from '../policy/policy.ts';
import type { StoreOp } from '../store/port.ts';
import { type ResolvedGroups, resolveGroups } from './groups.ts';
import { reasonToLeaveOut } from './inventory.ts';
import { readSetting, type Session, settingOp } from './session.ts';

/** What a lifecycle writes to. */
export interface Targets {
  readonly identityProvider: IdentityProvider | undefined;
  readonly apps: readonly AppProvisioner[];
}

export function allTargets({ identityProvider, apps }: Targets): Target[] {
  return identityProvider === undefined ? [...apps] : [identityProvider, ...apps];
}

/** What a connector can do, read off the shape of the object. */
export function abilitiesOf(target: Target): TargetAbilities {
  const identity = 'users' in target;
  const verbs = identity ? target.users : target.accounts;
  const names = ['list', 'get', 'update', 'disable', 'enable', 'delete'] as const;
  return {
    id: target.id,
    role: identity ? 'identity' : 'app',
    attributes: target.attributes,
    verbs: new Set(names.filter((name) => typeof verbs[name] === 'function')),
    irreversible: new Set(target.effects?.irreversible ?? []),
    dependsOnIdentity: !identity && target.dependsOn === 'identity',
  };
}

export interface PreparedPolicy {
  readonly compiled: CompiledPolicy;
  /** The steps that pin the names resolved now; a plan takes them, a look does not. */
  readonly pins: readonly StoreOp[];
  /** Targets this plan leaves out, with the reason. */
  readonly leftOut: ReadonlyMap<string, string>;
}

/** Resolves names, then compiles; writes nothing. Targets in `unreadable`, and an identity provider whose groups can't be read, are left out. */
export async function preparePolicy(
  session: Session,
  policy: Policy,
  targets: Targets,
  tree: DepartmentTree,
  unreadable: ReadonlyMap<string, string>,
): Promise<PreparedPolicy> {
  const leftOut = new Map(unreadable);
  const resolved = await groupsOf(session, policy, targets, leftOut);
  const pinned = (await readSetting<Record<string, string>>(session, 'pins:departments')) ?? {};
  const fresh: Record<string, string> = {};
  const present = allTargets(targets).filter(({ id }) => !leftOut.has(id));
  const compiled = compilePolicy({
    policy: resolved === undefined ? { ...policy, groups: [] } : policy,
    abilities: present.map(abilitiesOf),
    known: new Set(allTargets(targets).map(({ id }) => id)),
    groups: resolved?.groups ?? new Map(),
    digest: session.digest,
    resolution: {
      tree,
      pins: new Map(Object.entries(pinned)),
      pin: (name, id) => {
        fresh[name] = id;
      },
    },
  });
  const departments = Object.keys(fresh).length === 0 ? [] : [settingOp('pins:departments', { ...pinned, ...fresh })];
  return { compiled, leftOut, pins: [...(resolved?.pins ?? []), ...departments] };
}

async function groupsOf(
  session: Session,
  policy: Policy,
  { identityProvider }: Targets,
  leftOut: Map<string, string>,
): Promise<ResolvedGroups | undefined> {
  if (identityProvider === undefined || leftOut.has(identityProvider.id)) return undefined;
  try {
    return await resolveGroups(session, identityProvider, policy);
  } catch (error) {
    if (isTenureError(error) && error.code === 'OPTIONS_INVALID') throw error;
    leftOut.set(identityProvider.id, reasonToLeaveOut(session, error));
    return undefined;
  }
}

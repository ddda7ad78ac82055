// A policy and the world it is about, put together: departments and groups resolved, abilities of the targets known.
import { isTenureError } from '../connector/errors.ts';
import type { AppProvisioner, IdentityProvider, Target } from '../connector/target.ts';
import { type CompiledPolicy, compilePolicy, type TargetAbilities } from '../policy/compile.ts';
import type { DepartmentTree } from '../policy/departments.ts';
import type { Policy } from '../policy/policy.ts';
import { departmentsNamedIn } from '../policy/rules.ts';
import type { StoreOp } from '../store/port.ts';
import { type ResolvedGroups, resolveGroups } from './groups.ts';
import { strangerBecause } from './instance.ts';
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
  /** The steps that pin the names resolved now and forget unused ones; a plan takes them, a look does not. */
  readonly pins: readonly StoreOp[];
  /** Targets this plan leaves out, with the reason. */
  readonly leftOut: ReadonlyMap<string, string>;
}

/**
 * Resolves names, then compiles; writes nothing but which org or workspace a new target is. Targets in `unreadable`, those that
 * are set up for another one, and an identity provider whose groups can't be read, are left out.
 */
export async function preparePolicy(
  session: Session,
  policy: Policy,
  targets: Targets,
  tree: DepartmentTree,
  unreadable: ReadonlyMap<string, string>,
  unlisted?: ReadonlySet<string>,
): Promise<PreparedPolicy> {
  const leftOut = new Map(unreadable);
  for (const target of allTargets(targets)) {
    const stranger = await strangerBecause(session, target);
    if (stranger !== undefined) leftOut.set(target.id, stranger);
  }
  const resolved = await groupsOf(session, policy, targets, leftOut);
  const pinned = new Map(Object.entries((await readSetting<Record<string, string>>(session, 'pins:departments')) ?? {}));
  const fresh = new Map<string, string>();
  const missing = unlisted ?? new Set(await readSetting<readonly string[]>(session, unlistedDepartments));
  const present = allTargets(targets).filter(({ id }) => !leftOut.has(id));
  const compiled = compilePolicy({
    policy: resolved === undefined ? { ...policy, groups: [], authoritativeGroups: [] } : policy,
    abilities: present.map(abilitiesOf),
    known: new Set(allTargets(targets).map(({ id }) => id)),
    groups: resolved?.groups ?? new Map(),
    digest: session.digest,
    resolution: {
      tree,
      unlisted: missing,
      pins: pinned,
      pin: (name, id) => {
        fresh.set(name, id);
      },
    },
  });
  const known = unlisted === undefined ? [] : [settingOp(unlistedDepartments, [...unlisted])];
  return { compiled, leftOut, pins: [...(resolved?.pins ?? []), ...departmentPins(policy, pinned, fresh), ...known] };
}

/** Departments that the last list did not hold and that stay known: whoever decides between readings has to know of them. */
const unlistedDepartments = 'departments:unlisted';

/** What a plan has to say about its policy: rules that cannot be asked. */
export function policyNotes({ compiled }: PreparedPolicy): readonly string[] {
  return compiled.unresolved.map((reason) => `${reason}. Until then what hangs on it stays as it is for everybody but leavers`);
}

/** A pin lasts as long as the policy uses its name, in targets that are left out of this plan too. */
function departmentPins(policy: Policy, pinned: ReadonlyMap<string, string>, fresh: ReadonlyMap<string, string>): StoreOp[] {
  const { firstImport, joiners } = policy.activation ?? {};
  const targets = [policy.identity, ...Object.values(policy.apps), ...policy.groups];
  const rules = [...targets.map((target) => target.for), firstImport, joiners].filter((rule) => rule !== undefined);
  const used = new Set(rules.flatMap(departmentsNamedIn));
  const kept = [...pinned].filter(([name]) => used.has(name));
  if (fresh.size === 0 && kept.length === pinned.size) return [];
  return [settingOp('pins:departments', Object.fromEntries([...kept, ...fresh]))];
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

// What changed in a target between two moments, and what a plan promised, in the same words: an oracle for "exactly the plan".
import type { Change } from '../src/index.ts';
import type { MemoryAccount } from '../src/testing/index.ts';

type Accounts = ReadonlyMap<string, MemoryAccount>;

export const groupsOf = (account: object): ReadonlySet<string> =>
  'groups' in account ? (account.groups as ReadonlySet<string>) : new Set<string>();

const attributesOf = ({ profile }: MemoryAccount): Map<string, unknown> =>
  new Map(Object.entries(profile).filter(([, value]) => value !== null));

function within(old: MemoryAccount, present: MemoryAccount): string[] {
  const found = old.state === present.state ? [] : [present.state === 'disabled' ? 'disabled' : 'enabled'];
  const [had, has] = [attributesOf(old), attributesOf(present)];
  const names = new Set([...had.keys(), ...has.keys()]);
  const set = [...names].filter((name) => had.get(name) !== has.get(name)).map((name) => `set ${name}`);
  const [was, is] = [groupsOf(old), groupsOf(present)];
  const joined = [...is].filter((group) => !was.has(group)).map((group) => `joined ${group}`);
  const left = [...was].filter((group) => !is.has(group)).map((group) => `left ${group}`);
  return [...found, ...set, ...joined, ...left];
}

/** Every difference between two states of one target. */
export function differences(target: string, before: Accounts, after: Accounts): string[] {
  const deleted = [...before.keys()].filter((id) => !after.has(id)).map((id) => `${target} ${id} deleted`);
  const others = [...after].flatMap(([id, account]) => {
    const old = before.get(id);
    if (old === undefined) return [`${target} created for ${account.profile.externalId}`];
    return within(old, account).map((what) => `${target} ${id} ${what}`);
  });
  return [...deleted, ...others];
}

/** What a change says it does, in the same words. An adoption does nothing to the target. */
export function promised({ target, accountId, class: what, attributes, groups, person }: Change): string[] {
  if (what === 'adopt' || what === 'link') return [];
  if (what === 'create') return [`${target} created for ${person}`];
  if (what === 'delete') return [`${target} ${accountId} deleted`];
  if (what === 'reactivate') return [`${target} ${accountId} enabled`];
  if (what === 'disable' || what === 'enable') return [`${target} ${accountId} ${what}d`];
  if (what === 'group-add') return [`${target} ${accountId} joined ${groups?.[0]?.id}`];
  if (what === 'group-removal') return [`${target} ${accountId} left ${groups?.[0]?.id}`];
  return (attributes ?? []).map((name) => `${target} ${accountId} set ${name}`);
}

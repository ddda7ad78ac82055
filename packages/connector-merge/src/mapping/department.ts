// Groups or teams as departments, and which of several a person belongs to. Pure.
import type { DepartmentRecord } from '@tenure/core/connector';
import { idOf, type MergeEmployee, type MergeGroup, type MergeTeam } from '../api/wire.ts';

/** A group or team of any kind: also those that are no department may stand between two that are. */
export interface Unit {
  readonly id: string;
  readonly name: string | null;
  /** In upper case; null for teams and for groups that have none. */
  readonly type: string | null;
  readonly parentId: string | null | undefined;
}

/** All units of an account, by id. */
export type Directory = ReadonlyMap<string, Unit>;

export function directoryOfGroups(groups: readonly MergeGroup[]): Directory {
  const present = groups.filter(({ remote_was_deleted: deleted }) => deleted !== true);
  return new Map(
    present.map((group) => [
      group.id,
      { id: group.id, name: group.name ?? null, type: group.type?.toUpperCase() ?? null, parentId: idOf(group.parent_group) },
    ]),
  );
}

export function directoryOfTeams(teams: readonly MergeTeam[]): Directory {
  const present = teams.filter(({ remote_was_deleted: deleted }) => deleted !== true);
  return new Map(present.map((team) => [team.id, { id: team.id, name: team.name ?? null, type: null, parentId: idOf(team.parent_team) }]));
}

/** The departments of a directory in order of id; units of other kinds between two of them are left out. */
export function departmentRecords(directory: Directory, types: readonly string[] | undefined): readonly DepartmentRecord[] {
  const departments = [...directory.values()].filter((unit) => isDepartment(unit, types));
  return departments.sort((one, other) => (one.id < other.id ? -1 : 1)).map((unit) => departmentRecord(unit, directory, types));
}

function departmentRecord(unit: Unit, directory: Directory, types: readonly string[] | undefined): DepartmentRecord {
  const { id, name } = unit;
  if (name === null || name.trim() === '') return { kind: 'unreadable', id, where: 'departments', reason: 'it has no name' };
  const parentId = parentOf(unit, directory, types);
  return { kind: 'record', value: parentId === undefined ? { id, name } : { id, name, parentId } };
}

/** The nearest department above; `undefined` where the way up leads to a unit that is not there, which says nothing. */
function parentOf(unit: Unit, directory: Directory, types: readonly string[] | undefined): string | null | undefined {
  const above = [...ancestorsOf(unit, directory)];
  const parent = above.find((candidate) => isDepartment(candidate, types));
  const top = above.at(-1) ?? unit;
  if (parent === undefined) return top.parentId === null || directory.has(top.parentId ?? '') ? null : undefined;
  // In a ring of departments the one with the smallest id is the top; a ring has none.
  const ring = above.some(({ parentId }) => parentId === unit.id) ? above : [];
  return ring.length > 0 && ring.every(({ id }) => unit.id <= id) ? null : parent.id;
}

/** From the nearest up, each once: units can stand in a ring. */
function* ancestorsOf(unit: Unit, directory: Directory): Generator<Unit> {
  const met = new Set([unit.id]);
  let { parentId } = unit;
  while (parentId !== null && parentId !== undefined && !met.has(parentId)) {
    const parent = directory.get(parentId);
    if (parent === undefined) return;
    met.add(parentId);
    yield parent;
    parentId = parent.parentId;
  }
}

function isDepartment({ type }: Unit, types: readonly string[] | undefined): boolean {
  return types === undefined || (type !== null && types.includes(type));
}

/**
 * The department of a row, or the groups it must be chosen from by their place in the directory. `undefined`: the row does
 * not tell, since its groups are hidden or came as bare ids.
 */
export function departmentIn(row: MergeEmployee, types: readonly string[] | undefined): string | null | undefined | readonly string[] {
  if (types === undefined) return idOf(row.team);
  if (row.groups === null || row.groups === undefined) return undefined;
  const shown = row.groups.filter((group): group is MergeGroup => typeof group === 'object' && group !== null);
  const present = shown.filter(({ remote_was_deleted: deleted }) => deleted !== true);
  for (const type of types) {
    const ids = new Set(present.filter((group) => group.type?.toUpperCase() === type).map(({ id }) => id));
    const [first] = ids;
    if (first !== undefined) return ids.size === 1 ? first : [...ids];
  }
  const isTold = shown.length === row.groups.length && shown.every(({ type }) => type !== undefined);
  return isTold ? null : undefined;
}

/** Of several departments the deepest; equals: the smallest id. */
export function deepest(ids: readonly string[], directory: Directory): string | undefined {
  const depth = (id: string) => {
    const unit = directory.get(id);
    return unit === undefined ? -1 : [...ancestorsOf(unit, directory)].length;
  };
  return ids.map((id) => ({ id, depth: depth(id) })).sort((one, other) => other.depth - one.depth || (one.id < other.id ? -1 : 1))[0]?.id;
}

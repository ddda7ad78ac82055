// The department tree and names resolved in it. Names resolve once and are pinned to ids, so that a rename follows.
import type { Department } from '../model/department.ts';

export interface DepartmentTree {
  readonly size: number;
  get(id: string): Department | undefined;
  /** The id itself and every unit below it. A cycle in the data ends at the first repeat. */
  within(id: string): ReadonlySet<string>;
  /** Ids of the departments called so, ignoring case and outer blanks. */
  named(name: string): readonly string[];
  /** Ids that are their own ancestors: a fault of the data, reported and otherwise treated as tops. */
  readonly cycles: readonly string[];
}

export function departmentTree(departments: Iterable<Department>): DepartmentTree {
  const byId = new Map<string, Department>();
  for (const department of departments) byId.set(department.id, department);
  const children = new Map<string, string[]>();
  const names = new Map<string, string[]>();
  for (const { id, name, parentId } of byId.values()) {
    if (parentId !== null && parentId !== undefined) pushTo(children, parentId, id);
    pushTo(names, fold(name), id);
  }
  const within = (id: string): ReadonlySet<string> => {
    const found = new Set([id]);
    for (const each of found) for (const child of children.get(each) ?? []) found.add(child);
    return found;
  };
  return { size: byId.size, get: (id) => byId.get(id), within, named: (name) => names.get(fold(name)) ?? [], cycles: findCycles(byId) };
}

function pushTo(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

const fold = (name: string): string => name.normalize('NFC').trim().toLowerCase();

function findCycles(byId: ReadonlyMap<string, Department>): string[] {
  const cyclic: string[] = [];
  for (const start of byId.keys()) {
    const seen = new Set<string>();
    let at: string | null | undefined = byId.get(start)?.parentId;
    while (at !== null && at !== undefined && !seen.has(at)) {
      if (at === start) {
        cyclic.push(start);
        break;
      }
      seen.add(at);
      at = byId.get(at)?.parentId;
    }
  }
  return cyclic.sort();
}

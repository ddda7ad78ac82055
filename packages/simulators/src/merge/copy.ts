// Merge's copy of an HR system: one shelf for each model, filled record by record as a sync goes on.
import type { HrSystem } from './hr.ts';
import { type Fields, type MergeModel, mergeModels } from './models.ts';
import { createShelf, type Row, type Shelf } from './shelf.ts';
import type { MergeSwitches } from './switches.ts';

/** What a sync did to a row. */
export type RowNews = 'added' | 'changed' | 'removed';
export type OnNews = (news: RowNews, model: MergeModel, row: Row) => void;

export interface Copy {
  readonly shelves: Readonly<Record<MergeModel, Shelf>>;
  /** The employments of a person, in the order in which they were stored. */
  employmentsOf(remoteId: string): readonly Row[];
  /** Copies what differs, one record for each step; `now` is the time of the step. */
  pull(model: MergeModel, hr: HrSystem, now: () => number, onNews: OnNews): Generator<void>;
  /** How many records differ. */
  pending(model: MergeModel, hr: HrSystem): number;
}

export function createCopy(space: string, { noticesDeletions, changedRecordsMove, childChangeTouchesEmployee }: MergeSwitches): Copy {
  const shelves = Object.fromEntries(
    mergeModels.map((model) => [model, createShelf(`${space}/${model}`, changedRecordsMove)]),
  ) as unknown as Record<MergeModel, Shelf>;
  const employments = new Map<string, Row[]>();

  const isNews = (row: Row | undefined, data: Fields): boolean => row === undefined || (!row.shell && (row.deleted || row.data !== data));

  const touchParents = (model: MergeModel, row: Row, now: number): void => {
    if (!childChangeTouchesEmployee || model === 'employees') return;
    for (const employee of parentsOf(model, row, shelves.employees)) shelves.employees.touch(employee, now);
  };

  const store = (model: MergeModel, remoteId: string, data: Fields, now: number): Row => {
    const row = shelves[model].put(remoteId, data, now);
    if (model !== 'employments' || row.createdAt !== row.modifiedAt) return row;
    const owner = String(data['employee']);
    const known = employments.get(owner);
    if (known === undefined) employments.set(owner, [row]);
    else if (!known.includes(row)) known.push(row);
    return row;
  };

  return {
    shelves,
    employmentsOf: (remoteId) => employments.get(remoteId) ?? [],
    *pull(model, hr, now, onNews) {
      const shelf = shelves[model];
      for (const [remoteId, data] of hr.all(model)) {
        const known = shelf.byRemoteId(remoteId);
        if (!isNews(known, data)) continue;
        const row = store(model, remoteId, data, now());
        touchParents(model, row, now());
        onNews(known === undefined ? 'added' : 'changed', model, row);
        yield;
      }
      if (!noticesDeletions) return;
      for (const row of shelf.all()) {
        if (row.deleted || row.shell || hr.all(model).has(row.remoteId)) continue;
        row.deleted = true;
        shelf.touch(row, now());
        touchParents(model, row, now());
        onNews('removed', model, row);
        yield;
      }
    },
    pending(model, hr) {
      let count = 0;
      for (const [remoteId, data] of hr.all(model)) if (isNews(shelves[model].byRemoteId(remoteId), data)) count += 1;
      return count;
    },
  };
}

function* parentsOf(model: MergeModel, row: Row, employees: Shelf): Iterable<Row> {
  if (model === 'employments') {
    const owner = employees.byRemoteId(String(row.data['employee']));
    if (owner !== undefined) yield owner;
    return;
  }
  // Touching may move a row to the end, so the walk goes over a list of its own.
  for (const employee of [...employees.all()]) {
    const { groups, work_location: work, home_location: home } = employee.data;
    const inGroup = model === 'groups' && Array.isArray(groups) && groups.includes(row.remoteId);
    const atLocation = model === 'locations' && (work === row.remoteId || home === row.remoteId);
    if (inGroup || atLocation) yield employee;
  }
}

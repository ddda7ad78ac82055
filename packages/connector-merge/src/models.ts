// Merge's models and its words about them, by whatever name and case it uses. Pure.
import type { MergeSyncStatus } from './api/wire.ts';
import type { MergeSettings } from './options.ts';

/** The models that a reading joins, by Merge's names. */
export function modelsOf({ without, departmentTypes }: MergeSettings): readonly string[] {
  return [
    'Employee',
    ...(without.has('Employment') ? [] : ['Employment']),
    ...(departmentTypes === undefined ? ['Team'] : without.has('Group') ? [] : ['Group']),
    ...(without.has('Location') ? [] : ['Location']),
  ];
}

/** `Employee` out of `hris.Employee` or of the name. */
export function modelOf({ model_id: id, model_name: name }: MergeSyncStatus): string {
  return (id ?? name ?? '').replace(/^hris\./i, '');
}

export function wordOf(word: string | null | undefined): string {
  return (word ?? '').toUpperCase();
}

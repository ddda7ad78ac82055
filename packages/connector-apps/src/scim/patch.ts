// What is written to take a user from what it is to what it shall be, in the form that the server understands. Pure.
import type { Operation, UserWrite } from './api.ts';
import { changedUser, type Told, withField } from './body.ts';
import type { ScimProfile, SwitchForm, UserObject } from './profile.ts';
import { type Entry, entriesOf, type Resource } from './resource.ts';

/** The write that sets these differing values. */
export function changeOf(current: Resource, told: readonly Told[], form: SwitchForm, profile: ScimProfile): UserWrite {
  if (form === 'put') return { method: 'PUT', resource: changedUser(current, told, profile) };
  if (form === 'patch-value') return { method: 'PATCH', operations: valueOperations(current, told, profile) };
  return { method: 'PATCH', operations: [...attributeOperations(told, profile), ...listOperations(current, told, profile)] };
}

/** The write that turns a user on or off. */
export function switchOf(current: Resource, active: boolean, form: SwitchForm, profile: ScimProfile): UserWrite {
  const op = profile.operation;
  if (form === 'put') return { method: 'PUT', resource: changedUser(current, [], profile, { active }) };
  if (form === 'patch-value') return { method: 'PATCH', operations: [{ op, value: { active } }] };
  return { method: 'PATCH', operations: [{ op, path: 'active', value: active }] };
}

/** One operation per attribute. */
function attributeOperations(told: readonly Told[], { operation }: ScimProfile): Operation[] {
  return told.flatMap(({ place, value }): Operation[] => {
    if (place.kind !== 'attribute') return [];
    const path = `${place.extension === undefined ? '' : `${place.extension}:`}${place.path.join('.')}`;
    return [value === undefined ? { op: 'remove', path } : { op: operation, path, value }];
  });
}

/**
 * Lists are replaced as a whole with every other entry kept: filters in paths are refused by too many servers, and
 * fail where the entry is missing.
 */
function listOperations(current: Resource, told: readonly Told[], { lists: how, operation }: ScimProfile): Operation[] {
  const lists = new Map<string, readonly Entry[]>();
  for (const { place, value } of told) {
    if (place.kind !== 'entry') continue;
    const entries = lists.get(place.list) ?? entriesOf(current, place.list);
    lists.set(place.list, withField(entries, place.field, value, how));
  }
  return [...lists].map(([path, entries]) => {
    const [first] = entries;
    if (first === undefined) return { op: 'remove', path };
    return { op: operation, path, value: how.shape === 'object' ? first : entries };
  });
}

/** One operation with every top-level attribute that becomes another; what becomes nothing is removed by its path. */
function valueOperations(current: Resource, told: readonly Told[], profile: ScimProfile): Operation[] {
  const after: UserObject = changedUser(current, told, profile);
  const names = [...new Set(told.map(({ place }) => (place.kind === 'entry' ? place.list : (place.extension ?? place.path[0]))))];
  const set = names.filter((name) => after[name] !== undefined);
  const removed = names.filter((name) => after[name] === undefined);
  return [
    ...(set.length === 0 ? [] : [{ op: profile.operation, value: Object.fromEntries(set.map((name) => [name, after[name]])) }]),
    ...removed.map((path) => ({ op: 'remove' as const, path })),
  ];
}

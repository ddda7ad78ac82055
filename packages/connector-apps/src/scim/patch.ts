// The PATCH operations that take a user from what it is to what it shall be. Pure.
import { type AccountProfile, profileAttributes } from '@tenure/core/connector';
import type { Place, ScimProfile } from './profile.ts';
import { chosenEntry, type Entry, entriesOf, type Resource, valueAt } from './resource.ts';

export interface Operation {
  readonly op: 'replace' | 'remove';
  readonly path: string;
  readonly value?: unknown;
}

/**
 * One operation per attribute that differs; none when all hold already. Lists are replaced as a whole with every other
 * entry kept: filters in paths are refused by too many servers, and fail where the entry is missing.
 */
export function operationsFor(current: Resource, wanted: AccountProfile, profile: ScimProfile): readonly Operation[] {
  const told = profileAttributes.flatMap((name) => {
    const place = profile.places[name];
    const value = wanted[name];
    // An empty text and a missing value are the same to most servers.
    return place === undefined || value === undefined ? [] : [{ place, value: value === null || value === '' ? undefined : value }];
  });
  return [...told.flatMap(({ place, value }) => attributeOperation(current, place, value)), ...listOperations(current, told)];
}

interface Told {
  readonly place: Place;
  readonly value: string | undefined;
}

function attributeOperation(current: Resource, place: Place, value: string | undefined): Operation[] {
  if (place.kind !== 'attribute' || valueAt(current, place) === value) return [];
  const path = `${place.extension === undefined ? '' : `${place.extension}:`}${place.path.join('.')}`;
  return [value === undefined ? { op: 'remove', path } : { op: 'replace', path, value }];
}

function listOperations(current: Resource, told: readonly Told[]): Operation[] {
  const lists = new Map<string, readonly Entry[]>();
  for (const { place, value } of told) {
    if (place.kind !== 'entry') continue;
    const entries = lists.get(place.list) ?? entriesOf(current, place.list);
    if (chosenEntry(entries)?.[place.field] !== value) lists.set(place.list, withField(entries, place.field, value));
  }
  return [...lists].map(([path, value]) => (value.length === 0 ? { op: 'remove', path } : { op: 'replace', path, value }));
}

const labels = new Set(['type', 'primary', 'display']);

function withField(entries: readonly Entry[], field: string, value: string | undefined): readonly Entry[] {
  const chosen = chosenEntry(entries);
  const others = entries.filter((entry) => entry !== chosen);
  if (value !== undefined) {
    const { display: _stale, ...kept } = chosen ?? { type: 'work', primary: true };
    return [{ ...kept, [field]: value }, ...others];
  }
  const { [field]: _cleared, ...rest } = chosen ?? {};
  const saysNothing = Object.keys(rest).every((name) => labels.has(name));
  return saysNothing ? others : [rest, ...others];
}

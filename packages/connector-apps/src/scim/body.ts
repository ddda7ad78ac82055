// User resources as they are sent: a new one, and a present one with other values. Pure.
import type { AccountProfile } from '@tenure/core/connector';
import { attributesIn } from '@tenure/core/connector';
import type { Place, ScimProfile, UserObject } from './profile.ts';
import { chosenEntry, type Entry, entriesOf, isRecord, type Resource, valueAt } from './resource.ts';

export const coreSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';

/** A value and where it goes; `undefined` clears. */
export interface Told {
  readonly place: Place;
  readonly value: string | undefined;
}

/** What a server is told of a profile. An empty text and a missing value are the same to most servers. */
export function toldOf(profile: AccountProfile, { places }: ScimProfile): readonly Told[] {
  return attributesIn(profile).flatMap((name) => {
    const place = places[name];
    const value = profile[name];
    return place === undefined ? [] : [{ place, value: value === null || value === '' ? undefined : value }];
  });
}

/** The resource that creates an account with this profile, turned on. `null` and absent attributes are left out. */
export function newUser(profile: AccountProfile, scim: ScimProfile, more: UserObject = {}): UserObject {
  const given = toldOf(profile, scim).filter(({ value }) => value !== undefined);
  const user = written({ active: true, ...more }, given, scim);
  return { schemas: [coreSchema, ...extensionsIn(user)], ...user };
}

/** The whole of a present user with other values: nothing that the server holds and we do not know of is lost. */
export function changedUser(current: Resource, told: readonly Told[], scim: ScimProfile, more: UserObject = {}): UserObject {
  const { meta: _meta, groups: _groups, password: _password, schemas, ...kept } = current;
  const user = written({ ...kept, ...more }, told, scim);
  const known = Array.isArray(schemas) ? schemas.filter((schema): schema is string => typeof schema === 'string') : [];
  return { ...user, schemas: [...new Set([...known, coreSchema, ...extensionsIn(user)])] };
}

const extensionsIn = (user: UserObject): readonly string[] => Object.keys(user).filter((name) => name.startsWith('urn:'));

function written(user: UserObject, told: readonly Told[], { lists }: ScimProfile): UserObject {
  const result: Record<string, unknown> = { ...user };
  for (const { place, value } of told) {
    if (place.kind === 'attribute') {
      setAt(result, place.extension === undefined ? place.path : [place.extension, ...place.path], value);
      continue;
    }
    const entries = entriesOf(result, place.list);
    if (chosenEntry(entries)?.[place.field] === value) continue;
    const after = withField(entries, place.field, value, lists);
    if (after.length === 0) delete result[place.list];
    else result[place.list] = lists.shape === 'object' ? after[0] : after;
  }
  return result;
}

function setAt(target: Record<string, unknown>, path: readonly string[], value: string | undefined): void {
  const [step = '', ...rest] = path;
  if (rest.length === 0) {
    if (value === undefined) delete target[step];
    else target[step] = value;
    return;
  }
  if (value === undefined && !isRecord(target[step])) return;
  const inner = isRecord(target[step]) ? { ...target[step] } : {};
  target[step] = inner;
  setAt(inner, rest, value);
}

const labels: ReadonlySet<string> = new Set(['type', 'primary', 'display']);

/** The list with another value in its chosen entry, and every other entry kept unless the server takes one only. */
export function withField(
  entries: readonly Entry[],
  field: string,
  value: string | undefined,
  { shape, single }: ScimProfile['lists'],
): readonly Entry[] {
  const chosen = chosenEntry(entries);
  const others = single ? [] : entries.filter((entry) => entry !== chosen);
  if (value !== undefined) {
    const { display: _stale, ...kept } = chosen ?? { type: 'work', primary: shape === 'object' ? 'true' : true };
    return [{ ...kept, [field]: value }, ...others];
  }
  const { [field]: _cleared, ...rest } = chosen ?? {};
  const saysNothing = Object.keys(rest).every((name) => labels.has(name));
  return saysNothing ? others : [rest, ...others];
}

/** What of a present user is not yet as told. */
export function differing(current: Resource, told: readonly Told[]): readonly Told[] {
  return told.filter(({ place, value }) => valueAt(current, place) !== value);
}

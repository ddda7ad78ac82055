// Between SCIM user resources and accounts. Pure, and lenient about everything a server may leave out or add.
import type { Account, AccountProfile, AccountState } from '@tenure/core/connector';
import { profileAttributes } from '@tenure/core/connector';
import { z } from 'zod';
import type { Place, ScimProfile } from './profile.ts';

/** A user as a server shows it. Only the id is counted on. */
export type Resource = Readonly<Record<string, unknown>> & { readonly id: string };

/** One entry of `emails`, `phoneNumbers` or `addresses`. */
export type Entry = Readonly<Record<string, unknown>>;

const idSchema = z.union([z.string().min(1), z.number().transform(String)]);

export const resourceSchema: z.ZodType<Resource> = z.looseObject({ id: idSchema });

export const coreSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';

export function accountOf(resource: Resource, profile: ScimProfile): Account {
  const { userName, externalId, employeeNumber, email } = profile.places;
  return {
    id: resource.id,
    state: stateOf(resource['active']),
    userName: valueAt(resource, userName),
    externalId: valueAt(resource, externalId),
    employeeNumber: valueAt(resource, employeeNumber),
    email: valueAt(resource, email),
  };
}

/** Some servers answer text; one that says nothing about `active` leaves the state open. */
function stateOf(active: unknown): AccountState {
  const text = String(active).toLowerCase();
  if (text === 'true') return 'active';
  return text === 'false' ? 'disabled' : 'unknown';
}

/** The text at a place; `undefined` when it is absent, empty or no text. */
export function valueAt(resource: Resource, place: Place | undefined): string | undefined {
  if (place === undefined) return undefined;
  if (place.kind === 'entry') return textOf(chosenEntry(entriesOf(resource, place.list))?.[place.field]);
  let value: unknown = place.extension === undefined ? resource : resource[place.extension];
  for (const step of place.path) value = isRecord(value) ? value[step] : undefined;
  return textOf(value);
}

export function entriesOf(resource: Resource, list: string): readonly Entry[] {
  const value = resource[list];
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** The entry that stands for the person at work; a lone one that says nothing of its kind does. */
export function chosenEntry(entries: readonly Entry[]): Entry | undefined {
  const chosen = entries.find((entry) => entry['primary'] === true) ?? entries.find((entry) => entry['type'] === 'work');
  return chosen ?? (entries.length === 1 && entries[0]?.['type'] === undefined ? entries[0] : undefined);
}

/** The resource that creates an account with this profile, turned on. `null` and absent attributes are left out. */
export function resourceFor(profile: AccountProfile, scim: ScimProfile): Readonly<Record<string, unknown>> {
  const extensions = new Set<string>();
  const resource: Record<string, unknown> = { schemas: [], active: true };
  for (const name of profileAttributes) {
    const place = scim.places[name];
    const value = profile[name];
    if (place === undefined || value === undefined || value === null) continue;
    if (place.kind === 'entry') {
      const [existing] = (resource[place.list] as Entry[] | undefined) ?? [];
      resource[place.list] = [{ ...(existing ?? { type: 'work', primary: true }), [place.field]: value }];
      continue;
    }
    if (place.extension !== undefined) extensions.add(place.extension);
    setAt(resource, place.extension === undefined ? place.path : [place.extension, ...place.path], value);
  }
  return { ...resource, schemas: [coreSchema, ...extensions] };
}

function setAt(target: Record<string, unknown>, path: readonly string[], value: string): void {
  const [step = '', ...rest] = path;
  if (rest.length === 0) {
    target[step] = value;
    return;
  }
  const inner = isRecord(target[step]) ? { ...target[step] } : {};
  target[step] = inner;
  setAt(inner, rest, value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

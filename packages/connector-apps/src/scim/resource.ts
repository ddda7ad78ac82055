// Between SCIM user resources and accounts: reading. Pure, and lenient about everything a server may leave out or add.
import type { Account, AccountProfile, AccountState, ProfileAttribute } from '@tenure/core/connector';
import { attributesIn } from '@tenure/core/connector';
import { z } from 'zod';
import type { Place, ScimProfile } from './profile.ts';

/** A user as a server shows it. Only the id is counted on. */
export type Resource = Readonly<Record<string, unknown>> & { readonly id: string };

/** One entry of `emails`, `phoneNumbers` or `addresses`. */
export type Entry = Readonly<Record<string, unknown>>;

const idSchema = z.union([z.string().min(1), z.number().transform(String)]);

export const resourceSchema: z.ZodType<Resource> = z.looseObject({ id: idSchema });

export function accountOf(resource: Resource, profile: ScimProfile): Account {
  const { userName, externalId, employeeNumber, email } = profile.places;
  return {
    id: resource.id,
    state: stateOf(resource['active'], profile),
    userName: valueAt(resource, userName),
    externalId: valueAt(resource, externalId),
    employeeNumber: valueAt(resource, employeeNumber),
    email: valueAt(resource, email),
    profile: shownOf(resource, profile),
  };
}

/**
 * Some servers answer text; one that says nothing about `active` leaves the state open, and so does an invitation. Where
 * `active: false` is what removes a member, the record that stays behind is no account.
 */
function stateOf(active: unknown, { create, delete: removal }: ScimProfile): AccountState {
  const text = String(active).toLowerCase();
  if (text === 'true') return create.invites ? 'unknown' : 'active';
  if (text !== 'false') return 'unknown';
  return removal === undefined || removal.form === 'delete' ? 'disabled' : 'gone';
}

function shownOf(resource: Resource, { places }: ScimProfile): AccountProfile {
  const shown: { [Name in ProfileAttribute]?: string } = {};
  for (const name of attributesIn(places)) {
    const value = valueAt(resource, places[name]);
    if (value !== undefined) shown[name] = value;
  }
  return shown;
}

/** The text at a place; `undefined` when it is absent, empty or no text. */
export function valueAt(resource: Readonly<Record<string, unknown>>, place: Place | undefined): string | undefined {
  if (place === undefined) return undefined;
  if (place.kind === 'entry') return textOf(chosenEntry(entriesOf(resource, place.list))?.[place.field]);
  let value: unknown = place.extension === undefined ? resource : resource[place.extension];
  for (const step of place.path) value = isRecord(value) ? value[step] : undefined;
  return textOf(value);
}

/** The entries of a list; a lone object in its place, as some servers write it, is a list of one. */
export function entriesOf(resource: Readonly<Record<string, unknown>>, list: string): readonly Entry[] {
  const value = resource[list];
  if (isRecord(value)) return [value];
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** The entry that stands for the person at work; a lone one that says nothing of its kind does. */
export function chosenEntry(entries: readonly Entry[]): Entry | undefined {
  const chosen = entries.find(({ primary }) => primary === true || primary === 'true') ?? entries.find(({ type }) => type === 'work');
  return chosen ?? (entries.length === 1 && entries[0]?.['type'] === undefined ? entries[0] : undefined);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// Between users as Zendesk shows them and accounts. Pure.
import type { Account, AccountProfile, AccountState } from '@tenure/core/connector';
import { z } from 'zod';

export const userSchema = z.object({
  id: z.union([z.number().int().transform(String), z.string().min(1)]),
  name: z.string().nullish(),
  email: z.string().nullish(),
  external_id: z.string().nullish(),
  phone: z.string().nullish(),
  role: z.string().nullish(),
  suspended: z.boolean().nullish(),
  active: z.boolean().nullish(),
});

export type ZendeskUser = z.infer<typeof userSchema>;

/** `own`: the address of the credential's owner, where it is known. */
export function accountOf(
  { id, name, email, external_id: externalId, phone, role, suspended, active }: ZendeskUser,
  own?: string,
): Account {
  const text = (value: string | null | undefined) => (value == null || value === '' ? undefined : value);
  const shown: Record<string, string | undefined> = {
    externalId: text(externalId),
    email: text(email),
    displayName: text(name),
    phone: text(phone),
  };
  const isOwn = own !== undefined && email?.toLowerCase() === own.toLowerCase();
  const because = isOwn ? 'we act as this user' : role === 'admin' ? 'an administrator' : undefined;
  return {
    id,
    state: stateOf(active, suspended),
    email: text(email),
    externalId: text(externalId),
    profile: Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== undefined)) as AccountProfile,
    ...(because === undefined ? {} : { protectedBecause: because }),
  };
}

function stateOf(active: boolean | null | undefined, suspended: boolean | null | undefined): AccountState {
  if (active === false) return 'gone';
  if (suspended == null) return 'unknown';
  return suspended ? 'disabled' : 'active';
}

/** What is sent of these attributes. An address is changed by calls of its own. */
export function bodyOf({ externalId, displayName, phone }: AccountProfile): Readonly<Record<string, string | null>> {
  const body = { external_id: externalId, name: displayName, phone };
  return Object.fromEntries(Object.entries(body).filter((entry): entry is [string, string | null] => entry[1] !== undefined));
}

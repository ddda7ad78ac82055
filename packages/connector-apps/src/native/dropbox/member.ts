// Between members as Dropbox shows them and accounts. Pure.
import type { Account, AccountProfile, AccountState } from '@tenure/core/connector';
import { z } from 'zod';

export const memberSchema = z.object({
  profile: z.object({
    team_member_id: z.string().min(1),
    email: z.string(),
    external_id: z.string().nullish(),
    status: z.object({ '.tag': z.string(), is_recoverable: z.boolean().nullish() }),
    name: z.object({ given_name: z.string().nullish(), surname: z.string().nullish() }).nullish(),
  }),
  roles: z
    .array(z.object({ name: z.string().nullish() }))
    .nullish()
    .catch(undefined),
});

export type Member = z.infer<typeof memberSchema>;

const states: Readonly<Record<string, AccountState>> = { active: 'active', invited: 'pending', suspended: 'disabled', removed: 'gone' };

export const isRecoverable = ({ profile: { status } }: Member): boolean => status['.tag'] === 'removed' && status.is_recoverable === true;

export function accountOf({ profile, roles }: Member): Account {
  const text = (value: string | null | undefined) => (value == null || value === '' ? undefined : value);
  const shown: Record<string, string | undefined> = {
    externalId: text(profile.external_id),
    email: text(profile.email),
    givenName: text(profile.name?.given_name),
    familyName: text(profile.name?.surname),
  };
  const isAdmin = roles?.some(({ name }) => /admin/i.test(name ?? '')) === true;
  return {
    id: profile.team_member_id,
    state: states[profile.status['.tag']] ?? 'unknown',
    email: text(profile.email),
    externalId: text(profile.external_id),
    profile: Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== undefined)) as AccountProfile,
    ...(isAdmin ? { protectedBecause: 'an administrator of the team' } : {}),
  };
}

/** What a member can be told, as far as it is stated. */
export interface Wanted {
  readonly externalId?: string | null | undefined;
  readonly email?: string | null | undefined;
  readonly givenName?: string | null | undefined;
  readonly familyName?: string | null | undefined;
}

/** What is sent of these attributes to change a member. Nothing here can be emptied. */
export function changesOf({ externalId, email, givenName, familyName }: Wanted): Readonly<Record<string, string>> {
  const changes = { new_external_id: externalId, new_email: email, new_given_name: givenName, new_surname: familyName };
  return Object.fromEntries(Object.entries(changes).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

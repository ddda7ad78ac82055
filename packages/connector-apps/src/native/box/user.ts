// Between users as Box shows them and accounts. Pure.
import type { Account, AccountProfile, AccountState } from '@tenure/core/connector';
import { z } from 'zod';

export const userSchema = z.object({
  id: z.string().min(1),
  login: z.string().nullish(),
  name: z.string().nullish(),
  status: z.string().nullish(),
  role: z.string().nullish(),
  phone: z.string().nullish(),
  job_title: z.string().nullish(),
});

export type BoxUser = z.infer<typeof userSchema>;

/** What has to be asked for by name; a bare answer has no role. */
export const fields = 'id,login,name,status,role,phone,job_title';

const states: Readonly<Record<string, AccountState>> = {
  active: 'active',
  cannot_delete_edit: 'active',
  cannot_delete_edit_upload: 'active',
  inactive: 'disabled',
};

export function accountOf({ id, login, name, status, role, phone, job_title: title }: BoxUser): Account {
  const text = (value: string | null | undefined) => (value == null || value === '' ? undefined : value);
  const shown: Record<string, string | undefined> = { email: text(login), displayName: text(name), phone: text(phone), title: text(title) };
  const isAdmin = role === 'admin' || role === 'coadmin';
  return {
    id,
    state: states[status ?? ''] ?? 'unknown',
    email: text(login),
    profile: Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== undefined)) as AccountProfile,
    ...(isAdmin ? { protectedBecause: role === 'admin' ? 'the administrator of the enterprise' : 'a co-administrator' } : {}),
  };
}

/** What is sent of these attributes; an empty text clears one. */
export function bodyOf({ email, displayName, phone, title }: AccountProfile): Readonly<Record<string, string>> {
  const body = {
    login: email ?? undefined,
    name: displayName ?? undefined,
    phone: phone === null ? '' : phone,
    job_title: title === null ? '' : title,
  };
  return Object.fromEntries(Object.entries(body).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

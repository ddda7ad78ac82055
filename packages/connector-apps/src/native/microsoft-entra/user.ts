// Between users as Microsoft Graph shows them and accounts. Pure.
import type { Account, AccountProfile, ProfileAttribute } from '@tenure/core/connector';
import { z } from 'zod';

const text = z.string().nullish();

export const userSchema = z.object({
  id: z.string().min(1),
  userPrincipalName: z.string().min(1),
  accountEnabled: z.boolean().nullish(),
  onPremisesSyncEnabled: z.boolean().nullish(),
  employeeId: text,
  mail: text,
  givenName: text,
  surname: text,
  displayName: text,
  businessPhones: z.array(z.string()).nullish().catch(undefined),
  jobTitle: text,
  department: text,
  city: text,
  country: text,
});

export type GraphUser = z.infer<typeof userSchema>;

/** Everything that is read: without it Graph leaves out whether the account is on, and more. */
export const selected = Object.keys(userSchema.shape).join(',');

/** Graph's name for what is one text there and here. */
const names = {
  userName: 'userPrincipalName',
  employeeNumber: 'employeeId',
  givenName: 'givenName',
  familyName: 'surname',
  displayName: 'displayName',
  title: 'jobTitle',
  department: 'department',
  city: 'city',
  country: 'country',
} as const satisfies { readonly [Name in ProfileAttribute]?: keyof GraphUser };

export function accountOf(user: GraphUser): Account {
  const profile: { [Name in ProfileAttribute]?: string } = {};
  for (const [name, field] of Object.entries(names) as [keyof typeof names, (typeof names)[keyof typeof names]][]) {
    const value = user[field];
    if (value != null && value !== '') profile[name] = value;
  }
  const phone = user.businessPhones?.[0];
  return {
    id: user.id,
    state: stateOf(user),
    userName: user.userPrincipalName,
    email: user.mail ?? undefined,
    employeeNumber: user.employeeId ?? undefined,
    profile: phone === undefined ? profile : { ...profile, phone },
    ...(user.onPremisesSyncEnabled === true ? { protectedBecause: 'managed in an on-premises directory' } : {}),
  };
}

function stateOf({ accountEnabled }: GraphUser): Account['state'] {
  if (accountEnabled == null) return 'unknown';
  return accountEnabled ? 'active' : 'disabled';
}

/** What is sent of these attributes; an empty one is null there. */
export function bodyOf(attributes: AccountProfile): Readonly<Record<string, unknown>> {
  const body: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(names) as [keyof typeof names, string][]) {
    const value = attributes[name];
    if (value !== undefined) body[field] = value === '' ? null : value;
  }
  const { phone } = attributes;
  if (phone !== undefined) body['businessPhones'] = phone === null || phone === '' ? [] : [phone];
  return body;
}

/** Whether Graph takes the name: one `@`, and before it letters, digits and `' . - _ ! # ^ ~`, no accents. */
export const isPrincipalName = (name: string): boolean => /^[A-Za-z0-9'.\-_!#^~]+@[A-Za-z0-9.-]+$/.test(name);

/** The mail nickname, which every user must have: what stands before the `@`. */
export const nicknameOf = (name: string): string => (name.split('@')[0] ?? '').slice(0, 64);

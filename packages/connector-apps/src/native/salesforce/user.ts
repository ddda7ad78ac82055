// A Salesforce user as an account, and a profile as what is sent of it. Pure.
import type { Account, AccountProfile } from '@tenure/core/connector';
import { z } from 'zod';
import type { SalesforceOptions } from './options.ts';

const text = z.string().nullish().catch(undefined);

export const fields = [
  ...['Id', 'Username', 'Email', 'FirstName', 'LastName', 'IsActive', 'UserType', 'ProfileId'],
  ...['FederationIdentifier', 'EmployeeNumber', 'Title', 'Department'],
] as const;

export const userSchema = z.object({
  Id: z.string().min(1),
  Username: z.string(),
  IsActive: z.boolean(),
  ...{ Email: text, FirstName: text, LastName: text, UserType: text, ProfileId: text },
  ...{ FederationIdentifier: text, EmployeeNumber: text, Title: text, Department: text },
});
export type SalesforceUser = z.infer<typeof userSchema>;

/** `frozen`: sign-in is blocked beside the user, which says nothing of it itself. */
export function accountOf(user: SalesforceUser, frozen: boolean, settings: SalesforceOptions): Account {
  const userName = withoutSuffix(user.Username, settings.usernameSuffix ?? '');
  const externalId = settings.federationId === 'externalId' ? (user.FederationIdentifier ?? undefined) : undefined;
  const shown = {
    ...{ userName, externalId, employeeNumber: user.EmployeeNumber, email: user.Email, givenName: user.FirstName },
    ...{ familyName: user.LastName, title: user.Title, department: user.Department },
  };
  const profile = Object.fromEntries(Object.entries(shown).filter(([, value]) => typeof value === 'string')) as AccountProfile;
  const protectedBecause = protectionOf(user, settings);
  return {
    ...{ id: user.Id, state: user.IsActive && !frozen ? 'active' : 'disabled', userName, externalId },
    ...{ email: user.Email ?? undefined, employeeNumber: user.EmployeeNumber ?? undefined, profile },
    ...(protectedBecause === undefined ? {} : { protectedBecause }),
  };
}

function protectionOf({ Username, ProfileId, UserType }: SalesforceUser, settings: SalesforceOptions): string | undefined {
  if (Username.toLowerCase() === settings.runAs.toLowerCase()) return 'we act as this user';
  const kept = (settings.protectedProfiles ?? '').split(',').map((id) => id.slice(0, 15));
  if (ProfileId != null && kept.includes(ProfileId.slice(0, 15))) return 'its profile is protected';
  return UserType != null && UserType !== 'Standard' ? 'no user of the organization’s own people' : undefined;
}

/** The work e-mail that a Username was made from. */
function withoutSuffix(username: string, suffix: string): string {
  return suffix !== '' && username.toLowerCase().endsWith(suffix.toLowerCase()) ? username.slice(0, -suffix.length) : username;
}

const plain = {
  ...{ employeeNumber: 'EmployeeNumber', email: 'Email', givenName: 'FirstName', familyName: 'LastName' },
  ...{ title: 'Title', department: 'Department' },
} as const;

/** What is sent of these attributes; null clears a field. */
export function bodyOf(
  attributes: AccountProfile,
  { usernameSuffix = '', federationId }: SalesforceOptions,
): Readonly<Record<string, unknown>> {
  const sent = Object.entries(plain).flatMap(([name, field]) => {
    const value = attributes[name as keyof typeof plain];
    return value === undefined ? [] : [[field, value === '' ? null : value] as const];
  });
  const { userName } = attributes;
  const federation = federationId === undefined || federationId === 'none' ? undefined : attributes[federationId];
  return {
    ...Object.fromEntries(sent),
    ...(typeof userName === 'string' ? { Username: `${userName}${usernameSuffix}` } : {}),
    ...(federation === undefined ? {} : { FederationIdentifier: federation }),
  };
}

/** What a new user has to have besides. An Alias of eight characters need not be anybody's alone. */
export function newUserOf(profile: AccountProfile, settings: SalesforceOptions): Readonly<Record<string, unknown>> {
  const address = String(profile.userName);
  const local = (address.split('@')[0] ?? '').toLowerCase().replace(/[^a-z0-9]/g, '');
  return {
    ...{ Email: address, Alias: local === '' ? 'user' : local.slice(0, 8) },
    ...bodyOf(profile, settings),
    ...{ ProfileId: settings.profileId, TimeZoneSidKey: settings.timeZone, LocaleSidKey: settings.locale },
    ...{ LanguageLocaleKey: settings.language, EmailEncodingKey: settings.emailEncoding ?? 'UTF-8', IsActive: true },
  };
}

// Between users as the Directory API shows them and accounts. Pure.
import type { Account, AccountProfile } from '@tenure/core/connector';
import { z } from 'zod';

const entry = z.looseObject({ type: z.string().nullish(), customType: z.string().nullish(), value: z.string().nullish() });
const list = z.array(entry).nullish().catch(undefined);

export const userSchema = z.object({
  id: z.string().min(1),
  primaryEmail: z.string().min(1),
  name: z.object({ givenName: z.string().nullish(), familyName: z.string().nullish() }).nullish(),
  suspended: z.boolean().nullish(),
  archived: z.boolean().nullish(),
  isAdmin: z.boolean().nullish(),
  isDelegatedAdmin: z.boolean().nullish(),
  deletionTime: z.string().nullish(),
  externalIds: list,
  organizations: list,
  phones: list,
});

export type GoogleUser = z.infer<typeof userSchema>;
type Entry = z.infer<typeof entry>;

/** Under this name our own key stands among a user's external ids. */
const ownKey = 'tenure';

const isOwn = ({ type, customType }: Entry): boolean => type === 'custom' && customType === ownKey;
const isNumber = ({ type }: Entry): boolean => type === 'organization';
const isWork = ({ type }: Entry): boolean => type === 'work';

/** The organization that counts: the primary one, else the first. */
const chosen = (organizations: GoogleUser['organizations']): Entry | undefined =>
  organizations?.find((one) => one['primary'] === true) ?? organizations?.[0];

export function accountOf(user: GoogleUser, administrator: string): Account {
  const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
  const externalId = text(user.externalIds?.find(isOwn)?.value);
  const employeeNumber = text(user.externalIds?.find(isNumber)?.value);
  const organization = chosen(user.organizations);
  const profile: Record<string, string | undefined> = {
    userName: user.primaryEmail,
    externalId,
    employeeNumber,
    givenName: text(user.name?.givenName),
    familyName: text(user.name?.familyName),
    phone: text(user.phones?.find(isWork)?.value),
    title: text(organization?.['title']),
    department: text(organization?.['department']),
  };
  const protectedBecause = protectionOf(user, administrator);
  return {
    id: user.id,
    state: stateOf(user),
    userName: user.primaryEmail,
    email: user.primaryEmail,
    externalId,
    employeeNumber,
    profile: Object.fromEntries(Object.entries(profile).filter(([, value]) => value !== undefined)) as AccountProfile,
    ...(protectedBecause === undefined ? {} : { protectedBecause }),
  };
}

function stateOf({ suspended, archived, deletionTime }: GoogleUser): Account['state'] {
  if (typeof deletionTime === 'string') return 'gone';
  return suspended === true || archived === true ? 'disabled' : 'active';
}

function protectionOf({ primaryEmail, isAdmin, isDelegatedAdmin }: GoogleUser, administrator: string): string | undefined {
  if (primaryEmail.toLowerCase() === administrator.toLowerCase()) return 'we act as this user';
  if (isAdmin === true) return 'a super administrator';
  return isDelegatedAdmin === true ? 'an administrator' : undefined;
}

/** What is sent of these attributes. Lists are written whole, with everything in them that is not ours. */
export function bodyOf(attributes: AccountProfile, current?: GoogleUser): Readonly<Record<string, unknown>> {
  const { userName, givenName, familyName, externalId, employeeNumber, phone, title, department } = attributes;
  const name = { ...(givenName === undefined ? {} : { givenName }), ...(familyName === undefined ? {} : { familyName }) };
  const ids = [
    externalId === undefined ? undefined : { is: isOwn, entry: { type: 'custom', customType: ownKey, value: externalId } },
    employeeNumber === undefined ? undefined : { is: isNumber, entry: { type: 'organization', value: employeeNumber } },
  ].filter((one) => one !== undefined);
  return {
    ...(typeof userName === 'string' ? { primaryEmail: userName } : {}),
    ...(Object.keys(name).length === 0 ? {} : { name }),
    ...(ids.length === 0
      ? {}
      : { externalIds: ids.reduce<readonly Entry[]>((all, { is, entry: one }) => replaced(all, is, one), current?.externalIds ?? []) }),
    ...(phone === undefined ? {} : { phones: replaced(current?.phones ?? [], isWork, { type: 'work', value: phone }) }),
    ...(title === undefined && department === undefined ? {} : { organizations: organizationsWith({ title, department }, current) }),
  };
}

/** The list with this entry in place of the one it stands for; without a value only the others stay. */
function replaced(all: readonly Entry[], is: (one: Entry) => boolean, { value, ...rest }: Entry): readonly Entry[] {
  const others = all.filter((one) => !is(one));
  return value === null || value === '' ? others : [...others, { ...all.find(is), ...rest, value }];
}

function organizationsWith(
  change: { title?: string | null | undefined; department?: string | null | undefined },
  current?: GoogleUser,
): readonly Entry[] {
  const before = chosen(current?.organizations);
  const others = (current?.organizations ?? []).filter((one) => one !== before);
  const after: Record<string, unknown> = { primary: true, ...before };
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined) continue;
    if (value === null || value === '') delete after[name];
    else after[name] = value;
  }
  return [after as Entry, ...others];
}

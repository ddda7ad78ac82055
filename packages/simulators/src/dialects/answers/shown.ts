// An account as the vendor shows it.
import { type Account, externalIdOf, addressOf as mailAddressOf, userNameOf } from '../accounts/account.ts';
import type { Tenant } from '../accounts/tenant.ts';
import { addressOf } from '../address.ts';
import type { Dialect } from '../dialect.ts';
import { type Fields, field, isFields, itemsOf, textOf, without } from '../json.ts';

const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';

/** How reads show it: changes may be late. */
export function isShownOn({ dialect, now }: Tenant, { active, accepted, offShownFrom }: Account): boolean {
  if (!accepted) return dialect.pendingShows === 'active' && active;
  return active || now() < offShownFrom;
}

/** Where an account is, as a path of the server. */
export const locationOf = (dialect: Dialect, id: string): string => `${addressOf(dialect).basePath}/Users/${encodeURIComponent(id)}`;

export const versionOf = ({ version }: Account): string => `W/"v${version}"`;

/** `active` is what the answer says of it: a write tells what was written, a read what has arrived. */
export function shown(tenant: Tenant, account: Account, form: 'one' | 'list', active: boolean): Fields {
  const { dialect } = tenant;
  const { id, createdAt, changedAt } = account;
  const user = !account.active && dialect.inactiveObscures ? obscured(account) : account.user;
  const extensions = Object.keys(user).filter((name) => name.toLowerCase().startsWith('urn:'));
  const externalId = externalIdOf(user);
  const [created, lastModified] = [createdAt, changedAt].map((at) => new Date(at).toISOString());
  const version = dialect.versions === 'none' ? {} : { version: versionOf(account) };
  return {
    schemas: [userSchema, ...extensions],
    id,
    ...(externalId === undefined ? {} : { [dialect.externalIdShownAs[form]]: externalId }),
    ...withName(dialect, withEmails(dialect, without(user, ['externalId']))),
    active,
    meta: { resourceType: 'User', created, lastModified, location: locationOf(dialect, id), ...version },
  };
}

/** As the account answers to filters, under the standard's names. */
export function comparable(tenant: Tenant, account: Account): Fields {
  const { id, active, user } = account;
  const visible = !active && tenant.dialect.inactiveObscures ? obscured(account) : user;
  const name = field(user, 'name');
  return {
    ...visible,
    ...{ id, active: isShownOn(tenant, account), email: mailAddressOf(visible) },
    ...{ given_name: field(name, 'givenName'), family_name: field(name, 'familyName') },
  };
}

const obscured = ({ id, user }: Account): Fields => ({ ...without(user, ['userName', 'emails']), userName: `${id.slice(0, 8)}_obscured` });

function withEmails({ emailsShown, primaryShown }: Dialect, user: Fields): Fields {
  const emails = itemsOf(field(user, 'emails')).filter(isFields);
  if (emails.length === 0) return user;
  const worded =
    primaryShown === 'boolean' ? emails : emails.map((email) => ({ ...email, primary: String(field(email, 'primary') ?? false) }));
  return { ...without(user, ['emails']), emails: emailsShown === 'array' ? worded : worded[0] };
}

function withName({ nameShown }: Dialect, user: Fields): Fields {
  if (nameShown === 'as-kept') return user;
  const name = field(user, 'name');
  const rest = without(user, ['name']);
  if (nameShown === 'not-available') return { ...rest, name: { givenName: 'N/A', familyName: 'N/A' } };
  const parts = [field(name, 'givenName'), field(name, 'familyName')].filter((part) => textOf(part) !== undefined);
  return { ...rest, 'name.formatted': textOf(field(name, 'formatted')) ?? (parts.length > 0 ? parts.join(' ') : userNameOf(user)) };
}

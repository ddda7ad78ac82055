// One account as the vendor keeps it.
import type { Standing } from '../dialect.ts';
import { type Fields, field, isFields, itemsOf, textOf, valuesAt } from '../json.ts';

export interface Account {
  readonly id: string;
  /** What was written and kept, without `id`, `meta` and `active`. */
  user: Fields;
  active: boolean;
  /** False until the person accepts the invitation. */
  accepted: boolean;
  standing: Standing | undefined;
  readonly createdAt: number;
  changedAt: number;
  version: number;
  /** Until then, reads show the account as if it were still on. */
  offShownFrom: number;
  /** Until then, reads do not show it. */
  readonly shownFrom: number;
}

export const userNameOf = (user: Fields): string => textOf(field(user, 'userName')) ?? '';
export const externalIdOf = (user: Fields): string | undefined => textOf(field(user, 'externalId'));

export function emailsOf(user: Fields): readonly string[] {
  return valuesAt(user, 'emails.value').filter((value): value is string => typeof value === 'string');
}

/** The address that stands for the person: the primary one, the first, or a user name that is one. */
export function addressOf(user: Fields): string | undefined {
  const emails = itemsOf(field(user, 'emails')).filter(isFields);
  const primary = emails.find((email) => String(field(email, 'primary')).toLowerCase() === 'true') ?? emails[0];
  const userName = userNameOf(user);
  return textOf(field(primary, 'value')) ?? (userName.includes('@') ? userName : undefined);
}

export const sameText = (left: string | undefined, right: string | undefined): boolean =>
  left !== undefined && left.toLowerCase() === right?.toLowerCase();

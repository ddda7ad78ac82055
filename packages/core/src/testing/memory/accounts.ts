// What the two memory targets share: how an account is kept, shown, found, claimed and changed.
import {
  type Account,
  type AccountProfile,
  type AccountState,
  attributesIn,
  type FindAnswer,
  type FindKeys,
  type ProfileAttribute,
  TenureError,
  type WriteContext,
} from '../../connector/index.ts';

/** An account as a memory backend keeps it. Tests may change it in place. */
export interface MemoryAccount {
  readonly id: string;
  /** `active`, `pending` (cannot sign in yet) or `disabled`. */
  state: AccountState;
  profile: AccountProfile;
  protectedBecause?: string | undefined;
}

/** The account as the target shows it; text that is `null` or absent is not shown. */
export function shown(account: MemoryAccount): Account {
  const { userName, externalId, employeeNumber, email } = account.profile;
  return {
    id: account.id,
    state: account.state,
    ...(userName == null ? {} : { userName }),
    ...(externalId == null ? {} : { externalId }),
    ...(employeeNumber == null ? {} : { employeeNumber }),
    ...(email == null ? {} : { email }),
    profile: account.profile,
    ...(account.protectedBecause === undefined ? {} : { protectedBecause: account.protectedBecause }),
  };
}

/** Whole values only; user names and e-mail addresses without regard to case. No key given: nothing can be told. */
export function findIn(accounts: Iterable<MemoryAccount>, keys: FindKeys): FindAnswer {
  const wanted = (['externalId', 'employeeNumber', 'userName', 'email'] as const).flatMap((key) => {
    const text = keys[key] ?? '';
    return text === '' ? [] : [{ key, text, folded: key === 'userName' || key === 'email' ? text.toLowerCase() : undefined }];
  });
  if (wanted.length === 0) return { kind: 'cannot-tell' };
  const fits = ({ profile }: MemoryAccount): boolean => wanted.some(({ key, text, folded }) => isSame(profile[key], text, folded));
  const hits: Account[] = [];
  for (const account of accounts) if (fits(account)) hits.push(shown(account));
  return hits.length === 0 ? { kind: 'absent' } : { kind: 'found', accounts: hits };
}

/** `folded` is the text in small letters where case does not count. The length first: worlds of many thousands are searched through. */
function isSame(held: string | null | undefined, text: string, folded: string | undefined): boolean {
  if (held == null || held.length !== text.length) return false;
  return held === text || (folded !== undefined && held.toLowerCase() === folded);
}

/** Throws `CONNECTOR_CONFLICT` with the holders' ids when another account has this login. */
export function claimLogin(
  accounts: Iterable<MemoryAccount>,
  key: 'userName' | 'email',
  login: string,
  claim: { readonly system: string; readonly verb: string; readonly id?: string },
): void {
  const folded = login.toLowerCase();
  const accountIds: string[] = [];
  for (const { id, profile } of accounts) {
    const held = profile[key];
    if (id !== claim.id && isSame(held, login, folded)) accountIds.push(id);
  }
  if (accountIds.length === 0) return;
  throw new TenureError('CONNECTOR_CONFLICT', { ...claim, fact: `the ${key} is taken`, details: { status: 409, accountIds } });
}

/** The attributes of `wanted` that `profile` does not have yet. `null` clears, absent is left alone. */
export function differingAttributes(profile: AccountProfile, wanted: AccountProfile): ProfileAttribute[] {
  return attributesIn(wanted).filter((name) => (profile[name] ?? null) !== wanted[name]);
}

/** The refusal of a request that names fields the target does not take. */
export function refusal(system: string, verb: string, id: string | undefined, fields: readonly string[]): TenureError {
  return new TenureError('CONNECTOR_REJECTED', {
    system,
    verb,
    id,
    fact: `refused ${fields.join(', ')}`,
    details: { status: 400, fields },
  });
}

/** The refusal of a write to something that is not there. */
export function notThere(system: string, verb: string, id: string): TenureError {
  return new TenureError('CONNECTOR_REJECTED', { system, verb, id, fact: 'there is no such thing', details: { status: 404 } });
}

/** Throws `CONNECTOR_PROTECTED_ACCOUNT` when only a person may touch the account, and nobody allowed it. */
export function refuseProtected(system: string, verb: string, account: MemoryAccount, context: WriteContext): void {
  const because = account.protectedBecause;
  if (because === undefined || context.allowAdmins === true) return;
  throw new TenureError('CONNECTOR_PROTECTED_ACCOUNT', {
    system,
    verb,
    id: account.id,
    fact: 'the account is protected',
    details: { status: 403, because },
  });
}

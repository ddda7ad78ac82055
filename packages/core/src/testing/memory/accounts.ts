// What the two memory targets share: how an account is kept, shown, found, claimed and changed.
import {
  type Account,
  type AccountProfile,
  type AccountState,
  type FindAnswer,
  type FindKeys,
  type ProfileAttribute,
  profileAttributes,
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
  const wanted = (['externalId', 'employeeNumber', 'userName', 'email'] as const).filter((key) => (keys[key] ?? '') !== '');
  if (wanted.length === 0) return { kind: 'cannot-tell' };
  const hits = [...accounts].filter((account) =>
    wanted.some((key) => {
      const folded = key === 'userName' || key === 'email';
      const held = account.profile[key];
      return held != null && (folded ? held.toLowerCase() === keys[key]?.toLowerCase() : held === keys[key]);
    }),
  );
  return hits.length === 0 ? { kind: 'absent' } : { kind: 'found', accounts: hits.map(shown) };
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
    // The length first: worlds of many thousands are searched through for every create.
    if (held?.length === login.length && held.toLowerCase() === folded && id !== claim.id) accountIds.push(id);
  }
  if (accountIds.length === 0) return;
  throw new TenureError('CONNECTOR_CONFLICT', { ...claim, fact: `the ${key} is taken`, details: { status: 409, accountIds } });
}

/** The attributes of `wanted` that `profile` does not have yet. `null` clears, absent is left alone. */
export function differingAttributes(profile: AccountProfile, wanted: AccountProfile): ProfileAttribute[] {
  return profileAttributes.filter((name) => wanted[name] !== undefined && (profile[name] ?? null) !== wanted[name]);
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

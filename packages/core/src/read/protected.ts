// What may not be touched, by rows of the store.
import type { Session } from './session.ts';

export const personProtection = (person: string): string => `person/${person}`;
export const accountProtection = (target: string, accountId: string): string => `account/${target}/${accountId}`;

/** Why each of these accounts may not be touched, in their order: what its target shows, else what somebody here said. One look-up. */
export async function reasonsToSpare(
  { store, tenant }: Pick<Session, 'store' | 'tenant'>,
  accounts: readonly { readonly target: string; readonly accountId: string; readonly protectedBecause: string | null }[],
): Promise<(string | null)[]> {
  const rows = await store.get(
    tenant,
    'protection',
    accounts.map(({ target, accountId }) => [accountProtection(target, accountId)]),
  );
  return accounts.map(({ protectedBecause }, index) => protectedBecause ?? rows[index]?.because ?? null);
}

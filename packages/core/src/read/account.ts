// One account of a target, read by its id.
import type { ConnectorContext } from '../connector/context.ts';
import type { Target } from '../connector/target.ts';
import type { Account } from '../model/account.ts';

/** Whether the target can show one account. */
export function canShow(target: Target): boolean {
  return 'users' in target || target.accounts.get !== undefined;
}

/** One account as the target shows it; undefined when it is gone, or where the target cannot show one. */
export async function readAccount(target: Target, accountId: string, context: ConnectorContext): Promise<Account | undefined> {
  return 'users' in target ? target.users.get({ accountId }, context) : target.accounts.get?.({ accountId }, context);
}

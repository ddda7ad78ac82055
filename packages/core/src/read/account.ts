// One account of a target, read by its id.
import type { ConnectorContext } from '../connector/context.ts';
import type { Target } from '../connector/target.ts';
import type { Account } from '../model/account.ts';
import { walkPages } from './pages.ts';

/** Whether the target can show one account. */
export function canShow(target: Target): boolean {
  return 'users' in target || target.accounts.get !== undefined;
}

/** One account as the target shows it; undefined when it is gone, or where the target cannot show one. */
export async function readAccount(target: Target, accountId: string, context: ConnectorContext): Promise<Account | undefined> {
  return 'users' in target ? target.users.get({ accountId }, context) : target.accounts.get?.({ accountId }, context);
}

/** Ids of every group the account is in; none for an app. */
export async function groupsOfAccount(target: Target, accountId: string, context: ConnectorContext): Promise<string[]> {
  if (!('users' in target)) return [];
  const ids: string[] = [];
  const list = (request: { readonly cursor?: string | undefined; readonly limit: number }) =>
    target.users.groups({ ...request, accountId }, context);
  for await (const page of walkPages<string>({ system: target.id, verb: 'list groups of user', limit: 200, context, list }))
    ids.push(...page);
  return ids;
}

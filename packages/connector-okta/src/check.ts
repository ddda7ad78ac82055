// What can be known before the first run. It only reads.
import { type CheckItem, type CheckReport, type ConnectorContext, isTenureError } from '@tenure/core/connector';
import { listGroups } from './api/groups.ts';
import { getMe, getRoles, listUsers } from './api/users.ts';
import type { Org } from './org.ts';

interface Look {
  readonly title: string;
  readonly look: () => Promise<string>;
}

/** Asks for the token's owner, one user, one group and the owner's roles. What fails is a line, not an error. */
export async function checkOrg(org: Org, context: ConnectorContext): Promise<CheckReport> {
  const { http, settings } = org;
  const page = { limit: 1 };
  const looks: readonly Look[] = [
    { title: 'the token is accepted', look: async () => `its owner is ${(await getMe(http, context)).id}, which Tenure will not turn off` },
    { title: 'users can be read', look: async () => counted((await listUsers(http, page, context)).items.length, 'user') },
    { title: 'groups can be read', look: async () => counted((await listGroups(http, page, context)).items.length, 'group') },
    {
      title: 'administrators can be recognised',
      look: async () => {
        if (!settings.protectAdministrators) return 'not asked for: administrators can be turned off';
        const { id } = await getMe(http, context);
        return `the token's owner has ${(await getRoles(http, id, context))?.length ?? 0} roles`;
      },
    },
  ];
  const items: CheckItem[] = [];
  for (const { title, look } of looks) items.push(await itemOf(title, look, context));
  return { system: settings.id, items };
}

const counted = (count: number, what: string): string => (count === 0 ? `no ${what} is visible` : `a ${what} is visible`);

async function itemOf(title: string, look: () => Promise<string>, context: ConnectorContext): Promise<CheckItem> {
  try {
    const detail = await look();
    // A token with scopes but no role reads empty lists: that is not "ok".
    return { title, state: detail.startsWith('no ') ? 'problem' : 'ok', detail };
  } catch (error) {
    context.signal.throwIfAborted();
    if (!isTenureError(error)) throw error;
    return { title, state: 'problem', detail: `${error.message}. ${error.hint}` };
  }
}

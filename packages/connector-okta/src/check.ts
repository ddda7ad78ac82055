// What can be known before the first run. It only reads.
import { type CheckItem, type CheckReport, type ConnectorContext, isTenureError } from '@tenure/core/connector';
import { type Sample, sampleOf } from './api/sample.ts';
import { everyUser, getMe, getRoles } from './api/users.ts';
import type { Org } from './org.ts';

interface Look {
  readonly title: string;
  readonly look: () => Promise<Omit<CheckItem, 'title'>>;
}

/** Asks for the token's owner, one user, one group and the owner's roles. What fails is a line, not an error. */
export async function checkOrg(org: Org, context: ConnectorContext): Promise<CheckReport> {
  const { http, settings } = org;
  const users = { verb: 'list users', path: '/api/v1/users', query: { search: everyUser } };
  const groups = { verb: 'list groups', path: '/api/v1/groups' };
  const looks: readonly Look[] = [
    {
      title: 'the token is accepted',
      look: async () => ({ state: 'ok', detail: `its owner is ${(await getMe(http, context)).id}, whom Tenure will not turn off` }),
    },
    { title: 'users can be read', look: async () => seen(await sampleOf(http, users, context)) },
    { title: 'groups can be read', look: async () => seen(await sampleOf(http, groups, context)) },
    {
      title: 'administrators can be recognised',
      look: async () => {
        if (!settings.protectAdministrators) return { state: 'not-checked', detail: 'by option, administrators may be turned off' };
        const { id } = await getMe(http, context);
        return { state: 'ok', detail: `the token's owner has ${(await getRoles(http, id, context))?.length ?? 0} roles` };
      },
    },
  ];
  const items: CheckItem[] = [];
  for (const { title, look } of looks) items.push({ title, ...(await lineOf(look, context)) });
  return { system: settings.id, items };
}

/** Every org has users and groups: an empty list is what a token without a role is shown. */
function seen({ isEmpty, perMinute }: Sample): Omit<CheckItem, 'title'> {
  if (isEmpty) return { state: 'problem', detail: 'the list is empty, which no org is; the token may lack a role' };
  return { state: 'ok', detail: perMinute === undefined ? 'no limit is stated' : `${perMinute} requests per minute for this token` };
}

async function lineOf(look: Look['look'], context: ConnectorContext): Promise<Omit<CheckItem, 'title'>> {
  try {
    return await look();
  } catch (error) {
    context.signal.throwIfAborted();
    if (!isTenureError(error)) throw error;
    return { state: 'problem', detail: `${error.message}. ${error.hint}` };
  }
}

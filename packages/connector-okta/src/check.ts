// What can be known before the first run. It only reads.
import { type CheckItem, type CheckReport, type ConnectorContext, isTenureError } from '@tenure/core/connector';
import { readLog } from './api/logs.ts';
import { type Sample, sampleOf } from './api/sample.ts';
import { everyUser, getMe, getRoles } from './api/users.ts';
import type { Org } from './org.ts';

type Finding = Omit<CheckItem, 'title'>;

interface Look {
  readonly title: string;
  readonly look: () => Promise<Finding>;
}

/** One line for each thing that a run needs, and what to do where it is missing. What fails is a line, not an error. */
export async function checkOrg(org: Org, context: ConnectorContext): Promise<CheckReport> {
  const { http, settings } = org;
  const users = { verb: 'list users', path: '/api/v1/users', query: { search: everyUser } };
  const groups = { verb: 'list groups', path: '/api/v1/groups' };
  const looks: readonly Look[] = [
    { title: 'the credential is accepted', look: () => acceptance(org, context) },
    { title: 'users can be read', look: async () => seen(await sampleOf(http, users, context)) },
    { title: 'groups can be read', look: async () => seen(await sampleOf(http, groups, context)) },
    { title: 'administrators can be recognised', look: () => administrators(org, context) },
    { title: 'groups that rules fill can be recognised', look: () => rules(org, context) },
    { title: 'the profile has every attribute', look: () => attributes(org, context) },
    { title: 'changes by others can be seen', look: () => log(org, context) },
  ];
  const items: CheckItem[] = [];
  for (const { title, look } of looks) items.push({ title, ...(await lineOf(look, context)) });
  return { system: settings.id, items };
}

/** Writing implies reading; reading does not imply writing. */
const wantedScopes = ['okta.users.manage', 'okta.groups.manage', 'okta.roles.read'];

async function acceptance({ http, transport }: Org, context: ConnectorContext): Promise<Finding> {
  if (transport.scopes !== undefined) {
    const granted = await transport.scopes(context);
    const missing = wantedScopes.filter((scope) => !granted.includes(scope));
    if (missing.length > 0) return { state: 'problem', detail: `the app lacks ${missing.join(', ')}` };
    return { state: 'ok', detail: `a service app with ${granted.join(', ')}` };
  }
  const { id } = await getMe(http, context);
  return { state: 'ok', detail: `its owner is ${id}, whom Tenure will not turn off` };
}

/** Every org has users and groups: an empty list is what a credential without a role is shown. */
function seen({ isEmpty, perMinute }: Sample): Finding {
  if (isEmpty) return { state: 'problem', detail: 'the list is empty, which no org is; the credential may lack a role' };
  return { state: 'ok', detail: perMinute === undefined ? 'no limit is stated' : `${perMinute} requests per minute for this credential` };
}

/** Roles that let somebody change users; what a custom role allows, only writing shows. */
const rolesThatChangeUsers: ReadonlySet<string> = new Set(['SUPER_ADMIN', 'ORG_ADMIN', 'USER_ADMIN', 'CUSTOM']);

async function administrators(org: Org, context: ConnectorContext): Promise<Finding> {
  const { http, transport } = org;
  if (transport.belongsTo === 'app') {
    const id = await anyUser(org, context);
    if (id === undefined) return { state: 'problem', detail: 'no user is shown whose roles could be read; the credential may lack a role' };
    await getRoles(http, id, context);
    return { state: 'ok', detail: 'roles can be read' };
  }
  const roles = (await getRoles(http, (await getMe(http, context)).id, context)) ?? [];
  const named = `the owner of the token has ${roles.length === 0 ? 'no role' : [...new Set(roles)].sort().join(', ')}`;
  if (roles.some((role) => rolesThatChangeUsers.has(role))) return { state: 'ok', detail: named };
  return { state: 'problem', detail: `${named}, which does not let Tenure change users` };
}

async function anyUser({ http }: Org, context: ConnectorContext): Promise<string | undefined> {
  return (await sampleOf(http, { verb: 'list users', path: '/api/v1/users', query: { search: everyUser } }, context)).first;
}

async function rules(org: Org, context: ConnectorContext): Promise<Finding> {
  const ruled = await org.ruledGroups(context);
  if (ruled === undefined) return { state: 'warning', detail: 'group rules may not be read: do not map groups that rules fill' };
  return { state: 'ok', detail: `${ruled.size} groups are filled by rules and may not be mapped` };
}

async function attributes(org: Org, context: ConnectorContext): Promise<Finding> {
  const { attributes: names } = org.settings;
  const schema = await org.schema(context);
  if (schema === undefined) return { state: 'not-checked', detail: 'the profile schema may not be read (okta.schemas.read)' };
  const missing = [...names].filter(([, okta]) => !schema.has(okta)).map(([name, okta]) => `${name} (${okta})`);
  if (missing.length > 0) return { state: 'problem', detail: `the schema lacks ${missing.join(', ')}` };
  const otherwise = [...names].filter(([, okta]) => !fits(schema.get(okta)?.type, org.settings.types.get(okta)));
  if (otherwise.length > 0) {
    const list = otherwise.map(([name, okta]) => `${name} (${okta}: ${schema.get(okta)?.type})`);
    return { state: 'problem', detail: `another type in the schema than in the options: ${list.join(', ')}` };
  }
  const key = names.get('externalId');
  if (key === undefined) return { state: 'warning', detail: 'externalId has no attribute: two users can share a key' };
  return schema.get(key)?.unique === true
    ? { state: 'ok', detail: `${names.size} attributes; ${key} is unique` }
    : { state: 'warning', detail: `${key} is not marked as unique in the schema: two users can share a key` };
}

/** What the schema does not say is not known to differ. */
function fits(type: string | undefined, told: 'number' | 'boolean' | undefined): boolean {
  if (type === undefined) return true;
  return told === 'number' ? type === 'number' || type === 'integer' : type === (told ?? 'string');
}

async function log(org: Org, context: ConnectorContext): Promise<Finding> {
  if (org.settings.activityFrom === 'snapshot') return { state: 'ok', detail: 'by a search for users that were changed' };
  const since = new Date(context.now() - 60_000).toISOString();
  await readLog(org.http, { since, filter: 'eventType eq "user.lifecycle.create"', limit: 1 }, context);
  return { state: 'ok', detail: 'from the system log' };
}

async function lineOf(look: Look['look'], context: ConnectorContext): Promise<Finding> {
  try {
    return await look();
  } catch (error) {
    context.signal.throwIfAborted();
    if (!isTenureError(error)) throw error;
    return { state: 'problem', detail: `${error.message}. ${error.hint}` };
  }
}

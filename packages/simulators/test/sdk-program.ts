// What the official SDK makes of an org, as JSON on one line. A program of its own: test runners load packages in ways the SDK's own
// dependencies do not bear.
import { env, stdout } from 'node:process';
import okta from '@okta/okta-sdk-nodejs';

const { OKTA_URL = '', OKTA_TOKEN = '', OKTA_KEY = '' } = env;
const { userApi, groupApi, systemLogApi } = new okta.Client({ orgUrl: OKTA_URL, token: OKTA_TOKEN, cacheMiddleware: null });
const profileOf = (name: string) => ({ login: `${name}@example.com`, email: `${name}@example.com`, firstName: name, lastName: 'Example' });

async function all<Item, Seen>(items: AsyncIterable<Item | null>, see: (item: Item) => Seen): Promise<Seen[]> {
  const seen: Seen[] = [];
  for await (const item of items) if (item !== null) seen.push(see(item));
  return seen;
}

const made = await userApi.createUser({ body: { profile: { ...profileOf('ada'), hrId: 'P-1' } }, activate: false });
const userId = String(made.id);
const { activationToken } = await userApi.activateUser({ userId, sendEmail: false });
await userApi.updateUser({ userId, user: { profile: { title: 'Chief' } } });
const read = await userApi.getUser({ userId });
await userApi.deactivateUser({ userId });
const again = await userApi.deactivateUser({ userId }).catch((error: { status: number; errorCode: string }) => error);
await userApi.revokeUserSessions({ userId, oauthTokens: true });
await userApi.deleteUser({ userId });

const { id: groupId = '' } = await groupApi.createGroup({ group: { profile: { name: 'Sales' } } });
const credentials = { password: { value: 'correct horse' } };
for (const name of ['alan', 'grace', 'mary'])
  await userApi.createUser({ body: { profile: profileOf(name), credentials, groupIds: [groupId] } });
const logins = await all(await userApi.listUsers({ search: 'status pr', limit: 2 }), ({ profile }) => profile?.login);
const found = await all(await userApi.listUsers({ search: 'profile.login eq "GRACE@example.com"' }), ({ id }) => String(id));
const grace = found[0] ?? '';
await groupApi.unassignUserFromGroup({ groupId, userId: grace });
const without = await all(await groupApi.listGroupUsers({ groupId, limit: 1 }), ({ id }) => id);
await groupApi.assignUserToGroup({ groupId, userId: grace });
await userApi.suspendUser({ userId: grace });
const until = new Date(Date.now() + 60_000).toISOString();
const events = await all(await systemLogApi.listLogEvents({ filter: `target.id eq "${grace}"`, until }), ({ eventType }) => eventType);

const service = new okta.Client({
  ...{ orgUrl: OKTA_URL, authorizationMode: 'PrivateKey', clientId: 'app', scopes: ['okta.users.read'], privateKey: OKTA_KEY },
  cacheMiddleware: null,
});
const seenByApp = await service.userApi.getUser({ userId: grace });

stdout.write(
  JSON.stringify({
    made: [made.status, made.profile?.['hrId']],
    onboarded: activationToken !== undefined,
    read: [read.status, read.profile?.title],
    again: 'errorCode' in Object(again) ? again : undefined,
    userId,
    logins,
    found,
    without,
    events,
    seenByApp: seenByApp.status,
  }),
);

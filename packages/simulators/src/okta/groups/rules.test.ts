import { describe, expect, test } from 'vitest';
import { type Asking, profileOf, startAsking } from '../asking.ts';

const expression = 'user.department == "Sales" and (user.city != "Bern" or String.startsWith(user.title, "Chief"))';

async function ruled(options?: Parameters<typeof startAsking>[0]): Promise<{ org: Asking; groupId: string; ruleId: string }> {
  const org = await startAsking(options);
  const groupId = org.server.backend.seedGroup({ name: 'Sales' }).id;
  const ruleId = org.server.backend.seedRule({ name: 'Sales by department', expression, groupIds: [groupId] }).id;
  return { org, groupId, ruleId };
}

describe('a group rule', () => {
  test('moves people by their attributes alone, some time later', async () => {
    let at = Date.UTC(2026, 0, 1);
    const { org, groupId } = await ruled({ now: () => at, pace: { ruleMs: 1000 } });
    await using _ = org;
    const { backend } = org.server;
    const id = backend.seedUser({ login: 'ada@example.com', profile: { department: 'Sales' } }).id;
    expect(backend.membersOf(groupId)).toEqual([]);
    at += 1000;
    expect(backend.membersOf(groupId)).toEqual([id]);
    await org.ask('POST', `/users/${id}`, { profile: { city: 'Bern' } });
    at += 1000;
    expect(backend.membersOf(groupId)).toEqual([]);
    await org.ask('POST', `/users/${id}`, { profile: { title: 'Chief' } });
    at += 1000;
    expect(backend.membersOf(groupId)).toEqual([id]);
  });

  test('never puts in again whom the API took out, and is shown behind the membership before', async () => {
    const { org, groupId, ruleId } = await ruled();
    await using _ = org;
    const made = await org.ask('POST', '/users', { profile: profileOf('ada@example.com', { department: 'Sales' }) });
    const { id } = made.body as { id: string };
    expect((await org.ask('GET', `/groups/${groupId}/users/${id}/group-rules`)).body).toMatchObject([{ id: ruleId }]);
    expect((await org.ask('DELETE', `/groups/${groupId}/users/${id}`)).status).toBe(204);
    await org.ask('POST', `/users/${id}`, { profile: { title: 'Chief' } });
    expect(org.server.backend.membersOf(groupId)).toEqual([]);
    expect(org.server.backend.rules()).toMatchObject([{ excluded: [id] }]);
  });

  test('leaves memberships alone that somebody gave by hand, and those of whoever is deactivated', async () => {
    const { org, groupId } = await ruled();
    await using _ = org;
    const { backend } = org.server;
    const byHand = backend.seedUser({ login: 'hand@example.com', groupIds: [groupId] }).id;
    const byRule = backend.seedUser({ login: 'rule@example.com', profile: { department: 'Sales' } }).id;
    await org.ask('POST', `/users/${byHand}`, { profile: { department: 'Sales' } });
    await org.ask('POST', `/users/${byHand}`, { profile: { department: 'Support' } });
    await org.ask('POST', `/users/${byRule}/lifecycle/deactivate`);
    expect(backend.membersOf(groupId)).toEqual([byHand, byRule]);
  });

  test('is made inactive, changed only then, turned on, and deleted with or without its people', async () => {
    const { org, groupId } = await ruled();
    await using _ = org;
    const content = {
      name: 'Bern',
      conditions: { expression: { value: 'user.city == "Bern"', type: 'urn:okta:expression:1.0' } },
      actions: { assignUserToGroups: { groupIds: [groupId] } },
    };
    const { id } = org.server.backend.seedUser({ login: 'ada@example.com', profile: { city: 'Bern' } });
    const made = await org.ask('POST', '/groups/rules', content);
    expect(made).toMatchObject({ status: 200, body: { status: 'INACTIVE' } });
    const path = `/groups/rules/${(made.body as { id: string }).id}`;
    expect((await org.ask('PUT', path, content)).status).toBe(200);
    expect((await org.ask('POST', `${path}/lifecycle/activate`)).status).toBe(204);
    expect(org.server.backend.membersOf(groupId)).toEqual([id]);
    expect((await org.ask('PUT', path, content)).status).toBe(400);
    expect((await org.ask('DELETE', `${path}?removeUsers=true`)).status).toBe(202);
    expect(org.server.backend.membersOf(groupId)).toEqual([]);
  });

  test('excludes 100 users and no more, however they come to be excluded', async () => {
    const { org, groupId, ruleId } = await ruled();
    await using _ = org;
    const { backend } = org.server;
    const ids = Array.from({ length: 101 }, (_, index) => {
      return backend.seedUser({ login: `person${index}@example.com`, profile: { department: 'Sales' } }).id;
    });
    const out = async (id = '') => (await org.ask('DELETE', `/groups/${groupId}/users/${id}`)).status;
    for (const id of ids.slice(0, 100)) expect(await out(id)).toBe(204);
    expect(await out(ids[100])).toBe(400);
    expect(backend.membersOf(groupId)).toEqual(ids.slice(100));
    expect(backend.rules()).toMatchObject([{ id: ruleId, excluded: ids.slice(0, 100) }]);
    const rule = (exclude: readonly string[]) => ({
      name: 'another',
      conditions: { people: { users: { exclude } }, expression: { value: expression } },
      actions: { assignUserToGroups: { groupIds: [groupId] } },
    });
    expect(await org.ask('POST', '/groups/rules', rule(ids))).toMatchObject({ status: 400, code: 'E0000001' });
    expect((await org.ask('POST', '/groups/rules', rule(ids.slice(0, 100)))).status).toBe(200);
  });

  test('excludes nobody whose removal is refused, and whoever the console took out as well', async () => {
    const { org, groupId } = await ruled();
    await using _ = org;
    const { backend } = org.server;
    const weaker = backend.seedUser({ login: 'weaker@example.com', roles: ['READ_ONLY_ADMIN'] });
    backend.seedToken('weaker', weaker.id);
    const { id } = backend.seedUser({ login: 'ada@example.com', profile: { department: 'Sales' } });
    const path = `/groups/${groupId}/users/${id}`;
    expect((await org.ask('DELETE', path, undefined, { authorization: 'SSWS weaker' })).status).toBe(403);
    expect([backend.membersOf(groupId), backend.rules()[0]?.excluded]).toEqual([[id], []]);
    backend.removeMember(groupId, id);
    await org.ask('POST', `/users/${id}`, { profile: { title: 'Chief' } });
    expect([backend.membersOf(groupId), backend.rules()[0]?.excluded]).toEqual([[], [id]]);
  });

  test('that is stuck looks at nobody until it catches up, and says in the log that it was made inactive', async () => {
    const { org, groupId, ruleId } = await ruled({ pace: { ruleMs: 'stuck' } });
    await using _ = org;
    const { backend } = org.server;
    const { id } = backend.seedUser({ login: 'ada@example.com', profile: { department: 'Sales' } });
    expect(backend.membersOf(groupId)).toEqual([]);
    backend.catchUp();
    expect(backend.membersOf(groupId)).toEqual([id]);
    await org.ask('POST', `/groups/rules/${ruleId}/lifecycle/deactivate`);
    expect(backend.log().at(-1)).toMatchObject({
      eventType: 'group.user_membership.rule.deactivated',
      targets: [{ id: ruleId, type: 'Rule' }],
    });
  });

  test('that cannot be read is refused', async () => {
    await using org = await startAsking();
    const conditions = { expression: { value: 'user.city = "Bern"' } };
    expect(await org.ask('POST', '/groups/rules', { name: 'x', conditions })).toMatchObject({ status: 400, code: 'E0000001' });
  });
});

import { isTenureError } from '@tenure/core/connector';
import { readAll, testContext } from '@tenure/core/testing';
import { freeLimits, noLimits } from '@tenure/simulators/okta';
import { describe, expect, test } from 'vitest';
import { startLoopback } from '../test/loopback.ts';

describe('finding', () => {
  test('everyone who carries one of the keys is found, deprovisioned users included', async () => {
    await using okta = await startLoopback({ attributes: { externalId: 'hrId' } });
    const ids = [
      okta.backend.seedUser({ login: 'ada@example.com' }).id,
      okta.backend.seedUser({ login: 'old@example.com', profile: { employeeNumber: 'E1' }, status: 'DEPROVISIONED' }).id,
      okta.backend.seedUser({ login: 'twin@example.com', profile: { email: 'ADA@example.com' } }).id,
      okta.backend.seedUser({ login: 'key@example.com', profile: { hrId: 'P-1' } }).id,
    ];
    const keys = { userName: 'ada@example.com', email: 'ada@example.com', employeeNumber: 'E1', externalId: 'P-1' };
    const answer = await okta.provider.users.find(keys, okta.context);
    expect(answer.kind === 'found' && answer.accounts.map(({ id }) => id).sort()).toEqual(ids.sort());
  });

  test.each([
    ['userName', 'ada@example.com', (value: string, index: number) => ({ login: index === 0 ? value : `other${index}@example.com` }), 1],
    ['externalId', 'P-1', (hrId: string, index: number) => ({ hrId: index === 0 ? hrId : `${hrId}-${index}` }), 1],
    ['employeeNumber', 'E1', (employeeNumber: string) => ({ employeeNumber }), 3],
    ['email', 'ada@example.com', (email: string) => ({ email }), 3],
  ] as const)('%s finds nobody, one, and as many as Okta lets have it, of any status', async (key, value, profileOf, most) => {
    await using okta = await startLoopback({ attributes: { externalId: 'hrId' } });
    const find = async () => {
      const answer = await okta.provider.users.find({ [key]: value }, okta.context);
      return answer.kind === 'found' ? answer.accounts.map(({ id }) => id).sort() : answer.kind;
    };
    expect(await find()).toBe('absent');
    const ids: string[] = [];
    for (const [index, status] of (['ACTIVE', 'DEPROVISIONED', 'STAGED'] as const).entries()) {
      const { login = `person${index}@example.com`, ...profile }: Record<string, string> = { ...profileOf(value, index) };
      ids.push(okta.backend.seedUser({ login, profile, status }).id);
      expect(await find()).toEqual(ids.slice(0, most));
    }
  });

  test('a name that Okta reads in its own way finds nobody else', async () => {
    await using okta = await startLoopback();
    const { id } = okta.backend.seedUser({ login: 'ada@example.com' });
    for (const userName of ['ada', 'me', id, 'a/b@example.com', '..']) {
      expect(await okta.provider.users.find({ userName }, okta.context)).toEqual({ kind: 'absent' });
    }
  });

  test('keys that Okta holds no attribute for cannot be told', async () => {
    await using okta = await startLoopback();
    expect(await okta.provider.users.find({ externalId: 'P-1' }, okta.context)).toEqual({ kind: 'cannot-tell' });
    expect(await okta.provider.users.find({}, okta.context)).toEqual({ kind: 'cannot-tell' });
  });

  test('a value cannot widen the search', async () => {
    await using okta = await startLoopback();
    okta.backend.seedUser({ login: 'ada@example.com' });
    expect(await okta.provider.users.find({ employeeNumber: 'x" or status eq "ACTIVE' }, okta.context)).toEqual({ kind: 'absent' });
  });

  test('the owner of the token is shown as protected', async () => {
    await using okta = await startLoopback();
    const { id } = okta.backend.seedUser({ login: 'ada@example.com' });
    const users = await readAll((request, context) => okta.provider.users.list(request, context));
    expect(users.map((user) => [user.id, user.protectedBecause !== undefined])).toEqual([
      [okta.backend.ownerId, true],
      [id, false],
    ]);
  });
});

describe('changing', () => {
  test('a rename with another attribute is one write', async () => {
    await using okta = await startLoopback();
    const { id } = okta.backend.seedUser({ login: 'ada@example.com', profile: { title: 'Clerk', city: 'Oslo' } });
    const attributes = { userName: 'ada.king@example.com', title: 'Clerk', city: null };
    expect(await okta.provider.users.update({ accountId: id, attributes }, okta.context)).toMatchObject({ outcome: 'changed' });
    expect(okta.calls()).toEqual(['POST /users/*']);
    expect(okta.backend.user(id)?.profile).toMatchObject({ login: 'ada.king@example.com', title: 'Clerk' });
    expect(okta.backend.user(id)?.profile).not.toHaveProperty('city');
  });

  test.each([
    ['ACTIVE', 'found'],
    ['DEPROVISIONED', 'found'],
    ['DEPROVISIONED', 'not-found'],
  ] as const)('a rename to the login of an %s user (by login: %s) names the holder, and changes nobody', async (status, shown) => {
    await using okta = await startLoopback({}, { switches: { loginOfDeprovisioned: shown } });
    const { id } = okta.backend.seedUser({ login: 'ada@example.com' });
    const holder = okta.backend.seedUser({ login: 'King@example.com', status });
    const attributes = { userName: 'king@example.com', title: 'Chief' };
    await expect(okta.provider.users.update({ accountId: id, attributes }, okta.context)).rejects.toMatchObject({
      code: 'CONNECTOR_CONFLICT',
      details: { accountIds: [holder.id] },
    });
    expect(okta.backend.user(id)?.profile).toMatchObject({ login: 'ada@example.com' });
    expect([okta.backend.user(id)?.profile['title'], okta.backend.user(holder.id)]).toEqual([undefined, holder]);
  });

  test('a rename to a login whose holder Okta does not show says so, and one that the status forbids does not', async () => {
    await using okta = await startLoopback({}, { switches: { loginOfDeprovisioned: 'not-found', updateSuspended: 'refuse' } });
    const [ada, away] = [
      okta.backend.seedUser({ login: 'ada@example.com' }),
      okta.backend.seedUser({ login: 'away@example.com', status: 'SUSPENDED' }),
    ];
    const holder = okta.backend.seedUser({ login: 'king@example.com', status: 'DEPROVISIONED' });
    okta.backend.alterUser(holder.id, { indexed: false });
    const rename = ({ id: accountId }: typeof ada, userName: string) =>
      okta.provider.users.update({ accountId, attributes: { userName } }, okta.context);
    await expect(rename(ada, 'king@example.com')).rejects.toMatchObject({ code: 'CONNECTOR_CONFLICT_NOT_VISIBLE', id: ada.id });
    await expect(rename(away, 'free@example.com')).rejects.toMatchObject({ code: 'CONNECTOR_CONFLICT' });
  });

  test('an update whose answer was lost is unknown, and the same again leaves it so', async () => {
    await using okta = await startLoopback();
    const { id } = okta.backend.seedUser({ login: 'ada@example.com' });
    okta.server.fail({ method: 'POST', effect: { kind: 'reset-after' } });
    const update = () => okta.provider.users.update({ accountId: id, attributes: { title: 'Chief' } }, okta.context);
    await expect(update()).rejects.toMatchObject({ code: 'CONNECTOR_OUTCOME_UNKNOWN' });
    await update();
    expect(okta.backend.user(id)?.profile['title']).toBe('Chief');
  });

  test.each([['a user whose activation still runs', 'E0000112', 409, 'CONNECTOR_RATE_LIMITED']])(
    '%s is refused as such, and stays as it was',
    async (_title, code, status, expected) => {
      await using okta = await startLoopback();
      const { id } = okta.backend.seedUser({ login: 'ada@example.com' });
      okta.server.fail({ method: 'POST', times: 9, effect: { kind: 'status', status, code } });
      const update = okta.provider.users.update({ accountId: id, attributes: { title: 'Chief' } }, okta.context);
      await expect(update).rejects.toMatchObject({ code: expected });
      expect(okta.backend.user(id)?.profile).not.toHaveProperty('title');
    },
  );
});

describe('letting in', () => {
  test.each([
    ['STAGED', false, 'pending', 'PROVISIONED'],
    ['DEPROVISIONED', false, 'pending', 'PROVISIONED'],
    ['DEPROVISIONED', true, 'changed', 'ACTIVE'],
    ['SUSPENDED', false, 'changed', 'ACTIVE'],
    ['PROVISIONED', false, 'pending', 'PROVISIONED'],
    ['ACTIVE', false, 'unchanged', 'ACTIVE'],
    ['LOCKED_OUT', false, 'unchanged', 'LOCKED_OUT'],
    ['RECOVERY', true, 'unchanged', 'RECOVERY'],
    ['PASSWORD_EXPIRED', true, 'unchanged', 'PASSWORD_EXPIRED'],
  ] as const)('from %s (password: %s) is %s and leads to %s, whatever is known of how they were turned off', async (...row) => {
    const [status, hasPassword, outcome, to] = row;
    await using okta = await startLoopback();
    for (const was of [undefined, 'suspend', 'deactivate'] as const) {
      const { id } = okta.backend.seedUser({ login: `${was}@example.com`, status, hasPassword });
      expect(await okta.provider.users.enable({ accountId: id, was }, okta.context)).toMatchObject({ outcome });
      expect(okta.backend.user(id)?.status).toBe(to);
    }
  });

  test('someone whom another hand has activated meanwhile is a success', async () => {
    await using okta = await startLoopback();
    const { id } = okta.backend.seedUser({ login: 'ada@example.com', status: 'STAGED', hasPassword: true });
    okta.server.fail({ method: 'POST', effect: { kind: 'status-after', status: 403, code: 'E0000016' } });
    expect(await okta.provider.users.enable({ accountId: id }, okta.context)).toMatchObject({ outcome: 'unchanged' });
  });

  test('a lost answer is unknown, and the state is the wanted one', async () => {
    await using okta = await startLoopback();
    const { id } = okta.backend.seedUser({ login: 'ada@example.com', status: 'SUSPENDED' });
    okta.server.fail({ path: '/api/v1/users/*/lifecycle/unsuspend', effect: { kind: 'reset-after' } });
    await expect(okta.provider.users.enable({ accountId: id }, okta.context)).rejects.toMatchObject({ code: 'CONNECTOR_OUTCOME_UNKNOWN' });
    expect(okta.backend.user(id)?.status).toBe('ACTIVE');
  });
});

describe('groups', () => {
  test('read-only groups say why, and are found by their exact name among many that start so', async () => {
    await using okta = await startLoopback();
    for (let index = 0; index < 305; index += 1) okta.backend.seedGroup({ name: `Sales ${index}` });
    const { id } = okta.backend.seedGroup({ name: 'sales', type: 'APP_GROUP' });
    const last = okta.backend.seedGroup({ name: 'Sales' });
    const named = (name: string) => okta.provider.groups.list({ limit: 10, name }, okta.context);
    expect((await named('sales')).items).toMatchObject([{ id, readOnlyBecause: expect.any(String) }]);
    expect((await named('Sales')).items).toEqual([{ id: last.id, name: 'Sales' }]);
    expect((await named('Sale')).items).toEqual([]);
  });

  test.each(['add', 'remove'] as const)('a lost answer to %s is unknown, and the same again leaves it so', async (verb) => {
    await using okta = await startLoopback();
    const groupId = okta.backend.seedGroup({ name: 'Sales' }).id;
    const accountId = okta.backend.seedUser({ login: 'ada@example.com', groupIds: verb === 'add' ? [] : [groupId] }).id;
    okta.server.fail({ method: verb === 'add' ? 'PUT' : 'DELETE', effect: { kind: 'reset-after' } });
    const write = () => okta.provider.groups[verb]({ accountId, groupId }, okta.context);
    await expect(write()).rejects.toMatchObject({ code: 'CONNECTOR_OUTCOME_UNKNOWN' });
    expect(okta.backend.membersOf(groupId)).toEqual(verb === 'add' ? [accountId] : []);
    await write();
    expect(okta.backend.membersOf(groupId)).toEqual(verb === 'add' ? [accountId] : []);
  });

  test.each([403, 501] as const)('members of an imported group cannot be changed, where Okta answers %i', async (readOnlyGroup) => {
    await using okta = await startLoopback({}, { switches: { readOnlyGroup } });
    const groupId = okta.backend.seedGroup({ name: 'Imported', type: 'APP_GROUP' }).id;
    const accountId = okta.backend.seedUser({ login: 'ada@example.com' }).id;
    const error = await okta.provider.groups.add({ accountId, groupId }, okta.context).catch((thrown: unknown) => thrown);
    expect(isTenureError(error) && error.retry).toBe('never');
    expect(okta.backend.membersOf(groupId)).toEqual([]);
  });
});

describe('limits', () => {
  test('an empty bucket is waited for on the engine’s clock, then the work is done', async () => {
    const context = testContext();
    const limits = { ...freeLimits, perMinute: { ...freeLimits.perMinute, users: 1 } };
    await using okta = await startLoopback({ http: { maxWaitMs: 90_000 } }, { limits, now: context.now });
    await okta.provider.users.list({ limit: 10 }, context);
    const before = context.now();
    const profile = { userName: 'ada@example.com', email: 'ada@example.com', givenName: 'Ada', familyName: 'Lovelace' };
    await okta.provider.users.create({ profile, groups: [], state: 'active' }, context);
    expect(context.now() - before).toBeGreaterThanOrEqual(60_000);
    expect(okta.backend.userByLogin('ada@example.com')).toBeDefined();
  });

  test('a full concurrency gate costs a moment, not the two minutes that its reset names', async () => {
    await using okta = await startLoopback({}, { limits: noLimits });
    okta.server.fail({ effect: { kind: 'crowded' } });
    const before = okta.context.now();
    await okta.provider.groups.list({ limit: 1 }, okta.context);
    expect(okta.context.now() - before).toBeLessThanOrEqual(2_000);
  });
});

describe('check', () => {
  test('a good token is ok in every line', async () => {
    await using okta = await startLoopback();
    const { items } = await okta.provider.check(okta.context);
    expect(items.map(({ state }) => state)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'warning', 'ok']);
    expect(items[0]?.detail).toContain(okta.backend.ownerId);
    expect(items[3]?.detail).toBe('the owner of the token has SUPER_ADMIN');
    expect(items[1]?.detail).toBe(`${noLimits.perMinute.users} requests per minute for this credential`);
  });

  test.each([
    [['READ_ONLY_ADMIN', 'REPORT_ADMIN'], 'problem', 'READ_ONLY_ADMIN, REPORT_ADMIN, which does not let Tenure change users'],
    [['REPORT_ADMIN', 'ORG_ADMIN'], 'ok', 'ORG_ADMIN, REPORT_ADMIN'],
  ] as const)('roles %j of the owner of the token are named: %s', async (roles, state, words) => {
    await using okta = await startLoopback();
    okta.backend.alterUser(okta.backend.ownerId, { roles });
    const { items } = await okta.provider.check(okta.context);
    expect(items[3]).toEqual({ title: 'administrators can be recognised', state, detail: `the owner of the token has ${words}` });
  });

  test('a missing permission is the line it concerns', async () => {
    await using okta = await startLoopback();
    okta.server.fail({ path: '/api/v1/groups', effect: { kind: 'status', status: 403, code: 'E0000006' } });
    const { items } = await okta.provider.check(okta.context);
    expect(items.filter(({ state }) => state === 'problem').map(({ title }) => title)).toContain('groups can be read');
  });
});
